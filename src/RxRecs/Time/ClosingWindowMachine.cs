namespace RxRecs.Machines;

/// <summary>
/// Does what the machines of windows that close have in common: all but how an event goes into its windows.
/// </summary>
/// <param name="format">The name of the operator, and the version of its snapshots.</param>
/// <param name="allowedLateness">The allowed lateness.</param>
/// <param name="windows">The windows.</param>
/// <typeparam name="TEvent">The events' type.</typeparam>
/// <typeparam name="TKey">The keys' type.</typeparam>
/// <typeparam name="TAccumulate">The aggregate's type.</typeparam>
/// <typeparam name="TWindows">The type of the windows.</typeparam>
internal abstract class ClosingWindowMachine<TEvent, TKey, TAccumulate, TWindows>(
    SnapshotFormat format, TimeSpan allowedLateness, TWindows windows)
    : IEventTimeMachine<TEvent, EventTimeResult<TEvent, EventWindow<TKey, TAccumulate>>>
    where TKey : notnull
    where TWindows : class, IClosingWindows<TEvent, TKey, TAccumulate>
{
    private WindowTime _time = new(allowedLateness);

    /// <inheritdoc/>
    public SnapshotFormat Format => format;

    /// <inheritdoc/>
    public DateTimeOffset Watermark => _time.Time;

    /// <inheritdoc/>
    public long LateEvents => _time.LateCount;

    /// <summary>Gives the windows.</summary>
    protected TWindows Windows => windows;

    /// <summary>Gives a copy of the time, for a transition that may fail.</summary>
    protected WindowTime Time => _time;

    /// <inheritdoc/>
    public abstract void OnEvent(
        TEvent value, Output<EventTimeResult<TEvent, EventWindow<TKey, TAccumulate>>> output);

    /// <inheritdoc/>
    public void OnWatermark(
        DateTimeOffset watermark, Output<EventTimeResult<TEvent, EventWindow<TKey, TAccumulate>>> output)
    {
        var time = _time;
        if (time.MoveTo(watermark.UtcTicks))
        {
            windows.PrepareToClose(time.Watermark, time.Greatest);
            windows.Close(time.Watermark, output);
            _time = time;
        }
    }

    /// <inheritdoc/>
    public void OnCompleted(Output<EventTimeResult<TEvent, EventWindow<TKey, TAccumulate>>> output)
    {
        windows.PrepareToClose(long.MaxValue, _time.Greatest);
        windows.Close(long.MaxValue, output);
        output.Emit(_time.Counts);
    }

    /// <inheritdoc/>
    public void Snapshot(SnapshotWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        _time.Snapshot(writer);
        windows.Snapshot(writer, _time.Watermark);
    }

    /// <inheritdoc/>
    public void Restore(SnapshotReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        _time.Restore(reader);
        windows.Restore(reader, _time.Watermark);
    }

    /// <summary>Ends the transition of an event that is late.</summary>
    protected void EmitLate(
        TEvent value, long eventTicks, Output<EventTimeResult<TEvent, EventWindow<TKey, TAccumulate>>> output) =>
        output.Emit(_time.Late(value, eventTicks));

    /// <summary>Ends the transition of an event that was taken, or for whose key there is no room.</summary>
    protected void Accept(WindowTime time, bool isTaken)
    {
        _time = time;
        if (!isTaken)
        {
            _time.Refuse(format.Name);
        }
    }
}
