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
    : ClosingWindowMachine<TEvent, TKey, TAccumulate, PaneWindowState<TEvent, TKey, TAccumulate>>(
        new SnapshotFormat(operatorName, 4),
        options.AllowedLateness,
        new PaneWindowState<TEvent, TKey, TAccumulate>(grid, aggregate, keyOrder, options.MaxKeys))
    where TKey : notnull
{
    /// <summary>Counts the accumulators held at the moment, one per key and pane.</summary>
    public int HeldCount => Windows.HeldCount;

    /// <inheritdoc/>
    public override void OnEvent(
        TEvent value, Output<EventTimeResult<TEvent, EventWindow<TKey, TAccumulate>>> output)
    {
        var eventTicks = eventTimeSelector(value).UtcTicks;
        var time = Time;
        if (Windows.IsLate(eventTicks, time.Watermark))
        {
            EmitLate(value, eventTicks, output);
            return;
        }

        var key = Selected.NotNull(keySelector(value), "key");
        bool taken;
        if (time.See(eventTicks))
        {
            Windows.PrepareToClose(time.Watermark, time.Greatest);
            taken = Windows.TryAdd(eventTicks, key, value, time.Watermark);
            Windows.Close(time.Watermark, output);
        }
        else
        {
            taken = Windows.TryAdd(eventTicks, key, value, time.Watermark);
        }

        Accept(time, taken);
    }
}
