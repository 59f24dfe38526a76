namespace RxRecs.Recommenders;

/// <summary>
/// The newest so many sessions of each item, as the low 32 bits of their numbers, and when each first touched it: a
/// ring per item, whose oldest posting makes room for a newer one.
/// </summary>
/// <param name="limit">The maximum number of postings of an item.</param>
internal sealed class PostingRings(int limit)
{
    private readonly BlockPool _pool = new(limit, withTimes: true);
    private Ring[] _rings = [];

    /// <summary>Gives the most postings of an item.</summary>
    public int Limit => limit;

    public int Count(int item) => _rings[item].Count;

    /// <summary>Gives the time of the newest posting of an item; <see cref="long.MinValue"/> without one.</summary>
    public long NewestOf(int item) => _rings[item].Newest;

    /// <summary>Gives the postings of an item, oldest first, in two pieces.</summary>
    public void Read(int item, out ReadOnlySpan<int> older, out ReadOnlySpan<int> newer)
    {
        ref readonly var ring = ref _rings[item];
        if (ring.Count == 0)
        {
            older = newer = [];
            return;
        }

        var block = _pool.Numbers(ring.Offset, 1 << ring.Class);
        var first = Math.Min(ring.Count, block.Length - ring.Head);
        older = block.Slice(ring.Head, first);
        newer = block[..(ring.Count - first)];
    }

    /// <summary>Begins to go through the postings of an item, newest first.</summary>
    public PostingCursor Newest(int item)
    {
        ref readonly var ring = ref _rings[item];
        return ring.Count == 0
            ? default
            : new PostingCursor(_pool.Block(ring.Offset), ring.Head, (1 << ring.Class) - 1, ring.Count);
    }

    /// <summary>Gives the posting so many places after the oldest.</summary>
    public int At(int item, int place)
    {
        ref readonly var ring = ref _rings[item];
        var size = 1 << ring.Class;
        return _pool.Numbers(ring.Offset, size)[(ring.Head + place) & (size - 1)];
    }

    /// <summary>Tells when the session of the posting so many places after the oldest first touched the item.</summary>
    public long TimeAt(int item, int place)
    {
        ref readonly var ring = ref _rings[item];
        var size = 1 << ring.Class;
        return _pool.Times(ring.Offset, size)[(ring.Head + place) & (size - 1)];
    }

    /// <summary>Makes the ring of a new item.</summary>
    public void Begin(int item)
    {
        if (item >= _rings.Length)
        {
            Array.Resize(ref _rings, Math.Max(item + 1, Math.Max(4, _rings.Length * 2)));
        }

        _rings[item] = Ring.Empty;
    }

    /// <summary>Counts a place of the item: kept here, since whoever counts one mostly adds a posting too.</summary>
    public void AddPlace(int item) => _rings[item].Places++;

    /// <summary>Takes a place of the item back; tells whether it was the last.</summary>
    public bool RemovePlace(int item) => --_rings[item].Places == 0;

    /// <summary>Gives up the ring of an item.</summary>
    public void End(int item)
    {
        ref var ring = ref _rings[item];
        if (ring.Class > 0)
        {
            _pool.GiveBack(ring.Offset, ring.Class);
        }

        ring = Ring.Empty;
    }

    /// <summary>Adds a posting that is newer than all of its item; of a full ring the oldest goes.</summary>
    public void Append(int item, int posting, long ticks)
    {
        ref var ring = ref _rings[item];
        if (ring.Count == limit)
        {
            ring.Head = (ring.Head + 1) & ((1 << ring.Class) - 1);
            ring.Count--;
        }
        else if (ring.Class == 0 || ring.Count == 1 << ring.Class)
        {
            Grow(ref ring);
        }

        var size = 1 << ring.Class;
        var place = (ring.Head + ring.Count) & (size - 1);
        _pool.Numbers(ring.Offset, size)[place] = posting;
        _pool.Times(ring.Offset, size)[place] = ticks;
        ring.Count++;
        ring.Newest = ticks;
    }

    /// <summary>
    /// Puts a posting so many places after the oldest; of a full ring the oldest goes, which may be the posting itself.
    /// </summary>
    public void Insert(int item, int place, int posting, long ticks)
    {
        ref var ring = ref _rings[item];
        if (ring.Count == limit)
        {
            if (place == 0)
            {
                return;
            }

            ring.Head = (ring.Head + 1) & ((1 << ring.Class) - 1);
            ring.Count--;
            place--;
        }
        else if (ring.Class == 0 || ring.Count == 1 << ring.Class)
        {
            Grow(ref ring);
        }

        var mask = (1 << ring.Class) - 1;
        var block = _pool.Numbers(ring.Offset, mask + 1);
        var times = _pool.Times(ring.Offset, mask + 1);
        for (var i = ring.Count; i > place; i--)
        {
            var (to, from) = ((ring.Head + i) & mask, (ring.Head + i - 1) & mask);
            (block[to], times[to]) = (block[from], times[from]);
        }

        block[(ring.Head + place) & mask] = posting;
        times[(ring.Head + place) & mask] = ticks;
        ring.Count++;
        ring.Newest = times[(ring.Head + ring.Count - 1) & mask];
    }

    /// <summary>Takes a posting out, if it is there.</summary>
    public void Remove(int item, int posting)
    {
        Read(item, out var older, out var newer);
        var place = older.IndexOf(posting);
        if (place < 0)
        {
            place = newer.IndexOf(posting);
            if (place < 0)
            {
                return;
            }

            place += older.Length;
        }

        ref var ring = ref _rings[item];
        var mask = (1 << ring.Class) - 1;
        var block = _pool.Numbers(ring.Offset, mask + 1);
        var times = _pool.Times(ring.Offset, mask + 1);
        for (var i = place; i > 0; i--)
        {
            var (to, from) = ((ring.Head + i) & mask, (ring.Head + i - 1) & mask);
            (block[to], times[to]) = (block[from], times[from]);
        }

        ring.Head = (ring.Head + 1) & mask;
        ring.Count--;
        ring.Newest = ring.Count == 0 ? long.MinValue : times[(ring.Head + ring.Count - 1) & mask];
    }

    public void Clear()
    {
        _pool.Clear();
        _rings = [];
    }

    private void Grow(ref Ring ring)
    {
        var sizeClass = Math.Max(1, ring.Class + 1);
        var offset = _pool.Take(sizeClass);
        if (ring.Class > 0)
        {
            var size = 1 << ring.Class;
            Unroll(_pool.Numbers(ring.Offset, size), ring.Head, _pool.Numbers(offset, size));
            Unroll(_pool.Times(ring.Offset, size), ring.Head, _pool.Times(offset, size));
            _pool.GiveBack(ring.Offset, ring.Class);
        }

        (ring.Offset, ring.Head, ring.Class) = (offset, 0, sizeClass);
    }

    private static void Unroll<T>(Span<T> ring, int head, Span<T> target)
    {
        ring[head..].CopyTo(target);
        ring[..head].CopyTo(target[(ring.Length - head)..]);
    }

    private struct Ring
    {
        public static readonly Ring Empty = new() { Newest = long.MinValue };

        public int Offset;
        public int Head;
        public int Count;
        public int Class;
        public int Places;

        /// <summary>Gives the time of the newest posting: to append one, the others need not be looked at.</summary>
        public long Newest;
    }
}
