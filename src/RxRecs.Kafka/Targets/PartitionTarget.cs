namespace RxRecs.Kafka;

/// <summary>
/// Represents what a target does for the partitions whose records it takes, from their beginning to their end. All
/// calls come from one thread at a time; what a target throws ends the run.
/// </summary>
internal abstract class PartitionTarget
{
    /// <summary>Counts the readable records that it is done with, late ones among them.</summary>
    public abstract long Values { get; }

    /// <summary>Counts the records that came late, if the target can tell.</summary>
    public virtual long Late => 0;

    /// <summary>Tells whether state is saved with the offsets, so that these alone do not say where to begin.</summary>
    public virtual bool SavesState => false;

    /// <summary>
    /// Tells whether a record is not processed within <see cref="RecordTarget{T}.Take"/>, so that the target itself
    /// tells how long that took.
    /// </summary>
    public virtual bool MeasuresProcess => false;

    /// <summary>
    /// Gives the reason why the run is to end: what was processed before is committed, and then this is thrown.
    /// </summary>
    public virtual Exception? Failure => null;

    /// <summary>Tells whether something that was taken is not processed yet and will be by itself: the end waits for
    /// it.</summary>
    public virtual bool HasWorkUnderWay => false;

    /// <summary>Forgets what is left of a topic after another topic has taken its name. No partition is in hand
    /// then.</summary>
    public virtual void Reset()
    {
    }

    /// <summary>The offset at which a partition must begin, if the target has saved one.</summary>
    public virtual long? FindPosition(OwnedPartition partition) => null;

    /// <summary>A partition begins; its <see cref="OwnedPartition.NextOffset"/> is set if it is known.</summary>
    public virtual void Begin(OwnedPartition partition)
    {
    }

    /// <summary>Partitions have begun, all that came at the same time, and no record of them has been taken
    /// yet.</summary>
    public virtual void HaveBegun(IReadOnlyCollection<OwnedPartition> partitions)
    {
    }

    /// <summary>Takes note of what is processed by now: what went out by then is confirmed next, and no more than that
    /// is saved.</summary>
    public virtual void NoteProcessed(OwnedPartition partition)
    {
    }

    /// <summary>The offset up to which everything has been processed, and saved if there is somewhere to
    /// save.</summary>
    public virtual long Save(OwnedPartition partition) => partition.NextOffset;

    /// <summary>Something that was handed on has perhaps not arrived, and is to come again in the next run.</summary>
    public virtual void Redo(OwnedPartition partition, in Delivery delivery) =>
        partition.NextOffset = Math.Min(partition.NextOffset, delivery.Position);

    /// <summary>The loop comes by, between two records: what was paused may go on.</summary>
    public virtual void Look()
    {
    }

    /// <summary>Partitions are about to go: what is under way of them is waited for, for a while. Where nothing may be
    /// committed, it is told to stop.</summary>
    public virtual void Settle(IReadOnlyCollection<OwnedPartition> partitions, bool mayCommit)
    {
    }

    /// <summary>
    /// Gives the event time that the partition has reached, in UTC ticks; 0 or less while that is not known.
    /// </summary>
    public virtual long Watermark(OwnedPartition partition) => 0;

    /// <summary>Tells whether a record with this event time, in UTC ticks, comes too late.</summary>
    public virtual bool IsLate(OwnedPartition partition, long eventTicks) => eventTicks < Watermark(partition);

    /// <summary>Nothing has come in time for a while in a partition that is read to its end.</summary>
    public virtual void Quiet(OwnedPartition partition, TimeSpan by)
    {
    }

    /// <summary>The partition has been read to where the reading shall end.</summary>
    public virtual void Complete(OwnedPartition partition)
    {
    }

    /// <summary>The run completes because all has been quiet for long: what is held goes out.</summary>
    public virtual void Finish()
    {
    }

    /// <summary>Partitions have gone: what waited for them may go on.</summary>
    public virtual void ReleaseWaiting()
    {
    }

    /// <summary>The partition is gone, perhaps before it has begun: nothing is completed, nothing is saved.</summary>
    public virtual void End(OwnedPartition partition)
    {
    }
}
