namespace RxRecs.Machines;

/// <summary>
/// Aggregates the events of each key in windows of equal size that begin a fixed time after each other and
/// overlap. The machine behind <c>RecsObservable.HoppingWindow</c>.
/// </summary>
/// <param name="size">The windows' size, at most 9,999 years.</param>
/// <param name="advance">The time from one window's start to the next, at most <paramref name="size"/>.</param>
/// <param name="keySelector">A selector of an event's key.</param>
/// <param name="aggregate">The aggregate to compute over the events of a window.</param>
/// <param name="eventTimeSelector">A selector of an event's time.</param>
/// <param name="options">The allowed lateness, and where windows are aligned.</param>
/// <param name="keyOrder">The order of windows that close together; null for the keys' own (text: ordinal).</param>
/// <typeparam name="TEvent">The events' type.</typeparam>
/// <typeparam name="TKey">The keys' type.</typeparam>
/// <typeparam name="TAccumulate">The aggregate's type.</typeparam>
internal sealed class HoppingWindowMachine<TEvent, TKey, TAccumulate>(
    TimeSpan size,
    TimeSpan advance,
    Func<TEvent, TKey> keySelector,
    WindowAggregate<TEvent, TAccumulate> aggregate,
    Func<TEvent, DateTimeOffset> eventTimeSelector,
    WindowOptions options,
    IComparer<TKey>? keyOrder = null)
    : IEventTimeMachine<TEvent, EventTimeResult<TEvent, EventWindow<TKey, TAccumulate>>>
    where TKey : notnull
{
    private readonly PaneWindowMachine<TEvent, TKey, TAccumulate> _windows = new(
        nameof(RecsObservable.HoppingWindow),
        new WindowGrid(size, advance, options),
        keySelector,
        aggregate,
        eventTimeSelector,
        options,
        keyOrder);

    /// <inheritdoc/>
    public SnapshotFormat Format => new("HoppingWindow", 4);

    /// <inheritdoc/>
    public DateTimeOffset Watermark => _windows.Watermark;

    /// <inheritdoc/>
    public long LateEvents => _windows.LateEvents;

    /// <summary>Counts the accumulators held at the moment, one per key and pane.</summary>
    public int HeldCount => _windows.HeldCount;

    /// <inheritdoc/>
    public void OnEvent(TEvent value, Output<EventTimeResult<TEvent, EventWindow<TKey, TAccumulate>>> output) =>
        _windows.OnEvent(value, output);

    /// <inheritdoc/>
    public void OnWatermark(
        DateTimeOffset watermark, Output<EventTimeResult<TEvent, EventWindow<TKey, TAccumulate>>> output) =>
        _windows.OnWatermark(watermark, output);

    /// <inheritdoc/>
    public void OnCompleted(Output<EventTimeResult<TEvent, EventWindow<TKey, TAccumulate>>> output) =>
        _windows.OnCompleted(output);

    /// <inheritdoc/>
    public void Snapshot(SnapshotWriter writer) => _windows.Snapshot(writer);

    /// <inheritdoc/>
    public void Restore(SnapshotReader reader) => _windows.Restore(reader);
}
