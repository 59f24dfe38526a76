namespace RxRecs.Machines;

/// <summary>
/// Aggregates the events of each key in windows of equal size that follow each other without a gap. The
/// machine behind <c>RecsObservable.TumblingWindow</c>.
/// </summary>
/// <param name="size">The windows' size, at most 9,999 years.</param>
/// <param name="keySelector">A selector of an event's key.</param>
/// <param name="aggregate">The aggregate to compute over the events of a window.</param>
/// <param name="eventTimeSelector">A selector of an event's time.</param>
/// <param name="options">The allowed lateness, and where windows are aligned.</param>
/// <param name="keyOrder">The order of windows that close together; null for the keys' own (text: ordinal).</param>
/// <typeparam name="TEvent">The events' type.</typeparam>
/// <typeparam name="TKey">The keys' type.</typeparam>
/// <typeparam name="TAccumulate">The aggregate's type.</typeparam>
internal sealed class TumblingWindowMachine<TEvent, TKey, TAccumulate>(
    TimeSpan size,
    Func<TEvent, TKey> keySelector,
    WindowAggregate<TEvent, TAccumulate> aggregate,
    Func<TEvent, DateTimeOffset> eventTimeSelector,
    WindowOptions options,
    IComparer<TKey>? keyOrder = null)
    : PaneWindowMachine<TEvent, TKey, TAccumulate>(
        nameof(RecsObservable.TumblingWindow),
        new WindowGrid(size, size, options),
        keySelector,
        aggregate,
        eventTimeSelector,
        options,
        keyOrder)
    where TKey : notnull;
