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
    private readonly SumTable _known = new();
    private Session[] _found = [];
    private int _count;

    /// <summary>Gives what was found, the newest first, until somebody puts it in another order.</summary>
    public Span<Session> Found => _found.AsSpan(0, _count);

    /// <summary>Looks for the sessions, without the asking one.</summary>
    public void Find<TItem>(SessionIndex<TItem> index, VisitQuery query)
        where TItem : notnull
    {
        _count = 0;
        _known.Begin(Math.Min(limit, query.CountPostings(index)));
        var open = 0;
        foreach (var item in query.Distinct)
        {
            ref var cursor = ref _cursors[open];
            cursor = new() { Item = item, Place = index.Postings.Count(item), Left = index.Limits.PostingsPerItem };
            open += MoveOn(index, query, ref cursor) ? 1 : 0;
        }

        while (open > 0 && _count < limit)
        {
            var newest = 0;
            for (var other = 1; other < open; other++)
            {
                newest = _cursors[other].IsNewer(_cursors[newest]) ? other : newest;
            }

            Take(index, _cursors[newest].Number);
            if (!MoveOn(index, query, ref _cursors[newest]))
            {
                _cursors[newest] = _cursors[--open];
            }
        }
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
            cursor.Time = index.TouchedAt(cursor.Item, posting);
            return true;
        }

        return false;
    }

    private void Take<TItem>(SessionIndex<TItem> index, long number)
        where TItem : notnull
    {
        if (!_known.Add((int)number, 0))
        {
            return;
        }

        var slot = index.SlotOf(number);
        if (_count == _found.Length)
        {
            Array.Resize(ref _found, Math.Min(limit, Math.Max(64, _count * 2)));
        }

        _found[_count++] = new() { Number = number, Slot = slot, Last = index.Times(slot)[^1] };
    }

    /// <summary>A session that was found.</summary>
    internal struct Session
    {
        public long Number;

        /// <summary>Gives the time of its last event, in ticks of UTC.</summary>
        public long Last;
        public double Similarity;
        public int Slot;
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
