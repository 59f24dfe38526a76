using RxRecs.Machines;

namespace RxRecs.Recommenders;

/// <summary>
/// Counts of ranks, from which means follow without rounding that depends on history: position p of the list was the
/// right one so many times. So a sliding window that adds and takes off events never drifts.
/// </summary>
internal sealed class RankCounts(int k)
{
    private readonly long[] _ranks = new long[k + 1];
    private readonly double[] _discounts = [0, .. Enumerable.Range(1, k).Select(RankedHits.Discount)];

    public long Count { get; private set; }

    /// <summary>Counts a rank (0: not in the list) a number of times, negative to take it off.</summary>
    public void Add(int rank, int times = 1)
    {
        _ranks[rank] += times;
        Count += times;
    }

    public void Clear()
    {
        Array.Clear(_ranks);
        Count = 0;
    }

    public MetricMeans Means()
    {
        if (Count == 0)
        {
            return default;
        }

        double reciprocal = 0;
        double gain = 0;
        for (var rank = 1; rank <= k; rank++)
        {
            reciprocal += (double)_ranks[rank] / rank;
            gain += _ranks[rank] * _discounts[rank];
        }

        return new(Count, (double)(Count - _ranks[0]) / Count, reciprocal / Count, gain / Count);
    }

    public void Snapshot(SnapshotWriter writer)
    {
        foreach (var count in _ranks)
        {
            writer.WriteInt64(count);
        }
    }

    public void Restore(SnapshotReader reader)
    {
        Count = 0;
        for (var rank = 0; rank <= k; rank++)
        {
            var count = reader.ReadInt64();
            if (count < 0 || count > long.MaxValue - Count)
            {
                throw new SnapshotException($"Rank {rank} counted {count} times: the snapshot is damaged.");
            }

            _ranks[rank] = count;
            Count += count;
        }
    }
}
