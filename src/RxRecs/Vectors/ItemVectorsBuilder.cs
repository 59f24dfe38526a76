using RxRecs.Machines;

namespace RxRecs.Recommenders;

/// <summary>Takes the vectors of items, in whatever order they come.</summary>
/// <typeparam name="TItem">The items' type.</typeparam>
public sealed class ItemVectorsBuilder<TItem>
    where TItem : notnull
{
    private readonly KeyTable<TItem> _items = new(null);
    private readonly List<float[]> _vectors = [];
    private readonly IComparer<TItem> _itemOrder;
    private readonly SnapshotCodecs? _codecs;

    /// <summary>Makes a builder without vectors.</summary>
    /// <param name="dimensions">
    /// The number of numbers in a vector, from 1 to <see cref="ItemVectors{TItem}.MostDimensions"/>.
    /// </param>
    /// <param name="itemOrder">
    /// The order of items of equal cosine; null for the items' own order, the lower first.
    /// </param>
    /// <param name="codecs">The codecs that write items for the hash; null for the built-in codecs.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="dimensions"/> is out of range.</exception>
    /// <exception cref="ArgumentException"><typeparamref name="TItem"/> has no order and none is given.</exception>
    public ItemVectorsBuilder(
        int dimensions, IComparer<TItem>? itemOrder = null, SnapshotCodecs? codecs = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(dimensions, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(dimensions, ItemVectors<TItem>.MostDimensions);
        Dimensions = dimensions;
        (_itemOrder, _codecs) = (itemOrder ?? ItemOrder.Own<TItem>(nameof(itemOrder)), codecs);
    }

    /// <summary>Gets the number of dimensions of a vector.</summary>
    public int Dimensions { get; }

    /// <summary>Gets the number of vectors so far.</summary>
    public int Count => _vectors.Count;

    /// <summary>
    /// Gets the number of vectors that were refused: all of zeros, with a number that is not finite, or of an item that
    /// has one.
    /// </summary>
    public long RefusedVectors { get; private set; }

    /// <summary>Takes the vector of an item, if it has a direction.</summary>
    /// <param name="item">The item.</param>
    /// <param name="vector">The vector; copied.</param>
    /// <returns>
    /// True if the vector is taken; false where it is all of zeros, a number is not finite, or the item has a vector
    /// already: it is counted in <see cref="RefusedVectors"/>.
    /// </returns>
    /// <exception cref="ArgumentNullException"><paramref name="item"/> is null.</exception>
    /// <exception cref="ArgumentException">
    /// <paramref name="item"/> is <see cref="Id.None"/>, or the vector has not <see cref="Dimensions"/> numbers.
    /// </exception>
    public bool TryAdd(TItem item, ReadOnlySpan<float> vector)
    {
        ItemValue.ThrowIfNone(item);
        if (Problem(item, vector) is null)
        {
            return true;
        }

        RefusedVectors++;
        return false;
    }

    /// <summary>Makes the index of the vectors so far. More can be added for another one.</summary>
    /// <returns>The index.</returns>
    /// <exception cref="ArgumentException">The order gives two different items the same place.</exception>
    /// <exception cref="InvalidOperationException">All vectors have more than 2^31 - 1 numbers.</exception>
    /// <exception cref="SnapshotException">No codec is known for <typeparamref name="TItem"/>.</exception>
    public ItemVectors<TItem> Build()
    {
        var slots = new int[_items.Count];
        for (var i = 0; i < slots.Length; i++)
        {
            slots[i] = i;
        }

        slots.AsSpan().Sort((x, y) => _itemOrder.Compare(_items[x], _items[y]));
        var stride = VectorProduct.StrideOf(Dimensions);
        if ((long)slots.Length * stride > Array.MaxLength)
        {
            throw new InvalidOperationException(
                $"{slots.Length:N0} vectors of {Dimensions} numbers are more than an index can have.");
        }

        var (sorted, vectors) = (new KeyTable<TItem>(null), new float[slots.Length * stride]);
        for (var rank = 0; rank < slots.Length; rank++)
        {
            if (rank > 0 && _itemOrder.Compare(_items[slots[rank - 1]], _items[slots[rank]]) == 0)
            {
                throw new ArgumentException(
                    $"The order gives {_items[slots[rank - 1]]} and {_items[slots[rank]]} the same place.");
            }

            sorted.Add(_items[slots[rank]]);
            _vectors[slots[rank]].CopyTo(vectors, rank * stride);
        }

        return new ItemVectors<TItem>(sorted, vectors, Dimensions, _itemOrder, _codecs)
        {
            RefusedVectors = RefusedVectors,
        };
    }

    /// <summary>Takes a vector, or says why it cannot be.</summary>
    internal string? Problem(TItem item, ReadOnlySpan<float> vector)
    {
        if (ItemValue.IsNone(item))
        {
            return ItemValue.Problem;
        }

        if (vector.Length != Dimensions)
        {
            throw new ArgumentException($"A vector of {vector.Length} numbers, not {Dimensions}.", nameof(vector));
        }

        if (_items.Find(item) >= 0)
        {
            return "the item has a vector already";
        }

        var own = new float[Dimensions];
        if (!VectorProduct.TryScale(vector, own))
        {
            return "the vector is all of zeros, or a number of it is not finite";
        }

        _items.Add(item);
        _vectors.Add(own);
        return null;
    }
}
