using RxRecs.Machines;

namespace RxRecs.Recommenders;

/// <summary>Reads tables of neighbors in their binary form, and says how many neighbors an item can have.</summary>
public static class NeighborTable
{
    /// <summary>Represents the greatest number of neighbors of an item: 200.</summary>
    public const int MostNeighbors = 200;

    /// <summary>Reads a table that <see cref="NeighborTable{TItem}.Write"/> wrote.</summary>
    /// <param name="stream">The stream to read, to its end.</param>
    /// <param name="itemOrder">
    /// The order of items of equal score, as when the table was made; null for the items' own order, the lower first.
    /// </param>
    /// <param name="codecs">The codecs with which items were written; null for the built-in codecs.</param>
    /// <typeparam name="TItem">The items' type.</typeparam>
    /// <returns>The table.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="stream"/> is null.</exception>
    /// <exception cref="ArgumentException"><typeparamref name="TItem"/> has no order and none is given.</exception>
    /// <exception cref="InvalidDataException">
    /// The bytes are no table, of an unknown version, damaged, cut short, or of items in another order.
    /// </exception>
    public static NeighborTable<TItem> Read<TItem>(
        Stream stream, IComparer<TItem>? itemOrder = null, SnapshotCodecs? codecs = null)
        where TItem : notnull
    {
        ArgumentNullException.ThrowIfNull(stream);
        return NeighborTableFormat.Read(stream, itemOrder ?? ItemOrder.Own<TItem>(nameof(itemOrder)), codecs);
    }
}
