using RxRecs.Machines;

namespace RxRecs;

/// <summary>How much each item was counted in one window of event time. Does not change.</summary>
/// <typeparam name="TItem">The items' type.</typeparam>
public sealed class TrendBucket<TItem>
    where TItem : notnull
{
    /// <summary>Makes a bucket from counts that are known.</summary>
    /// <param name="index">Its number; neighbours differ by one.</param>
    /// <param name="start">Its first instant.</param>
    /// <param name="end">The first instant after it.</param>
    /// <param name="counts">The items with their counts, each from 0 to 9,000,000,000,000 with six decimals.</param>
    /// <param name="comparer">When two items are the same; null for their own equality.</param>
    /// <exception cref="ArgumentNullException"><paramref name="counts"/> is null.</exception>
    /// <exception cref="ArgumentException">An item comes twice, or <paramref name="end"/> is not after
    /// <paramref name="start"/>.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A count lies outside.</exception>
    public TrendBucket(
        long index,
        DateTimeOffset start,
        DateTimeOffset end,
        IEnumerable<KeyValuePair<TItem, double>> counts,
        IEqualityComparer<TItem>? comparer = null)
        : this(index, start, end, ToUnits(counts, comparer))
    {
    }

    internal TrendBucket(long index, DateTimeOffset start, DateTimeOffset end, Dictionary<TItem, long> units)
        : this(index, start, end, units, units.Values.Sum())
    {
    }

    internal TrendBucket(
        long index, DateTimeOffset start, DateTimeOffset end, Dictionary<TItem, long> units, long total)
    {
        if (end <= start)
        {
            throw new ArgumentException($"A bucket that starts at {start:O} cannot end at {end:O}.", nameof(end));
        }

        Index = index;
        Start = start;
        End = end;
        Counts = new TrendCounts<TItem>(units);
        TotalUnits = total;
    }

    /// <summary>Its number, counted from the origin: neighbours differ by one.</summary>
    public long Index { get; }

    /// <summary>Its first instant, in UTC.</summary>
    public DateTimeOffset Start { get; }

    /// <summary>The first instant after it, in UTC.</summary>
    public DateTimeOffset End { get; }

    /// <summary>The items that were counted; any other item counts zero.</summary>
    public TrendCounts<TItem> Counts { get; }

    /// <summary>The sum of all counts: the volume.</summary>
    public double Total => TrendWeight.FromUnits(TotalUnits);

    /// <summary>
    /// Whether a part of it was not observed: the input completed before its end, or (overlapping buckets only) it
    /// began before the first event. Rankings leave such a bucket out unless told otherwise.
    /// </summary>
    public bool IsPartial { get; init; }

    /// <summary>
    /// How many events had come too late to be counted, in this bucket or an earlier one, when it
    /// closed.
    /// </summary>
    public long LateCount { get; init; }

    /// <summary>
    /// How many empty buckets directly before it were not emitted, because the run of them was too
    /// long.
    /// </summary>
    public long SkippedBefore { get; init; }

    internal long TotalUnits { get; }

    /// <inheritdoc/>
    public override string ToString() =>
        $"bucket {Index} [{Start:u}, {End:u}): {Counts.Count} items, total {Total}{(IsPartial ? ", partial" : "")}";

    internal static void Write(SnapshotWriter writer, TrendBucket<TItem> bucket)
    {
        writer.WriteInt64(bucket.Index);
        writer.WriteInt64(bucket.Start.UtcTicks);
        writer.WriteInt64(bucket.End.UtcTicks);
        writer.WriteBoolean(bucket.IsPartial);
        writer.WriteInt64(bucket.LateCount);
        writer.WriteInt64(bucket.SkippedBefore);
        TrendUnits.Write(writer, bucket.Counts.Sorted());
    }

    internal static TrendBucket<TItem> Read(SnapshotReader reader)
    {
        var index = reader.ReadInt64();
        var start = reader.ReadInt64();
        var end = reader.ReadInt64();
        if (start < 0 || end <= start || end > DateTimeOffset.MaxValue.UtcTicks)
        {
            throw new SnapshotException($"A bucket from {start} to {end} ticks: the snapshot is damaged.");
        }

        var partial = reader.ReadBoolean();
        var late = reader.ReadInt64();
        var skipped = reader.ReadInt64();
        var units = TrendUnits.Read<TItem>(reader, null, long.MaxValue, out var total);
        return new TrendBucket<TItem>(index, new(start, TimeSpan.Zero), new(end, TimeSpan.Zero), units, total)
        {
            IsPartial = partial,
            LateCount = late,
            SkippedBefore = skipped,
        };
    }

    private static Dictionary<TItem, long> ToUnits(
        IEnumerable<KeyValuePair<TItem, double>> counts, IEqualityComparer<TItem>? comparer)
    {
        ArgumentNullException.ThrowIfNull(counts);
        var units = new Dictionary<TItem, long>(comparer);
        foreach (var (item, count) in counts)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(count, nameof(counts));
            ArgumentOutOfRangeException.ThrowIfGreaterThan(count, 9e12, nameof(counts));
            var value = (long)Math.Round(count * TrendWeight.One);
            if (value != 0)
            {
                units.Add(item, value);
            }
        }

        return units;
    }
}
