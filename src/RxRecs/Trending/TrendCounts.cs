using System.Collections;

namespace RxRecs;

/// <summary>
/// The counts of one bucket, which do not change any more: sums of weights with six decimals, by
/// item.
/// </summary>
/// <typeparam name="TItem">The items' type; it must have an order, or be enumerated with care not to need
/// one.</typeparam>
public sealed class TrendCounts<TItem> : IReadOnlyCollection<KeyValuePair<TItem, double>>
    where TItem : notnull
{
    private KeyValuePair<TItem, long>[]? _sorted;

    internal TrendCounts(Dictionary<TItem, long> units) => Units = units;

    /// <summary>How many items there are; all of them count more than zero.</summary>
    public int Count => Units.Count;

    internal Dictionary<TItem, long> Units { get; }

    /// <summary>The count of an item; zero for one that is not there.</summary>
    /// <param name="item">The item.</param>
    public double this[TItem item] => TrendWeight.FromUnits(Units.GetValueOrDefault(item));

    /// <summary>The most popular items: higher count first, then lower item.</summary>
    /// <param name="count">How many at the most.</param>
    /// <param name="comparer">The order of items with equal counts; null for their own (ordinal for text).</param>
    /// <returns>The items with their counts.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is negative.</exception>
    public IReadOnlyList<KeyValuePair<TItem, double>> Top(int count, IComparer<TItem>? comparer = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        var ties = comparer ?? TieOrder<TItem>.Default;
        var all = Units.ToArray();
        Array.Sort(all, (x, y) => x.Value != y.Value ? y.Value.CompareTo(x.Value) : ties.Compare(x.Key, y.Key));
        return Array.ConvertAll(all[..Math.Min(count, all.Length)], ToCount);
    }

    /// <summary>The items with their counts, lower item first.</summary>
    /// <returns>The enumerator.</returns>
    public IEnumerator<KeyValuePair<TItem, double>> GetEnumerator() => Sorted().Select(ToCount).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>
    /// The order that does not depend on arrival; made when first asked for, as most buckets are only looked
    /// up.
    /// </summary>
    internal KeyValuePair<TItem, long>[] Sorted()
    {
        if (_sorted is { } sorted)
        {
            return sorted;
        }

        sorted = Units.ToArray();
        Array.Sort(sorted, (x, y) => TieOrder<TItem>.Default.Compare(x.Key, y.Key));
        return _sorted = sorted;
    }

    private static KeyValuePair<TItem, double> ToCount(KeyValuePair<TItem, long> pair) =>
        new(pair.Key, TrendWeight.FromUnits(pair.Value));
}
