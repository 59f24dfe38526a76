namespace RxRecs.Recommenders;

/// <summary>
/// The newest so many sessions of each item, as the low 32 bits of their numbers, and when each first touched it: a
/// ring per item, whose oldest posting makes room for a newer one.
/// </summary>
/// <param name="limit">The maximum number of postings of an item.</param>
internal sealed class PostingRings(int limit)
{
    private readonly BlockPool<Posting> _pool = new(limit);
    private Ring[] _rings = [];

    /// <summary>Gives the most postings of an item.</summary>
    public int Limit => limit;

    public int Count(int item) => _rings[item].Count;

    /// <summary>Gives the time of the newest posting of an item; <see cref="long.MinValue"/> without one.</summary>
    public long NewestOf(int item) => _rings[item].Newest;

    /// <summary>Gives the postings of an item, oldest first, in two pieces.</summary>
    public void Read(int item, out ReadOnlySpan<Posting> older, out ReadOnlySpan<Posting> newer)
    {
        ref readonly var ring = ref _rings[item];
        if (ring.Count == 0)
        {
            older = newer = [];
            return;
        }

        var block = _pool.Elements(ring.Offset, 1 << ring.Class);
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
    public Posting At(int item, int place) => At(in _rings[item], place);

    /// <summary>Asks for the memory of an item's ring, while there is something else to do.</summary>
    public void Expect(int item) => Prefetch.Of(in _rings[item]);

    /// <summary>Asks for the memory that <see cref="Append"/> will write to.</summary>
    public void ExpectAppend(int item)
    {
        ref readonly var ring = ref _rings[item];
        if (ring.Count > 0)
        {
            Prefetch.Of(in At(in ring, ring.Count));
        }
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
    public void Append(int item, Posting posting)
    {
        ref var ring = ref _rings[item];
        if (ring.Count == limit)
        {
            DropOldest(ref ring);
        }
        else if (ring.Class == 0 || ring.Count == 1 << ring.Class)
        {
            Grow(ref ring);
        }

        At(in ring, ring.Count) = posting;
        ring.Count++;
        ring.Newest = posting.Time;
    }

    /// <summary>
    /// Puts a posting so many places after the oldest; of a full ring the oldest goes, which may be the posting itself.
    /// </summary>
    public void Insert(int item, int place, Posting posting)
    {
        ref var ring = ref _rings[item];
        if (ring.Count == limit)
        {
            if (place == 0)
            {
                return;
            }

            DropOldest(ref ring);
            place--;
        }
        else if (ring.Class == 0 || ring.Count == 1 << ring.Class)
        {
            Grow(ref ring);
        }

        for (var i = ring.Count; i > place; i--)
        {
            At(in ring, i) = At(in ring, i - 1);
        }

        At(in ring, place) = posting;
        ring.Count++;
        ring.Newest = At(in ring, ring.Count - 1).Time;
    }

    /// <summary>Takes a posting out, if it is there.</summary>
    public void Remove(int item, Posting posting)
    {
        ref var ring = ref _rings[item];
        var place = FirstNotBefore(in ring, posting.Time);
        while (place < ring.Count && At(in ring, place).Time == posting.Time && At(in ring, place) != posting)
        {
            place++;
        }

        if (place == ring.Count || At(in ring, place) != posting)
        {
            return;
        }

        for (var i = place; i > 0; i--)
        {
            At(in ring, i) = At(in ring, i - 1);
        }

        DropOldest(ref ring);
        ring.Newest = ring.Count == 0 ? long.MinValue : At(in ring, ring.Count - 1).Time;
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
            var full = _pool.Elements(ring.Offset, 1 << ring.Class);
            var target = _pool.Elements(offset, full.Length);
            full[ring.Head..].CopyTo(target);
            full[..ring.Head].CopyTo(target[(full.Length - ring.Head)..]);
            _pool.GiveBack(ring.Offset, ring.Class);
        }

        (ring.Offset, ring.Head, ring.Class) = (offset, 0, sizeClass);
    }

    private static void DropOldest(ref Ring ring)
    {
        ring.Head = (ring.Head + 1) & ((1 << ring.Class) - 1);
        ring.Count--;
    }

    private ref Posting At(ref readonly Ring ring, int place)
    {
        var size = 1 << ring.Class;
        return ref _pool.Elements(ring.Offset, size)[(ring.Head + place) & (size - 1)];
    }

    /// <summary>Gives the place of the oldest posting that is not older than a time; the count where all are.</summary>
    private int FirstNotBefore(ref readonly Ring ring, long time)
    {
        var (first, end) = (0, ring.Count);
        while (first < end)
        {
            var middle = (first + end) / 2;
            (first, end) = At(in ring, middle).Time < time ? (middle + 1, end) : (first, middle);
        }

        return first;
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
