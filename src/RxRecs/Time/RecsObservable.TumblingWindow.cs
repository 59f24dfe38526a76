using System.Reactive;
using RxRecs.Machines;

namespace RxRecs;

/// <content>Tumbling windows.</content>
public static partial class RecsObservable
{
    /// <summary>
    /// Aggregates the events of each key in windows of equal size that follow each other without a
    /// gap.
    /// </summary>
    /// <param name="source">The events.</param>
    /// <param name="size">The windows' size, at most 9,999 years.</param>
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
    /// <item><term>Event</term><description>Is added to its window. A window is emitted when the watermark reaches its
    /// end; an event exactly at the end belongs to the next window. Windows without events are not
    /// emitted.</description></item>
    /// <item><term>Late event</term><description>One whose window has closed: counted, and an element of
    /// <see cref="IEventTimeObservable{TEvent, TResult}.WithLateEvents"/>.</description></item>
    /// <item><term>Error / completion</term><description>A source error passes at once and flushes nothing; completion
    /// emits the open windows, and those as partial whose end event time had not reached.</description></item>
    /// <item><term>State</term><description>One accumulator per key and open window: as many keys as have events within
    /// <paramref name="size"/> plus the allowed lateness, at most <see cref="WindowOptions.MaxKeys"/>
    /// in all. Closed windows are forgotten.</description></item>
    /// <item><term>Order</term><description>Windows that close together: end, start, key.</description></item>
    /// </list>
    /// </remarks>
    public static IEventTimeObservable<TEvent, EventWindow<TKey, TAccumulate>>
        TumblingWindow<TEvent, TKey, TAccumulate>(
        this IObservable<TEvent> source,
        TimeSpan size,
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
        _ = new WindowGrid(size, size, options);
        return EventTimeOperator.Run(
            source,
            nameof(TumblingWindow),
            () => new TumblingWindowMachine<TEvent, TKey, TAccumulate>(
                size, keySelector, aggregate, eventTimeSelector, options, keyOrder),
            options);
    }

    /// <summary>
    /// Aggregates the events of each key in windows of equal size that follow each other without a
    /// gap.
    /// </summary>
    /// <param name="source">The interactions.</param>
    /// <param name="size">The windows' size, at most 9,999 years.</param>
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
    public static IEventTimeObservable<Interaction, EventWindow<TKey, TAccumulate>> TumblingWindow<TKey, TAccumulate>(
        this IObservable<Interaction> source,
        TimeSpan size,
        Func<Interaction, TKey> keySelector,
        WindowAggregate<Interaction, TAccumulate> aggregate,
        WindowOptions options,
        IComparer<TKey>? keyOrder = null)
        where TKey : notnull =>
        source.TumblingWindow(
            size, keySelector, aggregate, static value => value.EventTime, options, keyOrder);

    /// <summary>Aggregates the same windows over all events together, without keys.</summary>
    /// <param name="source">The events.</param>
    /// <param name="size">The windows' size, at most 9,999 years.</param>
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
    public static IEventTimeObservable<TEvent, EventWindow<Unit, TAccumulate>> TumblingWindow<TEvent, TAccumulate>(
        this IObservable<TEvent> source,
        TimeSpan size,
        WindowAggregate<TEvent, TAccumulate> aggregate,
        Func<TEvent, DateTimeOffset> eventTimeSelector,
        WindowOptions options) =>
        source.TumblingWindow(
            size,
            static _ => Unit.Default,
            aggregate,
            eventTimeSelector,
            options,
            Comparer<Unit>.Create(static (_, _) => 0));
}
