namespace RxRecs;

/// <summary>
/// Tells what a holder of an asked item counts for it, by how many items the holder has: the similarity over the number
/// of asked items that are shared, for the least and the most that number can be, and for 1.
/// </summary>
internal sealed class UnseenShares(CoHolders pairs, SimilarItemsOptions options)
{
    private readonly long[] _least = new long[pairs.Columns];
    private readonly long[] _most = new long[pairs.Columns];
    private readonly double[] _alone = new double[pairs.Columns];
    private int _asked;
    private int _sharable;

    /// <summary>The most that any holder counts.</summary>
    public long Greatest { get; private set; }

    public long Least(int column) => _least[column];

    public long Most(int column) => _most[column];

    /// <summary>Tells what a holder who shares one item counts, in the mean over the sizes of a class.</summary>
    public double Alone(int column) => _alone[column];

    /// <summary>Tells what a holder of so many items counts who shares one.</summary>
    public double Of(int size) => ShareOf(1, size);

    /// <summary>Works the shares out for a query.</summary>
    /// <param name="asked">The number of items that are asked about.</param>
    /// <param name="sharable">The maximum number of them that a holder who was not seen can have.</param>
    public void Prepare(int asked, int sharable)
    {
        if (_asked == asked && _sharable == sharable)
        {
            return;
        }

        (_asked, _sharable, Greatest) = (asked, sharable, 0);
        _least.AsSpan().Fill(long.MaxValue);
        _most.AsSpan().Clear();
        _alone.AsSpan().Clear();
        Span<int> sizes = stackalloc int[pairs.Columns];
        sizes.Clear();
        for (var size = 2; size <= options.LastCount; size++)
        {
            var column = pairs.ColumnOf(size);
            sizes[column]++;
            _alone[column] += ShareOf(1, size);
            AddShares(column, size);
        }

        for (var column = 0; column < _alone.Length; column++)
        {
            _alone[column] /= Math.Max(1, sizes[column]);
            Greatest = Math.Max(Greatest, _most[column]);
        }
    }

    private void AddShares(int column, int size)
    {
        for (var shared = Math.Min(_sharable, size - 1); shared > 0; shared--)
        {
            var share = ShareOf(shared, size);
            _least[column] = Math.Min(_least[column], share);
            _most[column] = Math.Max(_most[column], share);
        }
    }

    private long ShareOf(int shared, int size) =>
        HolderScores<int, int>.Share(options.Similarity, shared, _asked, size) / shared;
}
