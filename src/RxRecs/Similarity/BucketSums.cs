using RxRecs.Machines;

namespace RxRecs.Recommenders;

/// <summary>Sums of many rows, each with its parts per bucket of a sliding window.</summary>
internal sealed class BucketSums(BucketClock clock)
{
    private double[] _parts = [];

    /// <summary>Makes room for so many rows.</summary>
    public void Reserve(int rows)
    {
        if (rows * clock.Buckets > _parts.Length)
        {
            Array.Resize(ref _parts, Math.Max(rows * clock.Buckets, _parts.Length * 2));
        }
    }

    /// <summary>Adds to a row, in the bucket of the event that came last.</summary>
    public void Add(int row, double weight) => Of(row)[clock.ColumnOf(clock.Bucket)] += weight;

    /// <summary>Takes out what has left the window since a bucket was the newest, and gives what is left.</summary>
    public double Expire(int row, long since)
    {
        var parts = Of(row);
        for (var bucket = Math.Max(since, clock.Newest - parts.Length) + 1; bucket <= clock.Newest; bucket++)
        {
            parts[clock.ColumnOf(bucket)] = 0;
        }

        return Total(parts);
    }

    public void Clear(int row) => Of(row).Clear();

    public void Move(int row, int to) => Of(row).CopyTo(Of(to));

    public void Snapshot(SnapshotWriter writer, int row)
    {
        foreach (var part in Of(row))
        {
            writer.WriteDouble(part);
        }
    }

    /// <summary>Reads a row.</summary>
    /// <param name="readNumber">A function that reads a number that is finite and not negative.</param>
    /// <param name="row">The row.</param>
    /// <param name="sum">The sum of the row, which may have been added up in another order.</param>
    /// <exception cref="SnapshotException">The parts do not add up to the sum.</exception>
    public void Restore(Func<double> readNumber, int row, double sum)
    {
        var parts = Of(row);
        foreach (ref var part in parts)
        {
            part = readNumber();
        }

        if (!(Math.Abs(Total(parts) - sum) <= 1e-9 * Math.Max(1, sum)))
        {
            throw new SnapshotException("The buckets of a sum do not add up: the snapshot is damaged.");
        }
    }

    private Span<double> Of(int row) => _parts.AsSpan(row * clock.Buckets, clock.Buckets);

    // Always from the first column on: equal parts have equal sums, to the last digit.
    private static double Total(ReadOnlySpan<double> parts)
    {
        var sum = 0d;
        foreach (var part in parts)
        {
            sum += part;
        }

        return sum;
    }
}
