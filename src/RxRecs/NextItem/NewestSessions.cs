namespace RxRecs.Recommenders;

/// <summary>
/// Finds the newest so many sessions that share an item with a visit: the rings of its items are merged, the newest
/// posting first, and reading stops at the last session that is wanted. How new a session is, its newest shared posting
/// says, which never changes while the session goes on; equal ones are in order of their numbers.
/// </summary>
/// <param name="lastItems">The maximum number of items of a visit that count.</param>
/// <param name="limit">The number of sessions that are wanted.</param>
internal sealed class NewestSessions(int lastItems, int limit)
{
    private readonly Cursor[] _cursors = new Cursor[lastItems];
    private readonly SessionHead[] _heads = new SessionHead[SessionHead.Batch];
    private readonly int[] _some = new int[SessionHead.Batch];
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
            cursor = new() { Postings = index.Postings.Newest(item), Left = index.Limits.PostingsPerItem };
            open += cursor.MoveOn(query) ? 1 : 0;
        }

        while (open > 0 && _known.Count < limit)
        {
            var some = _some.AsSpan(0, Math.Min(_some.Length, limit - _known.Count));
            _known.Add(some[..Merge(index, query, some, ref open)], 0);
        }

        Fill(index);
    }

    /// <summary>Takes the newest so many postings; tells how many there were.</summary>
    private int Merge<TItem>(SessionIndex<TItem> index, VisitQuery query, Span<int> postings, ref int open)
        where TItem : notnull
    {
        var count = 0;
        while (count < postings.Length && open > 0)
        {
            var newest = 0;
            for (var other = 1; other < open; other++)
            {
                newest = IsNewer(index, in _cursors[other], in _cursors[newest]) ? other : newest;
            }

            ref var cursor = ref _cursors[newest];
            postings[count++] = cursor.Postings.Posting;
            if (!cursor.MoveOn(query))
            {
                cursor = _cursors[--open];
            }
        }

        return count;
    }

    private static bool IsNewer<TItem>(SessionIndex<TItem> index, ref readonly Cursor x, ref readonly Cursor y)
        where TItem : notnull => x.Postings.Time != y.Postings.Time
            ? x.Postings.Time > y.Postings.Time
            : index.NumberOf(x.Postings.Posting) > index.NumberOf(y.Postings.Posting);

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
            for (var i = 0; i < some.Length; i++)
            {
                var number = index.NumberOf(some[i]);
                _found[first + i] = new()
                {
                    Number = number,
                    Last = index.LastOf(index.SlotOf(number)),
                    Head = _heads[i],
                };
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
        public PostingCursor Postings;
        public int Left;

        /// <summary>Reaches the next posting that is not of the asking session.</summary>
        public bool MoveOn(VisitQuery query)
        {
            while (Left > 0 && Postings.MoveNext())
            {
                if (!query.HasOwn || Postings.Posting != (int)query.Own)
                {
                    Left--;
                    return true;
                }
            }

            return false;
        }
    }
}
