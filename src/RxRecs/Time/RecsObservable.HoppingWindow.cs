using System.Reactive;
using RxRecs.Machines;

namespace RxRecs;

/// <content>Hopping windows.</content>
public static partial class RecsObservable
{
    /// <summary>
    /// Aggregates the events of each key in windows of equal size that begin a fixed time after each other and
    /// overlap.
    /// </summary>
    /// <param name="source">The events.</param>
    /// <param name="size">The windows' size, at most 9,999 years.</param>
    /// <param name="advance">The time from one window's start to the next, at most <paramref name="size"/>.</param>
    /// <param name="keySelector">A selector of an event's key.</param>
    /// <param name="aggregate">The aggregate to compute over the events of a window.</param>
    /// <param name="eventTimeSelector">A selector of an event's time.</param>
    /// <param name="options">The allowed lateness, where windows are aligned, and the idle timeout.</param>
    /// <param name="keyOrder">The order of windows that close together; null for the keys' own (text:
    /// ordinal).</param>
    /// <typeparam name="TEvent">The events' type.</typeparam>
    /// <typeparam name="TKey">The keys' type; ordered, unless there is a comparer.</typeparam>
    /// <typeparam name="TAccumulate">The aggregate's type.</typeparam>
    /// <returns>Each window that has events, once, as a value.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A size is not positive or too large.</exception>
    /// <exception cref="ArgumentException">A size is not whole days, and there is a
    /// <see cref="WindowOptions.TimeZone"/>.</exception>
    /// <remarks>
    /// <list type="table">
    /// <item><term>Event</term><description>Is added once, to the pane between two neighboring window edges; a window
    /// merges its panes. A window is emitted when the watermark reaches its end; an event exactly at the end is not in
    /// it. Windows without events are not emitted.</description></item>
    /// <item><term>Late event</term><description>One whose windows have all closed: counted, and an element of
    /// <see cref="IEventTimeObservable{TEvent, TResult}.WithLateEvents"/>. One that is behind the watermark and
    /// still has an open window counts in the open ones alone.</description></item>
    /// <item><term>Error / completion</term><description>A source error passes at once and flushes nothing; completion
    /// emits the open windows, and those as partial whose end event time had not reached.</description></item>
    /// <item><term>State</term><description>One accumulator per key and pane, at most two panes in an
    /// <paramref name="advance"/>, for the panes within <paramref name="size"/> plus the allowed
    /// lateness; at most <see cref="WindowOptions.MaxKeys"/> in all.</description></item>
    /// <item><term>Order</term><description>Windows that close together: end, start, key.</description></item>
    /// </list>
    /// </remarks>
    public static IEventTimeObservable<TEvent, EventWindow<TKey, TAccumulate>> HoppingWindow<TEvent, TKey, TAccumulate>(
        this IObservable<TEvent> source,
        TimeSpan size,
        TimeSpan advance,
        Func<TEvent, TKey> keySelector,
        WindowAggregate<TEvent, TAccumulate> aggregate,
        Func<TEvent, DateTimeOffset> eventTimeSelector,
        WindowOptions options,
        IComparer<TKey>? keyOrder = null)
        where TKey : notnull
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(keySelector);
        ArgumentNullException.ThrowIfNull(aggregate);
        ArgumentNullException.ThrowIfNull(eventTimeSelector);
        ArgumentNullException.ThrowIfNull(options);
        _ = new WindowGrid(size, advance, options);
        return EventTimeOperator.Run(
            source,
            nameof(HoppingWindow),
            () => new HoppingWindowMachine<TEvent, TKey, TAccumulate>(
                size, advance, keySelector, aggregate, eventTimeSelector, options, keyOrder),
            options);
    }

    /// <summary>
    /// Aggregates the events of each key in windows of equal size that begin a fixed time after each other and
    /// overlap.
    /// </summary>
    /// <param name="source">The interactions.</param>
    /// <param name="size">The windows' size, at most 9,999 years.</param>
    /// <param name="advance">The time from one window's start to the next, at most <paramref name="size"/>.</param>
    /// <param name="keySelector">
    /// A selector of an interaction's key. No interaction is left out: an unknown user is a key like any other.
    /// </param>
    /// <param name="aggregate">The aggregate to compute over the interactions of a window.</param>
    /// <param name="options">The allowed lateness, where windows are aligned, and the idle timeout.</param>
    /// <param name="keyOrder">The order of windows that close together; null for the keys' own (text:
    /// ordinal).</param>
    /// <typeparam name="TKey">The keys' type; ordered, unless there is a comparer.</typeparam>
    /// <typeparam name="TAccumulate">The aggregate's type.</typeparam>
    /// <returns>Each window that has events, once, as a value.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A size is not positive or too large.</exception>
    /// <exception cref="ArgumentException">A size is not whole days, and there is a
    /// <see cref="WindowOptions.TimeZone"/>.</exception>
    /// <remarks>As the overload with an event time.</remarks>
    public static IEventTimeObservable<Interaction, EventWindow<TKey, TAccumulate>> HoppingWindow<TKey, TAccumulate>(
        this IObservable<Interaction> source,
        TimeSpan size,
        TimeSpan advance,
        Func<Interaction, TKey> keySelector,
        WindowAggregate<Interaction, TAccumulate> aggregate,
        WindowOptions options,
        IComparer<TKey>? keyOrder = null)
        where TKey : notnull =>
        source.HoppingWindow(
            size, advance, keySelector, aggregate, static value => value.EventTime, options, keyOrder);

    /// <summary>Aggregates the same windows over all events together, without keys.</summary>
    /// <param name="source">The events.</param>
    /// <param name="size">The windows' size, at most 9,999 years.</param>
    /// <param name="advance">The time from one window's start to the next, at most <paramref name="size"/>.</param>
    /// <param name="aggregate">The aggregate to compute over the events of a window.</param>
    /// <param name="eventTimeSelector">A selector of an event's time.</param>
    /// <param name="options">The allowed lateness, where windows are aligned, and the idle timeout.</param>
    /// <typeparam name="TEvent">The events' type.</typeparam>
    /// <typeparam name="TAccumulate">The aggregate's type.</typeparam>
    /// <returns>Each window that has events, once, as a value.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A size is not positive or too large.</exception>
    /// <exception cref="ArgumentException">A size is not whole days, and there is a
    /// <see cref="WindowOptions.TimeZone"/>.</exception>
    /// <remarks>As the overload with keys.</remarks>
    public static IEventTimeObservable<TEvent, EventWindow<Unit, TAccumulate>> HoppingWindow<TEvent, TAccumulate>(
        this IObservable<TEvent> source,
        TimeSpan size,
        TimeSpan advance,
        WindowAggregate<TEvent, TAccumulate> aggregate,
        Func<TEvent, DateTimeOffset> eventTimeSelector,
        WindowOptions options) =>
        source.HoppingWindow(
            size, advance,
            static _ => Unit.Default,
            aggregate,
            eventTimeSelector,
            options,
            Comparer<Unit>.Create(static (_, _) => 0));
}
