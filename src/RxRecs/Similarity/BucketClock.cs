using RxRecs.Machines;

namespace RxRecs.Recommenders;

/// <summary>
/// Tells which buckets of a sliding window count: the newest that an event came to, and those before it.
/// </summary>
internal sealed class BucketClock(BucketWindowOptions window)
{
    // No time lies so early, and the length of no window leads out of the numbers.
    private const long Never = long.MinValue / 2;

    public int Buckets => window.Buckets;

    /// <summary>Gives the bucket of the newest event.</summary>
    public long Newest { get; private set; } = Never;

    /// <summary>Gives the bucket of the event that came last.</summary>
    public long Bucket { get; private set; } = Never;

    /// <summary>Takes the time of an event, and tells whether it lies in the window.</summary>
    public bool Advance(long ticks)
    {
        Bucket = BucketOf(ticks);
        Newest = Math.Max(Newest, Bucket);
        return Holds(Bucket);
    }

    /// <summary>Tells whether a time lies in the window.</summary>
    public bool HoldsTime(long ticks) => Holds(BucketOf(ticks));

    /// <summary>Tells whether a bucket lies in the window.</summary>
    public bool Holds(long bucket) => bucket > Newest - Buckets;

    /// <summary>Gives the place of a bucket in a ring of all of the window.</summary>
    public int ColumnOf(long bucket) => (int)(((bucket % Buckets) + Buckets) % Buckets);

    public void Snapshot(SnapshotWriter writer) => writer.WriteInt64(Newest);

    public void Restore(SnapshotReader reader)
    {
        var newest = reader.ReadInt64();
        if (newest != Never && (newest < BucketOf(0) || newest > BucketOf(DateTime.MaxValue.Ticks)))
        {
            throw new SnapshotException("A bucket of no time: the snapshot is damaged.");
        }

        Newest = Bucket = newest;
    }

    private long BucketOf(long ticks) =>
        LocalDays.FloorDivide(ticks - DateTimeOffset.UnixEpoch.Ticks, window.Bucket.Ticks);
}
