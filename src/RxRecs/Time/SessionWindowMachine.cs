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
    : ClosingWindowMachine<TEvent, TKey, TAccumulate, SessionWindowState<TEvent, TKey, TAccumulate>>(
        new SnapshotFormat("SessionWindow", 3),
        options.AllowedLateness,
        new SessionWindowState<TEvent, TKey, TAccumulate>(
            WindowSize.Check(gap), aggregate, keyOrder, options.MaxKeys))
    where TKey : notnull
{
    /// <summary>Counts the sessions that are open at the moment, over all keys.</summary>
    public int OpenCount => Windows.OpenCount;

    /// <inheritdoc/>
    public override void OnEvent(
        TEvent value, Output<EventTimeResult<TEvent, EventWindow<TKey, TAccumulate>>> output)
    {
        var eventTicks = eventTimeSelector(value).UtcTicks;
        var key = Selected.NotNull(keySelector(value), "key");
        var time = Time;
        if (Windows.IsLate(eventTicks, key, time.Watermark))
        {
            EmitLate(value, eventTicks, output);
            return;
        }

        if (time.See(eventTicks))
        {
            Windows.PrepareToClose(time.Watermark, time.Greatest);
        }

        var isTaken = TryAddOrUndo(eventTicks, key, value);
        Windows.Close(time.Watermark, output);
        Accept(time, isTaken);
    }

    private bool TryAddOrUndo(long eventTicks, TKey key, TEvent value)
    {
        try
        {
            return Windows.TryAdd(eventTicks, key, value);
        }
        catch
        {
            Windows.Undo();
            throw;
        }
    }
}
