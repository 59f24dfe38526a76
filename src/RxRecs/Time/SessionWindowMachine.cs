namespace RxRecs.Machines;

/// <summary>
/// Aggregates the events of each key in sessions: runs of events that follow each other by less than a gap. The machine
/// behind <c>RecsObservable.SessionWindow</c>.
/// </summary>
/// <param name="gap">The time without an event that separates two sessions of a key, at most 9,999 years.</param>
/// <param name="keySelector">A selector of an event's key.</param>
/// <param name="aggregate">The aggregate to compute over the events of a session.</param>
/// <param name="eventTimeSelector">A selector of an event's time.</param>
/// <param name="options">The allowed lateness, and how many sessions can be open.</param>
/// <param name="keyOrder">The order of sessions that close together; null for the keys' own (text: ordinal).</param>
/// <typeparam name="TEvent">The events' type.</typeparam>
/// <typeparam name="TKey">The keys' type.</typeparam>
/// <typeparam name="TAccumulate">The aggregate's type.</typeparam>
internal sealed class SessionWindowMachine<TEvent, TKey, TAccumulate>(
    TimeSpan gap,
    Func<TEvent, TKey> keySelector,
    WindowAggregate<TEvent, TAccumulate> aggregate,
    Func<TEvent, DateTimeOffset> eventTimeSelector,
    WindowOptions options,
    IComparer<TKey>? keyOrder = null)
    : IEventTimeMachine<TEvent, EventTimeResult<TEvent, EventWindow<TKey, TAccumulate>>>
    where TKey : notnull
{
    private readonly SessionWindowState<TEvent, TKey, TAccumulate> _sessions =
        new(WindowSize.Check(gap), aggregate, keyOrder, options.MaxKeys);

    private WindowTime _time = new(options.AllowedLateness);

    /// <inheritdoc/>
    public SnapshotFormat Format => new("SessionWindow", 3);

    /// <inheritdoc/>
    public DateTimeOffset Watermark => _time.Time;

    /// <inheritdoc/>
    public long LateEvents => _time.LateCount;

    /// <summary>Counts the sessions that are open at the moment, over all keys.</summary>
    public int OpenCount => _sessions.OpenCount;

    /// <inheritdoc/>
    public void OnEvent(TEvent value, Output<EventTimeResult<TEvent, EventWindow<TKey, TAccumulate>>> output)
    {
        var eventTicks = eventTimeSelector(value).UtcTicks;
        var key = keySelector(value) ?? throw new InvalidOperationException("The keySelector returned null.");
        if (_sessions.IsLate(eventTicks, key, _time.Watermark))
        {
            output.Emit(_time.Late(value, eventTicks));
            return;
        }

        var time = _time;
        if (time.See(eventTicks))
        {
            _sessions.PrepareToClose(time.Watermark, time.Greatest);
        }

        if (!TryAddOrUndo(eventTicks, key, value))
        {
            time.Refuse();
            SetAsideEvents.Add(nameof(RecsObservable.SessionWindow), SetAsideEvents.TooManyKeys);
        }

        _sessions.Close(output);
        _time = time;
    }

    /// <inheritdoc/>
    public void OnWatermark(
        DateTimeOffset watermark, Output<EventTimeResult<TEvent, EventWindow<TKey, TAccumulate>>> output)
    {
        var time = _time;
        if (time.MoveTo(watermark.UtcTicks))
        {
            _sessions.PrepareToClose(time.Watermark, time.Greatest);
            _sessions.Close(output);
            _time = time;
        }
    }

    /// <inheritdoc/>
    public void OnCompleted(Output<EventTimeResult<TEvent, EventWindow<TKey, TAccumulate>>> output)
    {
        _sessions.PrepareToClose(long.MaxValue, _time.Greatest);
        _sessions.Close(output);
        output.Emit(_time.Counts);
    }

    /// <inheritdoc/>
    public void Snapshot(SnapshotWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        _time.Snapshot(writer);
        _sessions.Snapshot(writer);
    }

    /// <inheritdoc/>
    public void Restore(SnapshotReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        _time.Restore(reader);
        _sessions.Restore(reader);
    }

    private bool TryAddOrUndo(long eventTicks, TKey key, TEvent value)
    {
        try
        {
            return _sessions.TryAdd(eventTicks, key, value);
        }
        catch
        {
            _sessions.Undo();
            throw;
        }
    }
}
