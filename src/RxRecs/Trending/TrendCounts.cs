using System.Collections;

namespace RxRecs;

/// <summary>
/// Holds the counts of one bucket, which do not change any more: sums of weights with six decimals, by item.
/// </summary>
/// <typeparam name="TItem">The items' type; it must have an order, or be enumerated with care not to need
/// one.</typeparam>
internal sealed class TrendCounts<TItem> : IReadOnlyCollection<KeyValuePair<TItem, double>>
    where TItem : notnull
{
    private KeyValuePair<TItem, long>[]? _sorted;

    public TrendCounts(Dictionary<TItem, long> units) => Units = units;

    public int Count => Units.Count;

    public Dictionary<TItem, long> Units { get; }

    public IReadOnlyList<KeyValuePair<TItem, double>> Top(int count, IComparer<TItem>? itemOrder)
    {
        var ties = ItemOrder.OrDefault(itemOrder);
        var all = Units.ToArray();
        Array.Sort(all, (x, y) => x.Value != y.Value ? y.Value.CompareTo(x.Value) : ties.Compare(x.Key, y.Key));
        return Array.ConvertAll(all[..Math.Min(count, all.Length)], ToCount);
    }

    public IEnumerator<KeyValuePair<TItem, double>> GetEnumerator() => Sorted().Select(ToCount).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>
    /// The order that does not depend on arrival; made when first asked for, as most buckets are only looked
    /// up.
    /// </summary>
    public KeyValuePair<TItem, long>[] Sorted()
    {
        if (_sorted is { } sorted)
        {
            return sorted;
        }

        sorted = Units.ToArray();
        // Items without an order stay as they came: to look at them is no reason to fail.
        if (ItemOrder.HasOwn<TItem>())
        {
            Array.Sort(sorted, (x, y) => TieOrder<TItem>.Default.Compare(x.Key, y.Key));
        }

        return _sorted = sorted;
    }

    private static KeyValuePair<TItem, double> ToCount(KeyValuePair<TItem, long> pair) =>
        new(pair.Key, TrendWeight.FromUnits(pair.Value));
}
