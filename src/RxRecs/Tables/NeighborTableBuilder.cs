using RxRecs.Machines;

namespace RxRecs.Recommenders;

/// <summary>
/// Makes a table of neighbors from pairs, in whatever order they come. Of an item's pairs those of the greatest weight
/// are kept, of equal ones those with the lower neighbor.
/// </summary>
/// <typeparam name="TItem">The items' type.</typeparam>
public sealed class NeighborTableBuilder<TItem>
    where TItem : notnull
{
    private readonly KeyTable<TItem> _items = new(null);
    private readonly IComparer<TItem> _itemOrder;
    private readonly SnapshotCodecs? _codecs;
    private Row[] _rows = [];

    /// <summary>Makes a builder without pairs.</summary>
    /// <param name="itemOrder">
    /// The order of items of equal score; null for the items' own order, the lower first.
    /// </param>
    /// <param name="codecs">The codecs that write items for the hash; null for the built-in codecs.</param>
    /// <exception cref="ArgumentException"><typeparamref name="TItem"/> has no order and none is given.</exception>
    public NeighborTableBuilder(IComparer<TItem>? itemOrder = null, SnapshotCodecs? codecs = null) =>
        (_itemOrder, _codecs) = (itemOrder ?? ItemOrder.Own<TItem>(nameof(itemOrder)), codecs);

    /// <summary>Gets the number of pairs that are kept so far.</summary>
    public long PairCount { get; private set; }

    /// <summary>
    /// Gets the number of pairs that are not kept, because their item has <see cref="NeighborTable.MostNeighbors"/> of
    /// a greater weight.
    /// </summary>
    public long LeftOutPairs { get; private set; }

    /// <summary>Adds a pair.</summary>
    /// <param name="item">The item.</param>
    /// <param name="neighbor">The neighbor, which may be the item itself.</param>
    /// <param name="weight">The weight of the neighbor for the item.</param>
    /// <exception cref="ArgumentNullException">An item is null.</exception>
    /// <exception cref="ArgumentException">
    /// An item is <see cref="Id.None"/>, the weight is not finite, or the pair is there already.
    /// </exception>
    public void Add(TItem item, TItem neighbor, float weight)
    {
        ItemValue.ThrowIfNone(item);
        ItemValue.ThrowIfNone(neighbor);
        if (Problem(item, neighbor, weight) is { } problem)
        {
            throw new ArgumentException($"The pair {item}, {neighbor}: {problem}.");
        }
    }

    /// <summary>Makes the table of the pairs so far. More can be added for another one.</summary>
    /// <returns>The table.</returns>
    /// <exception cref="ArgumentException">The order gives two different items the same place.</exception>
    /// <exception cref="InvalidOperationException">There are more than 2^31 - 1 pairs.</exception>
    /// <exception cref="SnapshotException">No codec is known for <typeparamref name="TItem"/>.</exception>
    public NeighborTable<TItem> Build()
    {
        if (PairCount > Array.MaxLength)
        {
            throw new InvalidOperationException($"{PairCount:N0} pairs are more than a table can have.");
        }

        var slots = new int[_items.Count];
        for (var i = 0; i < slots.Length; i++)
        {
            slots[i] = i;
        }

        slots.AsSpan().Sort((x, y) => _itemOrder.Compare(_items[x], _items[y]));
        var ranks = new int[slots.Length];
        var sorted = new KeyTable<TItem>(null);
        for (var rank = 0; rank < slots.Length; rank++)
        {
            if (rank > 0 && _itemOrder.Compare(_items[slots[rank - 1]], _items[slots[rank]]) == 0)
            {
                throw new ArgumentException(
                    $"The order gives {_items[slots[rank - 1]]} and {_items[slots[rank]]} the same place.");
            }

            ranks[slots[rank]] = rank;
            sorted.Add(_items[slots[rank]]);
        }

        var (starts, neighbors, weights) = (
            new int[slots.Length + 1], new int[(int)PairCount], new float[(int)PairCount]);
        for (var rank = 0; rank < slots.Length; rank++)
        {
            starts[rank + 1] = starts[rank] + Copy(_rows[slots[rank]], ranks, starts[rank], neighbors, weights);
        }

        return new NeighborTable<TItem>(sorted, starts, neighbors, weights, _codecs) { LeftOutPairs = LeftOutPairs };
    }

    /// <summary>Adds a pair, or says why it cannot be.</summary>
    internal string? Problem(TItem item, TItem neighbor, float weight)
    {
        if (ItemValue.IsNone(item) || ItemValue.IsNone(neighbor))
        {
            return ItemValue.Problem;
        }

        if (!float.IsFinite(weight))
        {
            return "the weight is not a finite number";
        }

        var (from, to) = (SlotOf(item), SlotOf(neighbor));
        ref var row = ref _rows[from];
        if (row.Neighbors.AsSpan(0, row.Count).Contains(to))
        {
            return "the item has this neighbor already";
        }

        weight = weight == 0 ? 0 : weight; // the minus of a zero is not a part of the content
        if (row.Count < NeighborTable.MostNeighbors)
        {
            row.Add(to, weight);
            PairCount++;
            return null;
        }

        LeftOutPairs++;
        var worst = Worst(row);
        if (IsBetter(to, weight, row.Neighbors[worst], row.Weights[worst]))
        {
            (row.Neighbors[worst], row.Weights[worst]) = (to, weight);
        }

        return null;
    }

    private static int Copy(Row row, int[] ranks, int start, int[] neighbors, float[] weights)
    {
        for (var i = 0; i < row.Count; i++)
        {
            (neighbors[start + i], weights[start + i]) = (ranks[row.Neighbors[i]], row.Weights[i]);
        }

        // The sort by weight is not stable: neighbors of equal weight are brought into their order after it.
        var found = neighbors.AsSpan(start, row.Count);
        var keys = weights.AsSpan(start, row.Count);
        keys.Sort(found, static (x, y) => y.CompareTo(x));
        for (var first = 0; first < row.Count;)
        {
            var end = first + 1;
            while (end < row.Count && keys[end] == keys[first])
            {
                end++;
            }

            found[first..end].Sort();
            first = end;
        }

        return row.Count;
    }

    private int SlotOf(TItem item)
    {
        var slot = _items.Find(item);
        if (slot < 0)
        {
            slot = _items.Add(item);
            if (slot == _rows.Length)
            {
                Array.Resize(ref _rows, Math.Max(16, slot * 2));
            }

            _rows[slot] = new Row { Neighbors = [], Weights = [] };
        }

        return slot;
    }

    private int Worst(Row row)
    {
        var worst = 0;
        for (var i = 1; i < row.Count; i++)
        {
            if (IsBetter(row.Neighbors[worst], row.Weights[worst], row.Neighbors[i], row.Weights[i]))
            {
                worst = i;
            }
        }

        return worst;
    }

    private bool IsBetter(int item, float weight, int other, float otherWeight) =>
        weight > otherWeight || (weight == otherWeight && _itemOrder.Compare(_items[item], _items[other]) < 0);

    private struct Row
    {
        public int[] Neighbors;
        public float[] Weights;
        public int Count;

        public void Add(int neighbor, float weight)
        {
            if (Count == Neighbors.Length)
            {
                var size = Math.Min(NeighborTable.MostNeighbors, Math.Max(4, Count * 2));
                Array.Resize(ref Neighbors, size);
                Array.Resize(ref Weights, size);
            }

            (Neighbors[Count], Weights[Count++]) = (neighbor, weight);
        }
    }
}
