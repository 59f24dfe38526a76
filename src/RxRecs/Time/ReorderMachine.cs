namespace RxRecs.Machines;

/// <summary>
/// Puts events into order of event time: each is held until the watermark has reached it. The machine behind
/// <c>RecsObservable.Reorder</c>.
/// </summary>
/// <param name="eventTimeSelector">When an event happened.</param>
/// <param name="options">The allowed lateness.</param>
/// <typeparam name="TEvent">The events' type.</typeparam>
internal sealed class ReorderMachine<TEvent>(Func<TEvent, DateTimeOffset> eventTimeSelector, EventTimeOptions options)
    : IEventTimeMachine<TEvent, EventTimeResult<TEvent, TEvent>>
{
    private readonly ReorderBuffer<TEvent> _held = new();
    private BoundedDisorder _time = new(options.AllowedLateness);

    /// <inheritdoc/>
    public SnapshotFormat Format => new("Reorder", 3);

    /// <inheritdoc/>
    public DateTimeOffset Watermark => _time.Time;

    /// <inheritdoc/>
    public long LateEvents => _time.LateCount;

    /// <summary>Counts the events that are held back at the moment.</summary>
    public int HeldCount => _held.Count;

    /// <inheritdoc/>
    public void OnEvent(TEvent value, Output<EventTimeResult<TEvent, TEvent>> output)
    {
        var eventTicks = eventTimeSelector(value).UtcTicks;
        if (eventTicks < _time.Watermark)
        {
            output.Emit(_time.Late(value, eventTicks));
            return;
        }

        var moved = _time.See(eventTicks);
        if (_held.Count == 0 && eventTicks <= _time.Watermark)
        {
            output.Emit(value);
            return;
        }

        _held.Add(eventTicks, value);
        if (moved || eventTicks <= _time.Watermark)
        {
            Release(_time.Watermark, output);
        }
    }

    /// <inheritdoc/>
    public void OnWatermark(DateTimeOffset watermark, Output<EventTimeResult<TEvent, TEvent>> output)
    {
        if (_time.MoveTo(watermark.UtcTicks))
        {
            Release(_time.Watermark, output);
        }
    }

    /// <inheritdoc/>
    public void OnCompleted(Output<EventTimeResult<TEvent, TEvent>> output)
    {
        Release(long.MaxValue, output);
        output.Emit(_time.Counts);
    }

    /// <inheritdoc/>
    public void Snapshot(SnapshotWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        _time.Snapshot(writer);
        _held.Snapshot(writer);
    }

    /// <inheritdoc/>
    public void Restore(SnapshotReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        _time.Restore(reader);
        _held.Restore(reader);
    }

    private void Release(long watermark, Output<EventTimeResult<TEvent, TEvent>> output)
    {
        while (_held.TryTake(watermark, out var value))
        {
            output.Emit(value);
        }
    }
}
