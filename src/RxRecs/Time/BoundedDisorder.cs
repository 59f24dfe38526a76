using RxRecs.Machines;

namespace RxRecs;

/// <summary>
/// The watermark of a source whose events come at most so much out of order: the greatest event time seen minus the
/// allowed lateness. All times are UTC ticks (100 ns). A mutable value that a machine holds as a field.
/// </summary>
/// <param name="allowedLateness">The time by which an event may come behind the greatest time.</param>
internal struct BoundedDisorder(TimeSpan allowedLateness)
{
    /// <summary>The watermark before the first event.</summary>
    public const long None = long.MinValue;

    private readonly long _lateness = allowedLateness.Ticks;
    private long _taken;

    /// <summary>Gives the watermark.</summary>
    public long Watermark { get; private set; } = None;

    /// <summary>Counts the events that came late.</summary>
    public long LateCount { get; private set; }

    /// <summary>Counts the events that came in time, and those that came late.</summary>
    public readonly EventTimeCounts Counts => new(_taken, LateCount);

    /// <summary>The watermark as a time; <see cref="DateTimeOffset.MinValue"/> before the first event.</summary>
    public readonly DateTimeOffset Time => Watermark <= 0 ? DateTimeOffset.MinValue : new(Watermark, TimeSpan.Zero);

    /// <summary>Takes an event that is in time; true when the watermark has moved.</summary>
    public bool See(long eventTicks)
    {
        _taken++;
        return RiseTo(eventTicks);
    }

    /// <summary>Takes an event that is in time and not the newest.</summary>
    public void Count() => _taken++;

    /// <summary>Notes the newest event time, the event being counted; true when the watermark has moved.</summary>
    public bool RiseTo(long eventTicks) => MoveTo(eventTicks - _lateness);

    /// <summary>Moves the watermark ahead; true when it has moved.</summary>
    public bool MoveTo(long watermark)
    {
        if (watermark <= Watermark)
        {
            return false;
        }

        Watermark = watermark;
        return true;
    }

    /// <summary>Counts an event as late and describes it.</summary>
    public LateEvent<TEvent> Late<TEvent>(TEvent value, long eventTicks) =>
        new(value, new DateTimeOffset(eventTicks, TimeSpan.Zero), Time, ++LateCount);

    public readonly void Snapshot(SnapshotWriter writer)
    {
        writer.WriteInt64(_lateness);
        writer.WriteInt64(Watermark);
        writer.WriteInt64(LateCount);
        writer.WriteInt64(_taken);
    }

    public void Restore(SnapshotReader reader)
    {
        var lateness = reader.ReadInt64();
        if (lateness != _lateness)
        {
            throw new SnapshotException(
                $"The snapshot was made with an allowed lateness of {new TimeSpan(lateness)}, " +
                $"not {new TimeSpan(_lateness)}.");
        }

        Watermark = reader.ReadInt64();
        LateCount = reader.ReadInt64();
        _taken = reader.ReadInt64();
        if (Watermark > DateTimeOffset.MaxValue.UtcTicks || LateCount < 0 || _taken < 0)
        {
            throw new SnapshotException(
                $"{_taken} on-time events, {LateCount} late ones, a watermark at {Watermark} ticks: " +
                "the snapshot is damaged.");
        }
    }
}
