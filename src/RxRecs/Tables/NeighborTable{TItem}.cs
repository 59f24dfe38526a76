using RxRecs.Machines;

namespace RxRecs.Recommenders;

/// <summary>
/// Holds the neighbors of items with their weights, made elsewhere: at most
/// <see cref="NeighborTable.MostNeighbors"/> for each item, of the greatest weight. Never changes, and can be read by
/// several threads.
/// </summary>
/// <remarks>
/// Items lie in their order and neighbors by weight, so that the same pairs make the same table and the same
/// <see cref="Hash"/> in whatever order they come. Takes 8 bytes for each pair and some 40 for each item, texts apart.
/// <see cref="NeighborTableBuilder{TItem}"/> makes one of pairs.
/// </remarks>
/// <typeparam name="TItem">The items' type.</typeparam>
public sealed class NeighborTable<TItem> : IItemModel<TItem>
    where TItem : notnull
{
    private readonly KeyTable<TItem> _items;
    private readonly int[] _starts;
    private readonly int[] _neighbors;
    private readonly float[] _weights;
    private readonly SnapshotCodecs? _codecs;
    private readonly byte[] _digest;

    /// <summary>Takes over what is in order already.</summary>
    /// <param name="items">The items, the lowest in slot 0 and so on.</param>
    /// <param name="starts">The index where the neighbors of each item begin, and where the last ones end.</param>
    /// <param name="neighbors">The neighbors' slots, by falling weight, then by rising slot.</param>
    /// <param name="weights">The weights of the neighbors.</param>
    /// <param name="codecs">The codecs that write items.</param>
    internal NeighborTable(
        KeyTable<TItem> items, int[] starts, int[] neighbors, float[] weights, SnapshotCodecs? codecs)
    {
        (_items, _starts, _neighbors, _weights, _codecs) = (items, starts, neighbors, weights, codecs);
        _digest = NeighborTableFormat.Digest(this);
        Hash = Convert.ToHexStringLower(_digest.AsSpan(0, 8));
    }

    /// <summary>Gets the number of items that have a neighbor or are one.</summary>
    public int ItemCount => _items.Count;

    /// <summary>Gets the number of pairs of an item and a neighbor.</summary>
    public int PairCount => _neighbors.Length;

    /// <summary>
    /// Gets the number of pairs that were given and are not kept, because their item has
    /// <see cref="NeighborTable.MostNeighbors"/> of a greater weight; 0 for a table that was read in its binary form.
    /// </summary>
    public long LeftOutPairs { get; internal init; }

    /// <summary>
    /// Gets the hash of the content: 16 hexadecimal digits, the first of the SHA-256 of the binary form. Reasons show
    /// it.
    /// </summary>
    public string Hash { get; }

    /// <summary>Gets the items in their order.</summary>
    public IEnumerable<TItem> Items
    {
        get
        {
            for (var slot = 0; slot < _items.Count; slot++)
            {
                yield return _items[slot];
            }
        }
    }

    internal ReadOnlySpan<byte> FullHash => _digest;

    internal SnapshotCodecs? Codecs => _codecs;

    /// <summary>Returns the neighbors of an item, the greatest weight first, then the lower item.</summary>
    /// <param name="item">The item.</param>
    /// <returns>The neighbors; none for an item that has none or is unknown.</returns>
    public IReadOnlyList<Neighbor<TItem>> NeighborsOf(TItem item)
    {
        var slot = _items.Find(item);
        if (slot < 0)
        {
            return [];
        }

        var found = new Neighbor<TItem>[_starts[slot + 1] - _starts[slot]];
        for (var i = 0; i < found.Length; i++)
        {
            var place = _starts[slot] + i;
            found[i] = new(_items[_neighbors[place]], _weights[place]);
        }

        return found;
    }

    /// <summary>Writes the table in its binary form, which <see cref="NeighborTable.Read"/> reads.</summary>
    /// <param name="stream">The stream to write to; left open.</param>
    /// <exception cref="ArgumentNullException"><paramref name="stream"/> is null.</exception>
    public void Write(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        NeighborTableFormat.Write(this, stream);
    }

    RecommendationSource IItemModel<TItem>.Source => RecommendationSource.NeighborTable;

    IItemModelQuery<TItem> IItemModel<TItem>.CreateQuery(ItemModelOptions options) =>
        new NeighborTableQuery<TItem>(this, options);

    /// <summary>Tells the slot of an item, its place in the order; -1 where it is unknown.</summary>
    internal int Find(TItem item) => _items.Find(item);

    internal TItem ItemAt(int slot) => _items[slot];

    internal ReadOnlySpan<int> NeighborsAt(int slot) => _neighbors.AsSpan(_starts[slot].._starts[slot + 1]);

    internal ReadOnlySpan<float> WeightsAt(int slot) => _weights.AsSpan(_starts[slot].._starts[slot + 1]);
}
