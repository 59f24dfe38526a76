namespace RxRecs.Machines;

/// <summary>Does what tumbling and hopping windows have in common: all but their name and their grid.</summary>
/// <param name="operatorName">The name of the operator.</param>
/// <param name="grid">The grid of the windows.</param>
/// <param name="keySelector">A selector of an event's key.</param>
/// <param name="aggregate">The aggregate to compute over the events of a window.</param>
/// <param name="eventTimeSelector">A selector of an event's time.</param>
/// <param name="options">The allowed lateness, and how many keys a window has.</param>
/// <param name="keyOrder">The order of windows that close together; null for the keys' own (text: ordinal).</param>
/// <typeparam name="TEvent">The events' type.</typeparam>
/// <typeparam name="TKey">The keys' type.</typeparam>
/// <typeparam name="TAccumulate">The aggregate's type.</typeparam>
internal abstract class PaneWindowMachine<TEvent, TKey, TAccumulate>(
    string operatorName,
    WindowGrid grid,
    Func<TEvent, TKey> keySelector,
    WindowAggregate<TEvent, TAccumulate> aggregate,
    Func<TEvent, DateTimeOffset> eventTimeSelector,
    WindowOptions options,
    IComparer<TKey>? keyOrder)
    : IEventTimeMachine<TEvent, EventTimeResult<TEvent, EventWindow<TKey, TAccumulate>>>
    where TKey : notnull
{
    private readonly PaneWindowState<TEvent, TKey, TAccumulate> _windows =
        new(grid, aggregate, keyOrder, options.MaxKeys);

    private WindowTime _time = new(options.AllowedLateness);

    /// <inheritdoc/>
    public SnapshotFormat Format => new(operatorName, 4);

    /// <inheritdoc/>
    public DateTimeOffset Watermark => _time.Time;

    /// <inheritdoc/>
    public long LateEvents => _time.LateCount;

    /// <summary>Counts the accumulators held at the moment, one per key and pane.</summary>
    public int HeldCount => _windows.HeldCount;

    /// <inheritdoc/>
    public void OnEvent(TEvent value, Output<EventTimeResult<TEvent, EventWindow<TKey, TAccumulate>>> output)
    {
        var eventTicks = eventTimeSelector(value).UtcTicks;
        if (_windows.IsLate(eventTicks, _time.Watermark))
        {
            output.Emit(_time.Late(value, eventTicks));
            return;
        }

        var key = keySelector(value) ?? throw new InvalidOperationException("The keySelector returned null.");
        var time = _time;
        bool taken;
        if (time.See(eventTicks))
        {
            _windows.PrepareToClose(time.Watermark, time.Greatest);
            taken = _windows.TryAdd(eventTicks, key, value, time.Watermark);
            _windows.Close(time.Watermark, output);
        }
        else
        {
            taken = _windows.TryAdd(eventTicks, key, value, time.Watermark);
        }

        _time = time;
        if (!taken)
        {
            _time.Refuse();
            SetAsideEvents.Add(operatorName, SetAsideEvents.TooManyKeys);
        }
    }

    /// <inheritdoc/>
    public void OnWatermark(
        DateTimeOffset watermark, Output<EventTimeResult<TEvent, EventWindow<TKey, TAccumulate>>> output)
    {
        var time = _time;
        if (time.MoveTo(watermark.UtcTicks))
        {
            _windows.PrepareToClose(time.Watermark, time.Greatest);
            _windows.Close(time.Watermark, output);
            _time = time;
        }
    }

    /// <inheritdoc/>
    public void OnCompleted(Output<EventTimeResult<TEvent, EventWindow<TKey, TAccumulate>>> output)
    {
        _windows.PrepareToClose(long.MaxValue, _time.Greatest);
        _windows.Close(long.MaxValue, output);
        output.Emit(_time.Counts);
    }

    /// <inheritdoc/>
    public void Snapshot(SnapshotWriter writer)
    {
        _time.Snapshot(writer);
        _windows.Snapshot(writer, _time.Watermark);
    }

    /// <inheritdoc/>
    public void Restore(SnapshotReader reader)
    {
        _time.Restore(reader);
        _windows.Restore(reader, _time.Watermark);
    }
}
