using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace RxRecs;

/// <summary>
/// Keeps what was counted between two neighboring bucket boundaries. A bucket is one pane, or with overlapping buckets
/// the sum of several, so that an event is counted once however many buckets it belongs to. Counts are exact for so
/// many items, and by Space-Saving beyond.
/// </summary>
internal sealed class TrendPane<TItem>(long index, long start, long length, Dictionary<TItem, long> units)
    where TItem : notnull
{
    public long Index => index;

    public long Start => start;

    /// <summary>Gives how many ticks it lasts.</summary>
    public long Length => length;

    /// <summary>Gives the exact counts; empty where there is a <see cref="Sketch"/>.</summary>
    public Dictionary<TItem, long> Units { get; private set; } = units;

    /// <summary>Gives the counts of more items than are kept exactly; null where there are not more.</summary>
    public SpaceSaving<TItem>? Sketch { get; private set; }

    public long Total { get; set; }

    public int ItemCount => Sketch?.Count ?? Units.Count;

    /// <summary>Gives by how much a count may be too low at the most.</summary>
    public long MaxError => Sketch?.MaxError ?? 0;

    /// <summary>Makes a pane of what a snapshot says.</summary>
    public static TrendPane<TItem> Of(long index, long start, long length, SpaceSaving<TItem> sketch, long total) =>
        new(index, start, length, []) { Sketch = sketch, Total = total };

    /// <summary>Counts in a pane that has as many items as are counted exactly.</summary>
    public void AddAtCapacity(TItem item, long units)
    {
        if (Sketch is null)
        {
            ref var count = ref CollectionsMarshal.GetValueRefOrNullRef(Units, item);
            if (!Unsafe.IsNullRef(ref count))
            {
                count += units;
                Total += units;
                return;
            }
        }

        var sketch = Sketch ?? new SpaceSaving<TItem>(Units);
        sketch.Add(item, units);
        Total += units;
        if (Sketch is null)
        {
            (Sketch, Units) = (sketch, []);
        }
    }

    /// <summary>Adds each count, or takes it back.</summary>
    public void AddTo(Dictionary<TItem, long> sum, int sign)
    {
        foreach (var (item, units) in Units)
        {
            Add(sum, item, sign * units);
        }

        foreach (var (item, units) in Sketch?.Counts ?? [])
        {
            Add(sum, item, sign * units);
        }
    }

    private static void Add(Dictionary<TItem, long> sum, TItem item, long units)
    {
        ref var count = ref CollectionsMarshal.GetValueRefOrAddDefault(sum, item, out _);
        count += units;
        if (count == 0)
        {
            sum.Remove(item);
        }
    }
}
