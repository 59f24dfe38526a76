namespace RxRecs.Recommenders;

/// <summary>
/// One question to a session index: the last items of a visit, and scratch for what kernels find. What is known of
/// items is not cleared between questions: an entry counts if it carries the mark of the present one.
/// </summary>
/// <param name="lastItems">The number of items at the end of the visit that count.</param>
internal sealed class VisitQuery(int lastItems)
{
    private const int None = -1;
    private const int FilterSize = 4_096;
    private readonly int[] _places = new int[lastItems];
    private readonly int[] _distinct = new int[lastItems];
    private readonly byte[] _filter = new byte[FilterSize];
    private int _mark;

    /// <summary>Gives the entry of each item's slot.</summary>
    public ItemEntry[] Items { get; private set; } = [];

    /// <summary>Gives what marks entries of the visit's items.</summary>
    public int VisitMark { get; private set; }

    /// <summary>Gives the slots of the visit's last items, oldest first; -1 for one that is in no session.</summary>
    public ReadOnlySpan<int> Places => _places.AsSpan(0, PlaceCount);

    public int PlaceCount { get; private set; }

    /// <summary>Gives the slot of the newest item that is not the very last one; -1 if there is none.</summary>
    public int Previous
    {
        get
        {
            var earlier = PlaceCount == 0 ? -1 : Places.LastIndexOfAnyExcept(Places[^1]);
            return earlier < 0 ? None : Places[earlier];
        }
    }

    /// <summary>Gives the distinct slots among them, in the order in which they first occur.</summary>
    public ReadOnlySpan<int> Distinct => _distinct.AsSpan(0, KnownCount);

    public int KnownCount { get; private set; }

    /// <summary>Tells how many distinct items there are, those in no session included.</summary>
    public int DistinctCount { get; private set; }

    /// <summary>Gives the number of the asking session, or -1.</summary>
    public long Own { get; private set; }

    /// <summary>Tells whether the asking session counts among those that are kept.</summary>
    public bool HasOwn { get; private set; }

    /// <summary>Gives the number of the present session, from which others are so many sessions ago.</summary>
    public long Now { get; private set; }

    /// <summary>
    /// Gives the items that the kernel has found, by slot, and their scores; one of 0 is no candidate.
    /// </summary>
    public ItemScores Scores { get; } = new();

    /// <summary>Asks about the visit that a session holds.</summary>
    public void AskFor<TItem>(SessionIndex<TItem> index, long own)
        where TItem : notnull
    {
        Begin(index, own);
        var items = HasOwn ? index.Items(index.SlotOf(own)) : [];
        foreach (var item in items[Math.Max(0, items.Length - lastItems)..])
        {
            _places[PlaceCount++] = item;
        }

        MarkPlaces();
        DistinctCount = KnownCount;
    }

    /// <summary>Asks about items in place of what the asking session holds.</summary>
    public void AskAround<TItem>(SessionIndex<TItem> index, long own, IReadOnlyList<TItem> around)
        where TItem : notnull
    {
        Begin(index, own);
        var unknown = 0;
        var first = Math.Max(0, around.Count - lastItems);
        for (var i = first; i < around.Count; i++)
        {
            var slot = index.Find(around[i]);
            unknown += slot == None && !IsAmong(around, first, i) ? 1 : 0;
            _places[PlaceCount++] = slot;
        }

        MarkPlaces();
        DistinctCount = KnownCount + unknown;
    }

    /// <summary>Tells how many other sessions hold an item.</summary>
    public int SessionsOf<TItem>(SessionIndex<TItem> index, int item)
        where TItem : notnull =>
        index.SessionsOf(item) - (IsOwn(item) ? 1 : 0);

    /// <summary>Tells of each item how many other sessions hold it.</summary>
    public void SessionsOf<TItem>(SessionIndex<TItem> index, ReadOnlySpan<int> items, Span<int> counts)
        where TItem : notnull
    {
        index.SessionsOf(items, counts);
        for (var i = 0; i < items.Length; i++)
        {
            counts[i] -= IsOwn(items[i]) ? 1 : 0;
        }
    }

    /// <summary>Tells whether an item is of the visit.</summary>
    public bool IsVisited(int item) => MayBeOfVisit(item) && Items[item].VisitMark == VisitMark;

    /// <summary>Tells how many postings of the visit's items are looked at, at the most.</summary>
    public int CountPostings<TItem>(SessionIndex<TItem> index)
        where TItem : notnull
    {
        var count = 0;
        foreach (var item in Distinct)
        {
            count += Math.Min(index.Postings.Count(item), index.Limits.PostingsPerItem);
        }

        return count;
    }

    private bool IsOwn(int item) => MayBeOfVisit(item) && Items[item].OwnMark == VisitMark;

    /// <summary>
    /// Tells whether an item may be of the visit or of the asking session: never wrong in saying no, and quicker than
    /// its entry.
    /// </summary>
    private bool MayBeOfVisit(int item) => _filter[item & (FilterSize - 1)] != 0;

    private static bool IsAmong<TItem>(IReadOnlyList<TItem> items, int first, int end)
    {
        for (var i = first; i < end; i++)
        {
            if (EqualityComparer<TItem>.Default.Equals(items[i], items[end]))
            {
                return true;
            }
        }

        return false;
    }

    private void Begin<TItem>(SessionIndex<TItem> index, long own)
        where TItem : notnull
    {
        Reserve(index.ItemSlots);
        Scores.Reserve(index.ItemSlots);
        Array.Clear(_filter);
        VisitMark = ++_mark;
        Own = own;
        HasOwn = index.IsKept(own) && index.Items(index.SlotOf(own)).Length > 0;
        Now = index.IsKept(own) ? own : index.Next;
        PlaceCount = 0;
        KnownCount = 0;
        if (HasOwn)
        {
            foreach (var item in index.Head(index.SlotOf(own)))
            {
                Items[item].OwnMark = VisitMark;
                _filter[item & (FilterSize - 1)] = 1;
            }
        }
    }

    private void MarkPlaces()
    {
        for (var place = 0; place < PlaceCount; place++)
        {
            var item = _places[place];
            if (item == None)
            {
                continue;
            }

            ref var entry = ref Items[item];
            if (entry.VisitMark != VisitMark)
            {
                entry.VisitMark = VisitMark;
                _filter[item & (FilterSize - 1)] = 1;
                entry.Order = KnownCount;
                _distinct[KnownCount++] = item;
            }

            entry.Place = place + 1;
        }
    }

    private void Reserve(int items)
    {
        if (Items.Length < items)
        {
            Items = new ItemEntry[Math.Max(items, Items.Length * 2)];
            _mark = 0;
        }

        if (_mark == int.MaxValue)
        {
            Array.Clear(Items);
            _mark = 0;
        }
    }

    /// <summary>Holds what is known of an item during a question.</summary>
    internal struct ItemEntry
    {
        public int VisitMark;
        public int OwnMark;

        /// <summary>Gives the last place in the visit, from 1.</summary>
        public int Place;

        /// <summary>Gives the place among the visit's distinct items.</summary>
        public int Order;
    }
}
