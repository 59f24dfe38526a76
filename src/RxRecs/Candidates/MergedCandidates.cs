using System.Runtime.InteropServices;
using RxRecs.Machines;
using RxRecs.Recommenders;

namespace RxRecs;

/// <summary>
/// Adds up what several sources give for each item, and remembers which gave what. Used again for the next list; a list
/// allocates nothing once the buffers have grown.
/// </summary>
/// <param name="inSourceOrder">True to leave ties of one source in its order; else the lower item comes first.</param>
/// <param name="comparer">The comparer that tells which item is lower.</param>
internal sealed class MergedCandidates<TItem>(bool inSourceOrder, IComparer<TItem> comparer)
    where TItem : notnull
{
    /// <summary>Tells how many items each source of a blend is asked for at the least.</summary>
    public const int BlendDepth = 100;

    private readonly Dictionary<TItem, int> _places = [];
    private Entry[] _entries = new Entry[16];
    private Part[] _parts = new Part[16];
    private Comparison<Entry>? _comparison;
    private int _partCount;
    private int _partsBefore;
    private int _source;

    /// <summary>Tells how many items there are.</summary>
    public int Count { get; private set; }

    /// <summary>Begins with no item.</summary>
    public void Clear()
    {
        _entries.AsSpan(0, Count).Clear();
        _places.Clear();
        (Count, _partCount, _partsBefore, _source) = (0, 0, 0, -1);
    }

    /// <summary>Turns to the next source.</summary>
    public void Next()
    {
        _source++;
        _partsBefore = _partCount;
    }

    /// <summary>Tells whether an item is there; and whether the present source has given it.</summary>
    public bool Contains(TItem item, out bool isOfThisSource)
    {
        var isThere = _places.TryGetValue(item, out var place);
        isOfThisSource = isThere && _entries[place].LastSource == _source;
        return isThere;
    }

    /// <summary>Takes what the present source gives for an item. The first reason stays.</summary>
    public void Add(TItem item, double value, in RecommendationReason reason)
    {
        ref var place = ref CollectionsMarshal.GetValueRefOrAddDefault(_places, item, out var isThere);
        if (!isThere)
        {
            place = Count;
            Grow(ref _entries, Count);
            _entries[Count++] = new Entry { Item = item, Reason = reason, FirstSource = _source, Place = place };
        }

        _entries[place].LastSource = _source;
        Grow(ref _parts, _partCount);
        _parts[_partCount++] = new Part(place, _source, value);
    }

    /// <summary>
    /// Divides what the present source has given by its greatest, times a weight. A figure that is not above 0 counts
    /// 0, and so does one that is not finite, which is counted on the meter.
    /// </summary>
    public void Scale(double weight)
    {
        var greatest = 0d;
        foreach (ref readonly var part in Present)
        {
            greatest = IsScore(part.Value) ? Math.Max(greatest, part.Value) : greatest;
        }

        foreach (ref var part in Present)
        {
            if (!double.IsFinite(part.Value))
            {
                SetAsideEvents.Add(nameof(CandidateMerge.Blend), SetAsideEvents.NotFinite);
            }

            part.Value = IsScore(part.Value) ? part.Value / greatest * weight : 0;
        }
    }

    /// <summary>Adds the best items to a list.</summary>
    public void Finish(int count, bool isSorted, List<Recommendation<TItem>> recommendations)
    {
        foreach (ref readonly var part in _parts.AsSpan(0, _partCount))
        {
            _entries[part.Place].Score += part.Value;
        }

        var entries = _entries.AsSpan(0, Count);
        if (!isSorted)
        {
            entries.Sort(_comparison ??= Compare);
        }

        foreach (ref readonly var each in entries[..Math.Min(count, entries.Length)])
        {
            recommendations.Add(new Recommendation<TItem>(each.Item, each.Score, each.Reason));
        }
    }

    /// <summary>Tells which source gave what for an item, after <see cref="Finish"/>.</summary>
    public List<(int Source, double Value)> Explain(TItem item)
    {
        var parts = new List<(int Source, double Value)>();
        if (_places.TryGetValue(item, out var place))
        {
            foreach (ref readonly var part in _parts.AsSpan(0, _partCount))
            {
                if (part.Place == place)
                {
                    parts.Add((part.Source, part.Value));
                }
            }
        }

        return parts;
    }

    /// <summary>
    /// Cuts what a source gave for an item into the parts that it is made of, which add up to it; one part where the
    /// source names none.
    /// </summary>
    public static IEnumerable<ScoreContribution<TItem>> Share(
        RecommendationSource source, double value, IReadOnlyList<ScoreContribution<TItem>> parts)
    {
        var sum = parts.Sum(static part => part.Value);
        return sum > 0
            ? parts.Select(part => part with { Value = part.Value / sum * value })
            : [new ScoreContribution<TItem>(source, value)];
    }

    private Span<Part> Present => _parts.AsSpan(_partsBefore, _partCount - _partsBefore);

    private static bool IsScore(double value) => value > 0 && double.IsFinite(value);

    private static void Grow<T>(ref T[] array, int count)
    {
        if (count == array.Length)
        {
            Array.Resize(ref array, count * 2);
        }
    }

    private int Compare(Entry x, Entry y)
    {
        var order = y.Score.CompareTo(x.Score);
        order = order != 0 ? order : x.FirstSource.CompareTo(y.FirstSource);
        order = order == 0 && inSourceOrder ? x.Place.CompareTo(y.Place) : order;
        return order != 0 ? order : comparer.Compare(x.Item, y.Item);
    }

    private struct Entry
    {
        public TItem Item;
        public RecommendationReason Reason;
        public double Score;
        public int FirstSource;
        public int LastSource;
        public int Place;
    }

    private record struct Part(int Place, int Source, double Value);
}
