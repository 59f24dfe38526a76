using System.Runtime.InteropServices;

namespace RxRecs.Recommenders;

/// <summary>
/// One question to a session index: the last items of a visit, and scratch for what kernels find. Nothing is cleared
/// between questions: an entry counts if it carries the mark of the present one.
/// </summary>
/// <param name="lastItems">How many items at the end of the visit count.</param>
internal sealed class VisitQuery(int lastItems)
{
    private const int None = -1;
    private readonly int[] _places = new int[lastItems];
    private readonly int[] _distinct = new int[lastItems];
    private int[] _scored = [];
    private int _mark;

    /// <summary>Gives the most items that count.</summary>
    public int LastItems => lastItems;

    /// <summary>Gives the entry of each item's slot.</summary>
    public ItemEntry[] Items { get; private set; } = [];

    /// <summary>Gives the entry of each session's slot.</summary>
    public SessionEntry[] Sessions { get; private set; } = [];

    /// <summary>Gives the postings of the neighbors, in the order in which they were found.</summary>
    public int[] Neighbors { get; private set; } = [];

    public int NeighborCount { get; set; }

    /// <summary>Gives what marks entries of the visit's items.</summary>
    public int VisitMark { get; private set; }

    /// <summary>Gives what marks entries of what the running kernel finds.</summary>
    public int FindMark { get; private set; }

    /// <summary>Gives the slots of the visit's last items, oldest first; -1 for one that is in no session.</summary>
    public ReadOnlySpan<int> Places => _places.AsSpan(0, PlaceCount);

    public int PlaceCount { get; private set; }

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

    public int ScoredCount { get; private set; }

    /// <summary>The items that have a score.</summary>
    public ReadOnlySpan<int> Scored => _scored.AsSpan(0, ScoredCount);

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
        where TItem : notnull => index.SessionsOf(item) - (Items[item].OwnMark == VisitMark ? 1 : 0);

    /// <summary>Begins the run of a kernel.</summary>
    public void BeginRun()
    {
        FindMark = ++_mark;
        NeighborCount = 0;
        ScoredCount = 0;
    }

    /// <summary>Adds to an item's score.</summary>
    public void AddScore(int item, double value)
    {
        ref var entry = ref Items[item];
        if (entry.ScoreMark == FindMark)
        {
            entry.Score += value;
            return;
        }

        (entry.ScoreMark, entry.Score) = (FindMark, value);
        if (ScoredCount == _scored.Length)
        {
            Array.Resize(ref _scored, Math.Max(256, ScoredCount * 2));
        }

        _scored[ScoredCount++] = item;
    }

    /// <summary>Makes room for so many neighbors.</summary>
    public void ReserveNeighbors(int count)
    {
        if (Neighbors.Length < count)
        {
            Neighbors = new int[count];
        }
    }

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
        Reserve(index.ItemSlots, index.SessionSlots);
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
                _distinct[KnownCount++] = item;
            }

            entry.Place = place + 1;
        }
    }

    private void Reserve(int items, int sessions)
    {
        if (Items.Length < items)
        {
            Items = Grown(Items, items);
        }

        if (Sessions.Length < sessions)
        {
            Sessions = Grown(Sessions, sessions);
        }

        // A question takes less than a thousand marks.
        if (_mark > int.MaxValue - 1_000)
        {
            Array.Clear(Items);
            Array.Clear(Sessions);
            _mark = 0;
        }
    }

    private static T[] Grown<T>(T[] array, int least)
    {
        Array.Resize(ref array, Math.Max(least, array.Length * 2));
        return array;
    }

    /// <summary>Holds what is known of an item during a question.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct ItemEntry
    {
        public double Score;
        public int ScoreMark;
        public int VisitMark;
        public int OwnMark;

        /// <summary>Gives the last place in the visit, from 1.</summary>
        public int Place;
    }

    /// <summary>Holds what is known of another session during a question.</summary>
    [StructLayout(LayoutKind.Sequential, Pack = sizeof(int))]
    internal struct SessionEntry
    {
        public double Similarity;
        public int Mark;
    }
}
