using System.Buffers;
using System.Security.Cryptography;
using RxRecs.Machines;

namespace RxRecs.Recommenders;

/// <summary>
/// Holds a vector of single precision for each item, made elsewhere, and finds the nearest items by the cosine. Never
/// changes, and can be asked by several threads.
/// </summary>
/// <remarks>
/// <para>
/// The lists are exact: all vectors are gone through. A quick product in single precision, whose error is bounded,
/// leaves few candidates; these are compared by cosines in double precision, so that a list does not depend on the
/// processor. Items of equal cosine are in their order.
/// </para>
/// <para>
/// Cost: one step over all numbers for each list; no allocation once the shared pool of arrays has one for the
/// products. Bound: the numbers, filled up to a multiple of 16 for each item.
/// </para>
/// </remarks>
/// <typeparam name="TItem">The items' type.</typeparam>
public sealed class ItemVectors<TItem> : IItemModel<TItem>
    where TItem : notnull
{
    /// <summary>Represents the greatest number of dimensions of a vector: 1,024.</summary>
    public const int MostDimensions = 1_024;

    private readonly KeyTable<TItem> _items;
    private readonly float[] _vectors;
    private readonly double[] _lengths;
    private readonly float[] _inverseLengths;
    private readonly IComparer<TItem> _itemOrder;
    private readonly Comparison<ItemCosine<TItem>> _comparison;
    private readonly SnapshotCodecs? _codecs;
    private readonly int _stride;
    private readonly float _error;

    /// <summary>Takes over what is in order already.</summary>
    internal ItemVectors(
        KeyTable<TItem> items, float[] vectors, int dimensions, IComparer<TItem> itemOrder, SnapshotCodecs? codecs)
    {
        (_items, _vectors, Dimensions, _itemOrder, _codecs) = (items, vectors, dimensions, itemOrder, codecs);
        _comparison = Compare;
        (_stride, _error) = (VectorProduct.StrideOf(dimensions), VectorProduct.ErrorOf(dimensions));
        (_lengths, _inverseLengths) = (new double[items.Count], new float[items.Count]);
        for (var slot = 0; slot < items.Count; slot++)
        {
            _lengths[slot] = Math.Sqrt(VectorProduct.Exact(VectorAt(slot), VectorAt(slot)));
            _inverseLengths[slot] = (float)(1 / _lengths[slot]);
        }

        Hash = HashOf();
    }

    /// <summary>Gets the number of items.</summary>
    public int Count => _items.Count;

    /// <summary>Gets the number of dimensions of a vector.</summary>
    public int Dimensions { get; }

    /// <summary>
    /// Gets the number of vectors that were refused: all of zeros, with a number that is not finite, or of an item that
    /// had one.
    /// </summary>
    public long RefusedVectors { get; internal init; }

    /// <summary>
    /// Gets the hash of the content: the first 16 hexadecimal digits of the SHA-256 of the items and the directions of
    /// their vectors.
    /// </summary>
    public string Hash { get; }

    /// <summary>Determines whether an item has a vector.</summary>
    /// <param name="item">The item.</param>
    /// <returns>True if the item has a vector.</returns>
    public bool Contains(TItem item) => _items.Find(item) >= 0;

    /// <summary>
    /// Fills a list with the items whose vectors are nearest to that of an item, without the item itself.
    /// </summary>
    /// <param name="item">The item; one without a vector has no neighbors.</param>
    /// <param name="count">The maximum number of items in the list.</param>
    /// <param name="items">The list to fill, the greatest cosine first; it is cleared first.</param>
    /// <param name="accept">A predicate that accepts the items that may be in the list; null for all.</param>
    /// <exception cref="ArgumentNullException"><paramref name="items"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is not positive.</exception>
    public void FindNearest(
        TItem item, int count, List<ItemCosine<TItem>> items, Func<TItem, bool>? accept = null)
    {
        ArgumentNullException.ThrowIfNull(items);
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        items.Clear();
        var slot = _items.Find(item);
        if (slot >= 0)
        {
            Find(_vectors.AsSpan(slot * _stride, _stride), slot, count, items, accept);
        }
    }

    /// <summary>Fills a list with the items whose vectors are nearest to a vector.</summary>
    /// <param name="vector">The vector, of any length that is not 0.</param>
    /// <param name="count">The maximum number of items in the list.</param>
    /// <param name="items">The list to fill, the greatest cosine first; it is cleared first.</param>
    /// <param name="accept">A predicate that accepts the items that may be in the list; null for all.</param>
    /// <exception cref="ArgumentNullException"><paramref name="items"/> is null.</exception>
    /// <exception cref="ArgumentException">
    /// The vector has not <see cref="Dimensions"/> numbers, is all of zeros, or a number of it is not finite.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is not positive.</exception>
    public void FindNearest(
        ReadOnlySpan<float> vector, int count, List<ItemCosine<TItem>> items, Func<TItem, bool>? accept = null)
    {
        ArgumentNullException.ThrowIfNull(items);
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        Span<float> scaled = stackalloc float[_stride];
        scaled.Clear();
        if (vector.Length != Dimensions || !VectorProduct.TryScale(vector, scaled))
        {
            throw new ArgumentException(
                $"A vector has {Dimensions} finite numbers that are not all zero; this one has {vector.Length}.",
                nameof(vector));
        }

        items.Clear();
        Find(scaled, -1, count, items, accept);
    }

    /// <summary>
    /// Makes a table of the nearest items of each, with their cosines as weights, those above 0, for a recommender by
    /// the vectors, which replaces it as a whole.
    /// </summary>
    /// <param name="neighbors">
    /// The number of neighbors of each item, at most <see cref="NeighborTable.MostNeighbors"/>.
    /// </param>
    /// <param name="threads">The number of threads; the table does not depend on it.</param>
    /// <param name="cancellationToken">The token that stops the work.</param>
    /// <returns>The table.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    /// <exception cref="OperationCanceledException">The work was stopped.</exception>
    /// <remarks>It costs a list for each item: time grows with the square of the items.</remarks>
    public NeighborTable<TItem> ToTable(
        int neighbors, int threads = 2, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(neighbors, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(neighbors, NeighborTable.MostNeighbors);
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        var found = new ItemCosine<TItem>[_items.Count][];
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = cancellationToken };
        Parallel.For(0, found.Length, parallel, () => new List<ItemCosine<TItem>>(), (slot, _, list) =>
        {
            list.Clear();
            Find(_vectors.AsSpan(slot * _stride, _stride), slot, neighbors, list, accept: null);
            found[slot] = [.. list.Where(static each => each.Cosine > 0)];
            return list;
        }, static _ => { });
        var builder = new NeighborTableBuilder<TItem>(_itemOrder, _codecs);
        for (var slot = 0; slot < found.Length; slot++)
        {
            foreach (var (item, cosine) in found[slot])
            {
                builder.Add(_items[slot], item, (float)cosine);
            }
        }

        return builder.Build();
    }

    RecommendationSource IItemModel<TItem>.Source => RecommendationSource.ItemVectors;

    IItemModelQuery<TItem> IItemModel<TItem>.CreateQuery(ItemModelOptions options) =>
        new ItemVectorsQuery<TItem>(this, options);

    /// <summary>Tells how many numbers lie between the beginnings of two vectors.</summary>
    internal int Stride => _stride;

    /// <summary>Tells by how much a quick product with a vector of length 1 is wrong at the most.</summary>
    internal float QuickError => _error;

    /// <summary>Tells the slot of an item, its place in the order; -1 where it has no vector.</summary>
    internal int Find(TItem item) => _items.Find(item);

    internal TItem ItemAt(int slot) => _items[slot];

    internal double LengthAt(int slot) => _lengths[slot];

    internal ReadOnlySpan<float> VectorAt(int slot) => _vectors.AsSpan(slot * _stride, _stride);

    internal double CosineOf(int slot, int other) =>
        VectorProduct.Exact(VectorAt(slot), VectorAt(other)) / (_lengths[slot] * _lengths[other]);

    /// <summary>
    /// Finds the items that may be among those of the greatest product of a vector and their direction.
    /// </summary>
    /// <param name="vector">The vector, of a stride of numbers.</param>
    /// <param name="doubt">By how much a quick product may differ from what items are compared by.</param>
    /// <param name="leftOut">The slots that are left out.</param>
    /// <param name="count">The number of items that are sought.</param>
    /// <param name="found">The slots that are found; has room for every item.</param>
    /// <param name="accept">A predicate that accepts items; null for all.</param>
    /// <returns>The number of slots found.</returns>
    internal int FindCandidates(
        ReadOnlySpan<float> vector,
        double doubt,
        ReadOnlySpan<int> leftOut,
        int count,
        Span<int> found,
        Func<TItem, bool>? accept)
    {
        var quick = ArrayPool<float>.Shared.Rent(Math.Max(1, _items.Count));
        var best = ArrayPool<float>.Shared.Rent(Math.Min(count, Math.Max(1, _items.Count)));
        try
        {
            var products = quick.AsSpan(0, _items.Count);
            VectorProduct.Quick(vector, _vectors, _inverseLengths, products);
            var (least, candidates) = (Least(doubt, leftOut, count, products, best, accept), 0);
            for (var slot = 0; slot < products.Length; slot++)
            {
                if (products[slot] >= least && !leftOut.Contains(slot) && (accept is null || accept(_items[slot])))
                {
                    found[candidates++] = slot;
                }
            }

            return candidates;
        }
        finally
        {
            ArrayPool<float>.Shared.Return(quick);
            ArrayPool<float>.Shared.Return(best);
        }
    }

    /// <summary>Sorts items, the greatest cosine first, and leaves so many.</summary>
    internal void Rank(List<ItemCosine<TItem>> items, int count)
    {
        items.Sort(_comparison);
        if (items.Count > count)
        {
            items.RemoveRange(count, items.Count - count);
        }
    }

    private void Find(
        ReadOnlySpan<float> vector, int own, int count, List<ItemCosine<TItem>> items, Func<TItem, bool>? accept)
    {
        var length = Math.Sqrt(VectorProduct.Exact(vector, vector));
        var slots = ArrayPool<int>.Shared.Rent(Math.Max(1, _items.Count));
        try
        {
            ReadOnlySpan<int> leftOut = own < 0 ? [] : [own];
            var found = FindCandidates(vector, _error * length, leftOut, count, slots, accept);
            foreach (var slot in slots.AsSpan(0, found))
            {
                items.Add(new(_items[slot], VectorProduct.Exact(vector, VectorAt(slot)) / (length * _lengths[slot])));
            }
        }
        finally
        {
            ArrayPool<int>.Shared.Return(slots);
        }

        Rank(items, count);
    }

    /// <summary>
    /// Gives the least quick product that may be among the best: the product of the last of the quick ones, less the
    /// doubt about both.
    /// </summary>
    private float Least(
        double doubt,
        ReadOnlySpan<int> leftOut,
        int count,
        ReadOnlySpan<float> products,
        float[] best,
        Func<TItem, bool>? accept)
    {
        var (heap, found) = (best, 0);
        for (var slot = 0; slot < products.Length; slot++)
        {
            if ((found == count && !(products[slot] > heap[0])) || leftOut.Contains(slot)
                || (accept is not null && !accept(_items[slot])))
            {
                continue;
            }

            found = Put(heap, found, count, products[slot]);
        }

        return found < count ? float.NegativeInfinity : MathF.BitDecrement((float)(heap[0] - (2 * doubt)));
    }

    private static int Put(float[] heap, int found, int count, float value)
    {
        if (found < count)
        {
            var place = found;
            for (; place > 0 && heap[(place - 1) / 2] > value; place = (place - 1) / 2)
            {
                heap[place] = heap[(place - 1) / 2];
            }

            heap[place] = value;
            return found + 1;
        }

        var at = 0;
        while ((2 * at) + 1 < found)
        {
            var child = (2 * at) + 1;
            child += child + 1 < found && heap[child + 1] < heap[child] ? 1 : 0;
            if (heap[child] >= value)
            {
                break;
            }

            heap[at] = heap[child];
            at = child;
        }

        heap[at] = value;
        return found;
    }

    private int Compare(ItemCosine<TItem> x, ItemCosine<TItem> y)
    {
        var order = y.Cosine.CompareTo(x.Cosine);
        return order != 0 ? order : _itemOrder.Compare(x.Item, y.Item);
    }

    private string HashOf()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        for (var slot = 0; slot < _items.Count; slot++)
        {
            var writer = new SnapshotWriter(_codecs);
            writer.Write(_items[slot]);
            foreach (var value in VectorAt(slot)[..Dimensions])
            {
                writer.WriteInt32(BitConverter.SingleToInt32Bits(value));
            }

            hash.AppendData(writer.Written);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset().AsSpan(0, 8));
    }
}
