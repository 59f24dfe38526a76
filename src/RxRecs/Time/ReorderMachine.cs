namespace RxRecs.Machines;

/// <summary>
/// Puts events into order of event time: each is held until the watermark has reached it, or passed it where there is
/// an order of ties, since events of the watermark's own time may still come. The machine behind
/// <c>RecsObservable.Reorder</c>.
/// </summary>
/// <param name="eventTimeSelector">A selector of an event's time.</param>
/// <param name="options">The allowed lateness.</param>
/// <param name="tieOrder">The order of events of one instant; null for the order of arrival.</param>
/// <typeparam name="TEvent">The events' type.</typeparam>
internal sealed class ReorderMachine<TEvent>(
    Func<TEvent, DateTimeOffset> eventTimeSelector, EventTimeOptions options, IComparer<TEvent>? tieOrder = null)
    : IEventTimeMachine<TEvent, EventTimeResult<TEvent, TEvent>>
{
    private readonly InstantOrder<TEvent>? _ties = tieOrder is null ? null : new(tieOrder);
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
        var isDue = _ties is null && eventTicks <= _time.Watermark;
        if (isDue && _held.Count == 0)
        {
            output.Emit(value);
            return;
        }

        _held.Add(eventTicks, value);
        if (moved || isDue)
        {
            Release(output);
        }
    }

    /// <inheritdoc/>
    public void OnWatermark(DateTimeOffset watermark, Output<EventTimeResult<TEvent, TEvent>> output)
    {
        if (_time.MoveTo(watermark.UtcTicks))
        {
            Release(output);
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

    private void Release(Output<EventTimeResult<TEvent, TEvent>> output) =>
        Release(_ties is null ? _time.Watermark : _time.Watermark - 1, output);

    private void Release(long last, Output<EventTimeResult<TEvent, TEvent>> output)
    {
        if (_ties is not null)
        {
            ReleaseInstants(last, _ties, output);
            return;
        }

        while (_held.TryTakeNumber(last, out _, out var number))
        {
            Emit(number, output);
        }
    }

    private void ReleaseInstants(
        long last, InstantOrder<TEvent> ties, Output<EventTimeResult<TEvent, TEvent>> output)
    {
        var (first, instant) = (output.Count, long.MinValue);
        while (_held.TryTakeNumber(last, out var eventTicks, out var number))
        {
            if (eventTicks != instant)
            {
                Sort(first, ties, output);
                (first, instant) = (output.Count, eventTicks);
            }

            Emit(number, output);
        }

        Sort(first, ties, output);
    }

    // An instant of one event has no ties.
    private static void Sort(
        int first, InstantOrder<TEvent> ties, Output<EventTimeResult<TEvent, TEvent>> output)
    {
        if (output.Count - first > 1)
        {
            ties.Sort(output.From(first));
        }
    }

    private void Emit(int number, Output<EventTimeResult<TEvent, TEvent>> output)
    {
        EventTimeResult<TEvent, TEvent>.Place(_held.Value(number), ref output.Next());
        _held.Forget(number);
    }
}
