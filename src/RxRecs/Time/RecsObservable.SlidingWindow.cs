using System.Reactive;
using RxRecs.Machines;

namespace RxRecs;

/// <content>Sliding windows.</content>
public static partial class RecsObservable
{
    /// <summary>Aggregates for each event what its key did in the last stretch of event time before it.</summary>
    /// <param name="source">The events.</param>
    /// <param name="size">The length of a window, which ends before the event; at most 9,999 years.</param>
    /// <param name="keySelector">A selector of an event's key.</param>
    /// <param name="aggregate">The aggregate to compute over the events of a window.</param>
    /// <param name="eventTimeSelector">A selector of an event's time.</param>
    /// <param name="options">The allowed lateness, how much is kept, and the idle timeout.</param>
    /// <typeparam name="TEvent">The events' type.</typeparam>
    /// <typeparam name="TKey">The keys' type.</typeparam>
    /// <typeparam name="TAccumulate">The aggregate's type.</typeparam>
    /// <returns>Each event with the window [its time - <paramref name="size"/>, its time): neither the event nor others
    /// of the same moment are in it, so the window is known before the event is. The seed where the key did
    /// nothing.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A size is not positive or too large.</exception>
    /// <remarks>
    /// <list type="table">
    /// <item><term>Event</term><description>Is emitted, with its window, once the watermark has reached its
    /// time.</description></item>
    /// <item><term>Late event</term><description>One behind the watermark: counted, and an element of
    /// <see cref="IEventTimeObservable{TEvent, TResult}.WithLateEvents"/>;
    /// it is in no window.</description></item>
    /// <item><term>Error / completion</term><description>A source error passes at once, events held are lost;
    /// completion emits them with their windows.</description></item>
    /// <item><term>State</term><description>The events within the allowed lateness, and one accumulator per key and
    /// distinct time within
    /// <paramref name="size"/>. At most <see cref="WindowOptions.MaxKeys"/> of them, beyond which an event
    /// is refused: not emitted, and counted. A key is forgotten between one and two sizes after its last
    /// event.</description></item>
    /// <item><term>Order</term><description>Event time, then arrival.</description></item>
    /// </list>
    /// </remarks>
    public static IEventTimeObservable<TEvent, EventWithWindow<TEvent, TKey, TAccumulate>>
        SlidingWindow<TEvent, TKey, TAccumulate>(
        this IObservable<TEvent> source,
        TimeSpan size,
        Func<TEvent, TKey> keySelector,
        WindowAggregate<TEvent, TAccumulate> aggregate,
        Func<TEvent, DateTimeOffset> eventTimeSelector,
        WindowOptions options)
        where TKey : notnull
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(keySelector);
        ArgumentNullException.ThrowIfNull(aggregate);
        ArgumentNullException.ThrowIfNull(eventTimeSelector);
        ArgumentNullException.ThrowIfNull(options);
        WindowSize.Check(size);
        return EventTimeOperator.Run(
            source,
            nameof(SlidingWindow),
            () => new SlidingWindowMachine<TEvent, TKey, TAccumulate>(
                size, keySelector, aggregate, eventTimeSelector, options),
            options);
    }

    /// <summary>Aggregates for each event what its key did in the last stretch of event time before it.</summary>
    /// <param name="source">The interactions.</param>
    /// <param name="size">The length of a window, which ends before the event; at most 9,999 years.</param>
    /// <param name="keySelector">
    /// A selector of an interaction's key. No interaction is left out: an unknown user is a key like any other.
    /// </param>
    /// <param name="aggregate">The aggregate to compute over the interactions of a window.</param>
    /// <param name="options">The allowed lateness, how much is kept, and the idle timeout.</param>
    /// <typeparam name="TKey">The keys' type.</typeparam>
    /// <typeparam name="TAccumulate">The aggregate's type.</typeparam>
    /// <returns>Each event with the window [its time - <paramref name="size"/>, its time): neither the event nor others
    /// of the same moment are in it, so the window is known before the event is. The seed where the key did
    /// nothing.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A size is not positive or too large.</exception>
    /// <remarks>As the overload with an event time.</remarks>
    public static IEventTimeObservable<Interaction, EventWithWindow<Interaction, TKey, TAccumulate>>
        SlidingWindow<TKey, TAccumulate>(
        this IObservable<Interaction> source,
        TimeSpan size,
        Func<Interaction, TKey> keySelector,
        WindowAggregate<Interaction, TAccumulate> aggregate,
        WindowOptions options)
        where TKey : notnull =>
        source.SlidingWindow(
            size, keySelector, aggregate, static value => value.EventTime, options);

    /// <summary>Aggregates the same windows over all events together, without keys.</summary>
    /// <param name="source">The events.</param>
    /// <param name="size">The length of a window, which ends before the event; at most 9,999 years.</param>
    /// <param name="aggregate">The aggregate to compute over the events of a window.</param>
    /// <param name="eventTimeSelector">A selector of an event's time.</param>
    /// <param name="options">The allowed lateness, how much is kept, and the idle timeout.</param>
    /// <typeparam name="TEvent">The events' type.</typeparam>
    /// <typeparam name="TAccumulate">The aggregate's type.</typeparam>
    /// <returns>Each event with the window [its time - <paramref name="size"/>, its time): neither the event nor others
    /// of the same moment are in it, so the window is known before the event is. The seed where the key did
    /// nothing.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A size is not positive or too large.</exception>
    /// <remarks>As the overload with keys.</remarks>
    public static IEventTimeObservable<TEvent, EventWithWindow<TEvent, Unit, TAccumulate>>
        SlidingWindow<TEvent, TAccumulate>(
        this IObservable<TEvent> source,
        TimeSpan size,
        WindowAggregate<TEvent, TAccumulate> aggregate,
        Func<TEvent, DateTimeOffset> eventTimeSelector,
        WindowOptions options) =>
        source.SlidingWindow(
            size,
            static _ => Unit.Default,
            aggregate,
            eventTimeSelector,
            options);
}
