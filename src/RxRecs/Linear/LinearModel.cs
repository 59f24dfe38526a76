using System.Numerics;

namespace RxRecs.Recommenders;

/// <summary>Works out the linear model: the matrix, its inverse, and the greatest weights of each row.</summary>
internal static class LinearModel
{
    private const int PairSize = sizeof(int) + sizeof(float);

    /// <summary>The share of the whole that the matrix and its inverse are, for the progress.</summary>
    private const double InverseShare = 0.8;

    /// <summary>Takes a neighbor of an item; called by one thread at a time.</summary>
    public delegate void TakeNeighbor(int item, int neighbor, float weight);

    /// <summary>Counts the pairs of all items.</summary>
    public static long CountPairs(VisitPairs pairs, ParallelOptions parallel)
    {
        var count = 0L;
        Parallel.For(
            0,
            pairs.ItemCount,
            parallel,
            () => (Row: new VisitPairs.Row(pairs.ItemCount), Count: 0L),
            (item, _, own) => (own.Row, own.Count + pairs.CountPairs(item, own.Row)),
            own => Interlocked.Add(ref count, own.Count));
        return count;
    }

    /// <summary>Counts the bytes that training takes at the most.</summary>
    public static long BytesOf(int items, long pairs, LinearModelOptions options)
    {
        var matrix = (long)SymmetricMatrix.TilesOf(items) * Tile.Length * sizeof(float);
        var buffers = MatrixInverse.BytesBeside(items, options.Threads)
            + ((long)options.Threads * items * (48 + (2 * sizeof(float) * Vector<float>.Count)));
        var table = 3L * PairSize * items * options.MaxNeighbors;
        return matrix + buffers + (pairs * PairSize) + table;
    }

    /// <summary>Trains the model.</summary>
    /// <param name="pairs">The sums over the visits for each pair of items.</param>
    /// <param name="options">The options of the training.</param>
    /// <param name="parallel">The number of threads, and the token that stops them.</param>
    /// <param name="progress">The receiver of the share that is done.</param>
    /// <param name="take">The callback that takes the neighbors of each item, the items in their order.</param>
    public static void Train(
        VisitPairs pairs,
        LinearModelOptions options,
        ParallelOptions parallel,
        IProgress<double>? progress,
        TakeNeighbor take)
    {
        var matrix = new SymmetricMatrix(pairs.ItemCount);
        var future = new SparseRow[pairs.ItemCount];
        Parallel.For(
            0,
            pairs.ItemCount,
            parallel,
            () => new VisitPairs.Row(pairs.ItemCount),
            (item, _, row) =>
            {
                pairs.Sum(item, row);
                future[item] = Fill(matrix, item, row, options.Regularization);
                return row;
            },
            static _ => { });
        MatrixInverse.Invert(matrix, parallel, share => progress?.Report(share * InverseShare));
        new WeightRows(matrix, future, options, parallel).Take(
            take, share => progress?.Report(InverseShare + (share * (1 - InverseShare))));
    }

    private static SparseRow Fill(SymmetricMatrix matrix, int item, VisitPairs.Row row, double regularization)
    {
        row.Sort();
        var (columns, values) = (new List<int>(row.Count), new List<float>(row.Count));
        foreach (var other in row.Items)
        {
            if (other <= item)
            {
                matrix[item, other] = (float)(row.Past[other] + (other == item ? regularization : 0));
            }

            if (row.Future[other] != 0)
            {
                columns.Add(other);
                values.Add((float)row.Future[other]);
            }
        }

        return new([.. columns], [.. values]);
    }

    /// <summary>The numbers of a row that are not 0.</summary>
    internal readonly record struct SparseRow(int[] Columns, float[] Values);
}
