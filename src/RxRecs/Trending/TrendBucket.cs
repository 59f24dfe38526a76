using System.Globalization;
using RxRecs.Machines;

namespace RxRecs;

/// <summary>Represents the counts of each item in one window of event time. It does not change.</summary>
/// <typeparam name="TItem">The items' type.</typeparam>
public sealed class TrendBucket<TItem>
    where TItem : notnull
{
    private readonly TrendCounts<TItem> _counts;

    /// <summary>Makes a bucket from counts that are known.</summary>
    /// <param name="index">The bucket's number; neighbors differ by one.</param>
    /// <param name="start">The bucket's first instant.</param>
    /// <param name="end">The first instant after it.</param>
    /// <param name="counts">The items with their counts, each from 0 to 9,000,000,000,000 with six decimals.</param>
    /// <param name="itemEquality">
    /// The comparer that tells which items are the same; null for their own equality.
    /// </param>
    /// <exception cref="ArgumentNullException"><paramref name="counts"/> is null.</exception>
    /// <exception cref="ArgumentException">An item comes twice, or <paramref name="end"/> is not after
    /// <paramref name="start"/>.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A count lies outside.</exception>
    public TrendBucket(
        long index,
        DateTimeOffset start,
        DateTimeOffset end,
        IEnumerable<KeyValuePair<TItem, double>> counts,
        IEqualityComparer<TItem>? itemEquality = null)
        : this(index, start, end, ToUnits(counts, itemEquality))
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
        _counts = new TrendCounts<TItem>(units);
        TotalUnits = total;
    }

    /// <summary>Gets the number of the bucket, counted from the origin: neighbors differ by one.</summary>
    public long Index { get; }

    /// <summary>Gets the first instant of the bucket, in UTC.</summary>
    public DateTimeOffset Start { get; }

    /// <summary>Gets the first instant after the bucket, in UTC.</summary>
    public DateTimeOffset End { get; }

    /// <summary>
    /// Gets the items that were counted with their counts, lower item first: sums of weights with six decimals, each
    /// above zero.
    /// </summary>
    public IReadOnlyCollection<KeyValuePair<TItem, double>> Counts => _counts;

    /// <summary>Gets the sum of all counts: the volume.</summary>
    public double Total => TrendWeight.FromUnits(TotalUnits);

    /// <summary>
    /// Gets a value indicating whether a part of it was not observed: the input completed before its end, or
    /// (overlapping buckets only) it began before the first event. Rankings leave such a bucket out by default.
    /// </summary>
    public bool IsPartial { get; init; }

    /// <summary>
    /// Gets the number of events that had come too late for this bucket or an earlier one when it closed.
    /// </summary>
    public long LateCount { get; init; }

    /// <summary>
    /// Gets the number of empty buckets directly before it that were not emitted, because the run of them was too long.
    /// </summary>
    public long SkippedBefore { get; init; }

    /// <summary>
    /// Gets a value indicating whether there were more items than are counted exactly
    /// (<see cref="TrendBucketsOptions.MaxItemsPerBucket"/>). The counts are then what is known for sure: none is too
    /// high, and none, that of an item which is not listed included, is too low by more than <see cref="MaxError"/>.
    /// The total is exact.
    /// </summary>
    public bool IsApproximate => MaxErrorUnits != 0;

    /// <summary>Gets the greatest amount by which a count may be too low; 0 where all are exact.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value does not lie between 0 and 9e12.</exception>
    public double MaxError
    {
        get => TrendWeight.FromUnits(MaxErrorUnits);
        init => MaxErrorUnits = value is >= 0 and <= 9e12
            ? (long)Math.Round(value * TrendWeight.One)
            : throw new ArgumentOutOfRangeException(
                nameof(MaxError), value, $"{nameof(MaxError)} is a number from 0 to 9e12.");
    }

    internal long MaxErrorUnits { get; init; }

    /// <summary>Gives where the bucket before it lies, if that was skipped.</summary>
    internal (DateTimeOffset Start, DateTimeOffset End)? Skipped { get; init; }

    internal Dictionary<TItem, long> Units => _counts.Units;

    internal long TotalUnits { get; }

    /// <summary>Returns the count of an item; zero for one that was not counted.</summary>
    /// <param name="item">The item.</param>
    /// <returns>The count.</returns>
    public double CountOf(TItem item) => TrendWeight.FromUnits(Units.GetValueOrDefault(item));

    /// <summary>
    /// Returns the same bucket as one of which a part was not observed, for a reason that its operator cannot know,
    /// such as a reading that was broken off.
    /// </summary>
    /// <returns>A partial bucket; this one where it is partial.</returns>
    public TrendBucket<TItem> AsPartial() => IsPartial
        ? this
        : new(Index, Start, End, Units, TotalUnits)
        {
            IsPartial = true,
            LateCount = LateCount,
            SkippedBefore = SkippedBefore,
            MaxErrorUnits = MaxErrorUnits,
            Skipped = Skipped,
        };

    /// <summary>Finds the most popular items: higher count first, then lower item.</summary>
    /// <param name="count">The maximum number of items.</param>
    /// <param name="itemOrder">The order of items with equal counts; null for their own (ordinal for text).</param>
    /// <returns>The items with their counts.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is negative.</exception>
    public IReadOnlyList<KeyValuePair<TItem, double>> Top(int count, IComparer<TItem>? itemOrder = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        return _counts.Top(count, itemOrder);
    }

    /// <inheritdoc/>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"bucket {Index} [{Start:u}, {End:u}): {Counts.Count} items, total {Total}"
        + $"{(IsPartial ? ", partial" : "")}{(IsApproximate ? ", approximate" : "")}");

    /// <summary>Gives the items with their counts in millionths, lower item first.</summary>
    internal IReadOnlyList<KeyValuePair<TItem, long>> SortedUnits => _counts.Sorted();

    internal static void Write(SnapshotWriter writer, TrendBucket<TItem> bucket)
    {
        writer.WriteInt64(bucket.Index);
        writer.WriteInt64(bucket.Start.UtcTicks);
        writer.WriteInt64(bucket.End.UtcTicks);
        writer.WriteBoolean(bucket.IsPartial);
        writer.WriteInt64(bucket.LateCount);
        writer.WriteInt64(bucket.SkippedBefore);
        writer.WriteInt64(bucket.TotalUnits);
        writer.WriteInt64(bucket.MaxErrorUnits);
        TrendUnits.Write(writer, bucket._counts.Sorted());
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
        var (total, maxError) = (reader.ReadInt64(), reader.ReadInt64());
        var units = TrendUnits.Read<TItem>(reader, null, long.MaxValue, out var sum);
        if (maxError < 0 || (maxError == 0 ? total != sum : total < sum))
        {
            throw new SnapshotException($"Counts of {sum} within a total of {total}: the snapshot is damaged.");
        }

        return new TrendBucket<TItem>(index, new(start, TimeSpan.Zero), new(end, TimeSpan.Zero), units, total)
        {
            IsPartial = partial,
            LateCount = late,
            SkippedBefore = skipped,
            MaxErrorUnits = maxError,
        };
    }

    private static Dictionary<TItem, long> ToUnits(
        IEnumerable<KeyValuePair<TItem, double>> counts, IEqualityComparer<TItem>? itemEquality)
    {
        ArgumentNullException.ThrowIfNull(counts);
        var units = new Dictionary<TItem, long>(itemEquality);
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
