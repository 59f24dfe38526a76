namespace RxRecs.Machines;

/// <summary>
/// Tells for each event what its key did in the last stretch of event time before it. The machine behind
/// <c>RecsObservable.SlidingWindow</c>.
/// </summary>
/// <param name="size">The length of a window, which ends before the event; at most 9,999 years.</param>
/// <param name="keySelector">A selector of an event's key; called twice for each event.</param>
/// <param name="aggregate">The aggregate to compute over the events of a window.</param>
/// <param name="eventTimeSelector">A selector of an event's time.</param>
/// <param name="options">The allowed lateness, and how much is kept.</param>
/// <typeparam name="TEvent">The events' type.</typeparam>
/// <typeparam name="TKey">The keys' type.</typeparam>
/// <typeparam name="TAccumulate">The aggregate's type.</typeparam>
/// <remarks>
/// One transition may take many events that were held. If the aggregate throws in it, the machine is to be dropped, or
/// restored from a snapshot; a selector that throws leaves the state as it was.
/// </remarks>
internal sealed class SlidingWindowMachine<TEvent, TKey, TAccumulate>(
    TimeSpan size,
    Func<TEvent, TKey> keySelector,
    WindowAggregate<TEvent, TAccumulate> aggregate,
    Func<TEvent, DateTimeOffset> eventTimeSelector,
    WindowOptions options)
    : IEventTimeMachine<TEvent, EventTimeResult<TEvent, EventWithWindow<TEvent, TKey, TAccumulate>>>
    where TKey : notnull
{
    private readonly ReorderBuffer<TEvent> _held = new();
    private readonly SlidingWindowState<TEvent, TKey, TAccumulate> _windows =
        new(WindowSize.Check(size), aggregate, options.MaxKeys);

    private WindowTime _time = new(options.AllowedLateness);

    /// <inheritdoc/>
    public SnapshotFormat Format => new("SlidingWindow", 5);

    /// <inheritdoc/>
    public DateTimeOffset Watermark => _time.Time;

    /// <inheritdoc/>
    public long LateEvents => _time.LateCount;

    /// <summary>Counts the keys that are known at the moment.</summary>
    public int KeyCount => _windows.KeyCount;

    /// <summary>Counts the events held back, and the accumulators kept, at the moment.</summary>
    public int HeldCount => _held.Count + _windows.HeldCount;

    /// <inheritdoc/>
    public void OnEvent(
        TEvent value, Output<EventTimeResult<TEvent, EventWithWindow<TEvent, TKey, TAccumulate>>> output)
    {
        var eventTicks = eventTimeSelector(value).UtcTicks;
        if (eventTicks < _time.Watermark)
        {
            output.Emit(_time.Late(value, eventTicks));
            return;
        }

        _ = Selected.NotNull(keySelector(value), "key");
        _held.Add(eventTicks, value);
        _time.See(eventTicks);
        Release(_time.Watermark, output);
    }

    /// <inheritdoc/>
    public void OnWatermark(
        DateTimeOffset watermark, Output<EventTimeResult<TEvent, EventWithWindow<TEvent, TKey, TAccumulate>>> output)
    {
        if (_time.MoveTo(watermark.UtcTicks))
        {
            Release(_time.Watermark, output);
        }
    }

    /// <inheritdoc/>
    public void OnCompleted(Output<EventTimeResult<TEvent, EventWithWindow<TEvent, TKey, TAccumulate>>> output)
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
        _windows.Snapshot(writer);
    }

    /// <inheritdoc/>
    public void Restore(SnapshotReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        _time.Restore(reader);
        _held.Restore(reader);
        _windows.Restore(reader);
    }

    private void Release(
        long watermark, Output<EventTimeResult<TEvent, EventWithWindow<TEvent, TKey, TAccumulate>>> output)
    {
        while (_held.TryTake(watermark, out var eventTicks, out var value))
        {
            if (_windows.Take(eventTicks, keySelector(value), value) is { } window)
            {
                output.Emit(new EventWithWindow<TEvent, TKey, TAccumulate>(value, window));
                continue;
            }

            _time.Refuse(nameof(RecsObservable.SlidingWindow));
        }
    }
}
