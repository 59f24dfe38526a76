namespace RxRecs.Recommenders;

/// <summary>
/// Reads the postings of a visit's items, the newest first: the rings of the items are merged by time, then by the
/// sessions' numbers. Those of the asking session are passed over.
/// </summary>
/// <param name="lastItems">The maximum number of items of a visit that count.</param>
internal sealed class NewestPostings(int lastItems)
{
    private readonly Cursor[] _cursors = new Cursor[lastItems];
    private int _open;
    private long _lastTime;
    private int _lastSession;

    /// <summary>Tells whether postings are left.</summary>
    public bool HasMore => _open > 0;

    /// <summary>Goes before the newest posting.</summary>
    /// <param name="index">The sessions.</param>
    /// <param name="query">The visit.</param>
    /// <param name="weights">The weight of each distinct item of the visit.</param>
    public void Begin<TItem>(SessionIndex<TItem> index, VisitQuery query, ReadOnlySpan<double> weights)
        where TItem : notnull
    {
        _open = 0;
        for (var i = 0; i < query.KnownCount; i++)
        {
            ref var cursor = ref _cursors[_open];
            cursor = Before(index, query.Distinct[i], weights[i]);
            _open += cursor.MoveOn(query) ? 1 : 0;
        }
    }

    /// <summary>Takes the next so many postings, and the weights of their items; tells how many there were.</summary>
    public int Read<TItem>(SessionIndex<TItem> index, VisitQuery query, Span<int> postings, Span<double> weights)
        where TItem : notnull
    {
        var count = 0;
        while (count < postings.Length && _open > 0)
        {
            ref var cursor = ref FindNewest(index, out var nextTime);
            var isOpen = true;
            while (isOpen && count < postings.Length)
            {
                (_lastTime, _lastSession) = (cursor.Postings.Time, cursor.Postings.Session);
                (postings[count], weights[count]) = (_lastSession, cursor.Weight);
                count++;
                isOpen = cursor.MoveOn(query);
                if (cursor.Postings.Time <= nextTime)
                {
                    break;
                }
            }

            if (!isOpen)
            {
                cursor = _cursors[--_open];
            }
        }

        return count;
    }

    /// <summary>
    /// Takes the postings that are exactly as new as the last one, of the same session for other items; tells how many
    /// there were. To be asked once, in the end.
    /// </summary>
    public int ReadEqual(Span<int> postings, Span<double> weights)
    {
        var count = 0;
        foreach (ref readonly var cursor in _cursors.AsSpan(0, _open))
        {
            if (cursor.Postings.Time == _lastTime && cursor.Postings.Session == _lastSession)
            {
                (postings[count], weights[count]) = (_lastSession, cursor.Weight);
                count++;
            }
        }

        return count;
    }

    /// <summary>Tells whether a posting of an item was read, of a session that was.</summary>
    public bool HasRead<TItem>(SessionIndex<TItem> index, VisitQuery query, int item, long number)
        where TItem : notnull
    {
        var cursor = Before(index, item, 0);
        while (cursor.MoveOn(query))
        {
            if (cursor.Postings.Session == (int)number)
            {
                return cursor.Postings.Time > _lastTime
                    || (cursor.Postings.Time == _lastTime && number >= index.NumberOf(_lastSession));
            }
        }

        return false;
    }

    private static Cursor Before<TItem>(SessionIndex<TItem> index, int item, double weight)
        where TItem : notnull => new()
        {
            Postings = index.Postings.Newest(item),
            Left = index.Limits.PostingsPerItem,
            Weight = weight,
        };

    /// <summary>Finds the cursor of the newest posting, and how new that of any other is.</summary>
    private ref Cursor FindNewest<TItem>(SessionIndex<TItem> index, out long nextTime)
        where TItem : notnull
    {
        var newest = 0;
        nextTime = long.MinValue;
        for (var other = 1; other < _open; other++)
        {
            var isNewer = IsNewer(index, in _cursors[other].Postings, in _cursors[newest].Postings);
            nextTime = Math.Max(nextTime, _cursors[isNewer ? newest : other].Postings.Time);
            newest = isNewer ? other : newest;
        }

        return ref _cursors[newest];
    }

    private static bool IsNewer<TItem>(
        SessionIndex<TItem> index, ref readonly PostingCursor x, ref readonly PostingCursor y)
        where TItem : notnull => x.Time != y.Time
            ? x.Time > y.Time
            : index.NumberOf(x.Session) > index.NumberOf(y.Session);

    private struct Cursor
    {
        public PostingCursor Postings;
        public int Left;
        public double Weight;

        /// <summary>Reaches the next posting that is not of the asking session.</summary>
        public bool MoveOn(VisitQuery query)
        {
            while (Left > 0 && Postings.MoveNext())
            {
                if (!query.HasOwn || Postings.Session != (int)query.Own)
                {
                    Left--;
                    return true;
                }
            }

            return false;
        }
    }
}
