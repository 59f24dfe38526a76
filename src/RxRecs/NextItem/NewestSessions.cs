namespace RxRecs.Recommenders;

/// <summary>
/// Finds the newest so many sessions that share an item with a visit: the rings of its items are merged, the newest
/// posting first, and reading stops at the last session that is wanted. How new a session is, its newest shared posting
/// says, which never changes while the session goes on; equal ones are in order of their numbers.
/// </summary>
/// <param name="lastItems">How many items of a visit count at the most.</param>
/// <param name="limit">How many sessions are wanted.</param>
internal sealed class NewestSessions(int lastItems, int limit)
{
    private readonly Cursor[] _cursors = new Cursor[lastItems];
    private readonly SessionHead[] _heads = new SessionHead[SessionHead.Batch];
    private readonly long[] _lastTimes = new long[SessionHead.Batch];
    private readonly SumTable _known = new();
    private Session[] _found = [];
    private int _count;

    /// <summary>Gives what was found, the newest first, until somebody puts it in another order.</summary>
    public Span<Session> Found => _found.AsSpan(0, _count);

    /// <summary>Looks for the sessions, without the asking one.</summary>
    public void Find<TItem>(SessionIndex<TItem> index, VisitQuery query)
        where TItem : notnull
    {
        _known.Begin(Math.Min(limit, query.CountPostings(index)));
        var open = 0;
        foreach (var item in query.Distinct)
        {
            ref var cursor = ref _cursors[open];
            cursor = new() { Item = item, Place = index.Postings.Count(item), Left = index.Limits.PostingsPerItem };
            open += MoveOn(index, query, ref cursor) ? 1 : 0;
        }

        while (open > 0 && _known.Count < limit)
        {
            var newest = 0;
            for (var other = 1; other < open; other++)
            {
                newest = _cursors[other].IsNewer(_cursors[newest]) ? other : newest;
            }

            _known.Add((int)_cursors[newest].Number, 0);
            if (!MoveOn(index, query, ref _cursors[newest]))
            {
                _cursors[newest] = _cursors[--open];
            }
        }

        Fill(index);
    }

    private static bool MoveOn<TItem>(SessionIndex<TItem> index, VisitQuery query, ref Cursor cursor)
        where TItem : notnull
    {
        while (cursor.Place > 0 && cursor.Left > 0)
        {
            var posting = index.Postings.At(cursor.Item, --cursor.Place);
            if (query.HasOwn && posting == (int)query.Own)
            {
                continue;
            }

            cursor.Left--;
            cursor.Number = index.NumberOf(posting);
            cursor.Time = index.Postings.TimeAt(cursor.Item, cursor.Place);
            return true;
        }

        return false;
    }

    private void Fill<TItem>(SessionIndex<TItem> index)
        where TItem : notnull
    {
        var postings = _known.Keys;
        _count = postings.Length;
        if (_found.Length < _count)
        {
            _found = new Session[Math.Min(limit, Math.Max(_count, _found.Length * 2))];
        }

        for (var first = 0; first < _count; first += SessionHead.Batch)
        {
            var some = postings.Slice(first, Math.Min(SessionHead.Batch, _count - first));
            index.FindHeads(some, _heads);
            index.FindLastTimes(some, _lastTimes);
            for (var i = 0; i < some.Length; i++)
            {
                _found[first + i] = new() { Number = index.NumberOf(some[i]), Last = _lastTimes[i], Head = _heads[i] };
            }
        }
    }

    /// <summary>A session that was found.</summary>
    internal struct Session
    {
        public long Number;

        /// <summary>Gives the time of its last event, in ticks of UTC.</summary>
        public long Last;
        public double Similarity;

        /// <summary>Says where its items lie.</summary>
        public SessionHead Head;
    }

    private struct Cursor
    {
        public long Time;
        public long Number;
        public int Item;
        public int Place;
        public int Left;

        public readonly bool IsNewer(Cursor other) =>
            Time > other.Time || (Time == other.Time && Number > other.Number);
    }
}
