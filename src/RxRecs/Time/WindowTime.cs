using RxRecs.Machines;

namespace RxRecs;

/// <summary>The watermark of a window operator, and how far event time has come in all.</summary>
internal struct WindowTime(TimeSpan allowedLateness)
{
    private BoundedDisorder _disorder = new(allowedLateness);

    /// <summary>The greatest event time or watermark so far.</summary>
    public long Greatest { get; private set; } = BoundedDisorder.None;

    public readonly long Watermark => _disorder.Watermark;

    public readonly DateTimeOffset Time => _disorder.Time;

    public readonly EventTimeCounts Counts => _disorder.Counts;

    public readonly long LateCount => _disorder.LateCount;

    public bool See(long eventTicks)
    {
        Greatest = Math.Max(Greatest, eventTicks);
        return _disorder.See(eventTicks);
    }

    public bool MoveTo(long watermark)
    {
        Greatest = Math.Max(Greatest, watermark);
        return _disorder.MoveTo(watermark);
    }

    public LateEvent<TEvent> Late<TEvent>(TEvent value, long eventTicks) => _disorder.Late(value, eventTicks);

    public readonly void Snapshot(SnapshotWriter writer)
    {
        _disorder.Snapshot(writer);
        writer.WriteInt64(Greatest);
    }

    public void Restore(SnapshotReader reader)
    {
        _disorder.Restore(reader);
        Greatest = reader.ReadInt64();
        if (Greatest < Watermark || Greatest > DateTimeOffset.MaxValue.UtcTicks)
        {
            throw new SnapshotException(
                $"A newest event at {Greatest} ticks, a watermark at {Watermark}: the snapshot is damaged.");
        }
    }
}
