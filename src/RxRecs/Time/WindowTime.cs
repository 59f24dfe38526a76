using RxRecs.Machines;

namespace RxRecs;

/// <summary>The watermark of a window operator, and how far event time has come in all.</summary>
internal struct WindowTime(TimeSpan allowedLateness)
{
    private BoundedDisorder _disorder = new(allowedLateness);
    private long _refused;

    /// <summary>The greatest event time or watermark so far.</summary>
    public long Greatest { get; private set; } = BoundedDisorder.None;

    public readonly long Watermark => _disorder.Watermark;

    public readonly DateTimeOffset Time => _disorder.Time;

    public readonly EventTimeCounts Counts =>
        new(_disorder.Counts.Taken - _refused, _disorder.LateCount, _refused);

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

    /// <summary>Counts an event that was seen and for whose key there is no room, on the meter as well.</summary>
    public void Refuse(string operatorName)
    {
        _refused++;
        SetAsideEvents.Add(operatorName, SetAsideEvents.TooManyKeys);
    }

    public LateEvent<TEvent> Late<TEvent>(TEvent value, long eventTicks) => _disorder.Late(value, eventTicks);

    public readonly void Snapshot(SnapshotWriter writer)
    {
        _disorder.Snapshot(writer);
        writer.WriteInt64(Greatest);
        writer.WriteInt64(_refused);
    }

    public void Restore(SnapshotReader reader)
    {
        _disorder.Restore(reader);
        Greatest = reader.ReadInt64();
        _refused = reader.ReadInt64();
        if (Greatest < Watermark || Greatest > DateTimeOffset.MaxValue.UtcTicks)
        {
            throw new SnapshotException(
                $"A newest event at {Greatest} ticks, a watermark at {Watermark}: the snapshot is damaged.");
        }

        if (_refused < 0 || _refused > _disorder.Counts.Taken)
        {
            throw new SnapshotException(
                $"{_refused} of {_disorder.Counts.Taken} events refused: the snapshot is damaged.");
        }
    }
}
