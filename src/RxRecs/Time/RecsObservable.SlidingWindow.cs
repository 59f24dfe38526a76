using System.Reactive;
using System.Reactive.Concurrency;
using System.Runtime.CompilerServices;
using RxRecs.Machines;

namespace RxRecs;

/// <content>Sliding windows.</content>
public static partial class RecsObservable
{
    /// <summary>Tells for each event what its key did in the last stretch of event time before it.</summary>
    /// <param name="source">The events.</param>
    /// <param name="size">How far a window reaches back, at most 9,999 years.</param>
    /// <param name="eventTimeSelector">When an event happened.</param>
    /// <param name="keySelector">Whose event it is.</param>
    /// <param name="aggregate">What becomes of the events of a window.</param>
    /// <param name="options">The allowed lateness, and the idle timeout.</param>
    /// <param name="lateEvents">Where late events go; null to leave them out.</param>
    /// <param name="scheduler">Runs the idle timer; needed with an idle timeout, unused without.</param>
    /// <typeparam name="TEvent">The events' type.</typeparam>
    /// <typeparam name="TKey">The keys' type.</typeparam>
    /// <typeparam name="TAccumulate">The aggregate's type.</typeparam>
    /// <returns>Each event with the window [its time - <paramref name="size"/>, its time): neither the event nor others
    /// of the same moment are in it, so the window is known before the event is. The seed where the key did
    /// nothing.</returns>
    /// <exception cref="ArgumentNullException">An argument is null, or the scheduler is missing.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A size is not positive or too large.</exception>
    /// <remarks>
    /// <list type="table">
    /// <item><term>Event</term><description>Is emitted, with its window, once the watermark has reached its
    /// time.</description></item>
    /// <item><term>Late event</term><description>One behind the watermark: counted, to <paramref name="lateEvents"/>;
    /// it is in no window.</description></item>
    /// <item><term>Error / completion</term><description>A source error passes at once, events held are lost;
    /// completion emits them with their windows.</description></item>
    /// <item><term>State</term><description>The events within the allowed lateness, and one accumulator per key and
    /// distinct time within
    /// <paramref name="size"/>. A key is forgotten between one and two sizes after its last event.</description></item>
    /// <item><term>Order</term><description>Event time, then arrival.</description></item>
    /// </list>
    /// </remarks>
    public static IObservable<EventWithWindow<TEvent, TKey, TAccumulate>> SlidingWindow<TEvent, TKey, TAccumulate>(
        this IObservable<TEvent> source,
        TimeSpan size,
        Func<TEvent, DateTimeOffset> eventTimeSelector,
        Func<TEvent, TKey> keySelector,
        WindowAggregate<TEvent, TAccumulate> aggregate,
        EventTimeOptions options,
        IObserver<LateEvent<TEvent>>? lateEvents = null,
        IScheduler? scheduler = null)
        where TKey : notnull
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(eventTimeSelector);
        ArgumentNullException.ThrowIfNull(keySelector);
        ArgumentNullException.ThrowIfNull(aggregate);
        ArgumentNullException.ThrowIfNull(options);
        WindowSize.Check(size);
        return EventTimeOperator.Run(
            source,
            () => new SlidingWindowMachine<TEvent, TKey, TAccumulate>(
                size, eventTimeSelector, keySelector, aggregate, options),
            options,
            lateEvents,
            scheduler);
    }

    /// <summary>Tells for each event what its key did in the last stretch of event time before it.</summary>
    /// <param name="source">The interactions.</param>
    /// <param name="size">How far a window reaches back, at most 9,999 years.</param>
    /// <param name="keySelector">Whose interaction it is. Nothing is left out: an unknown user is a key like any
    /// other.</param>
    /// <param name="aggregate">What becomes of the interactions of a window.</param>
    /// <param name="options">The allowed lateness, and the idle timeout.</param>
    /// <param name="lateEvents">Where late events go; null to leave them out.</param>
    /// <param name="scheduler">Runs the idle timer; needed with an idle timeout, unused without.</param>
    /// <typeparam name="TKey">The keys' type.</typeparam>
    /// <typeparam name="TAccumulate">The aggregate's type.</typeparam>
    /// <returns>Each event with the window [its time - <paramref name="size"/>, its time): neither the event nor others
    /// of the same moment are in it, so the window is known before the event is. The seed where the key did
    /// nothing.</returns>
    /// <exception cref="ArgumentNullException">An argument is null, or the scheduler is missing.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A size is not positive or too large.</exception>
    /// <remarks>As the overload with an event time.</remarks>
    public static IObservable<EventWithWindow<Interaction, TKey, TAccumulate>> SlidingWindow<TKey, TAccumulate>(
        this IObservable<Interaction> source,
        TimeSpan size,
        Func<Interaction, TKey> keySelector,
        WindowAggregate<Interaction, TAccumulate> aggregate,
        EventTimeOptions options,
        IObserver<LateEvent<Interaction>>? lateEvents = null,
        IScheduler? scheduler = null)
        where TKey : notnull =>
        source.SlidingWindow(
            size, static value => value.EventTime, keySelector, aggregate, options, lateEvents, scheduler);

    /// <summary>The same over all events together, without keys.</summary>
    /// <param name="source">The events.</param>
    /// <param name="size">How far a window reaches back, at most 9,999 years.</param>
    /// <param name="eventTimeSelector">When an event happened.</param>
    /// <param name="aggregate">What becomes of the events of a window.</param>
    /// <param name="options">The allowed lateness, and the idle timeout.</param>
    /// <param name="lateEvents">Where late events go; null to leave them out.</param>
    /// <param name="scheduler">Runs the idle timer; needed with an idle timeout, unused without.</param>
    /// <typeparam name="TEvent">The events' type.</typeparam>
    /// <typeparam name="TAccumulate">The aggregate's type.</typeparam>
    /// <returns>Each event with the window [its time - <paramref name="size"/>, its time): neither the event nor others
    /// of the same moment are in it, so the window is known before the event is. The seed where the key did
    /// nothing.</returns>
    /// <exception cref="ArgumentNullException">An argument is null, or the scheduler is missing.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A size is not positive or too large.</exception>
    /// <remarks>As the overload with keys.</remarks>
    [OverloadResolutionPriority(1)]
    public static IObservable<EventWithWindow<TEvent, Unit, TAccumulate>> SlidingWindow<TEvent, TAccumulate>(
        this IObservable<TEvent> source,
        TimeSpan size,
        Func<TEvent, DateTimeOffset> eventTimeSelector,
        WindowAggregate<TEvent, TAccumulate> aggregate,
        EventTimeOptions options,
        IObserver<LateEvent<TEvent>>? lateEvents = null,
        IScheduler? scheduler = null) =>
        source.SlidingWindow(
            size,
            eventTimeSelector,
            static _ => Unit.Default,
            aggregate,
            options,
            lateEvents,
            scheduler: scheduler);
}
