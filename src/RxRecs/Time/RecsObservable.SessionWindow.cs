using System.Reactive;
using System.Reactive.Concurrency;
using System.Runtime.CompilerServices;
using RxRecs.Machines;

namespace RxRecs;

/// <content>Session windows.</content>
public static partial class RecsObservable
{
    /// <summary>
    /// Aggregates the events of each key in sessions: runs of events that follow each other by less than a
    /// gap.
    /// </summary>
    /// <param name="source">The events.</param>
    /// <param name="gap">How long a key is silent between two sessions, at most 9,999 years.</param>
    /// <param name="eventTimeSelector">When an event happened.</param>
    /// <param name="keySelector">Whose event it is.</param>
    /// <param name="aggregate">What becomes of the events of a window.</param>
    /// <param name="options">The allowed lateness, and the idle timeout.</param>
    /// <param name="lateEvents">Where late events go; null to leave them out.</param>
    /// <param name="keyComparer">The order of windows that close together; null for the keys' own (text:
    /// ordinal).</param>
    /// <param name="scheduler">Runs the idle timer; needed with an idle timeout, unused without.</param>
    /// <typeparam name="TEvent">The events' type.</typeparam>
    /// <typeparam name="TKey">The keys' type; ordered, unless there is a comparer.</typeparam>
    /// <typeparam name="TAccumulate">The aggregate's type.</typeparam>
    /// <returns>Each session, once, as a value: from its first event until <paramref name="gap"/> after its
    /// last.</returns>
    /// <exception cref="ArgumentNullException">An argument is null, or the scheduler is missing.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A size is not positive or too large.</exception>
    /// <remarks>
    /// <list type="table">
    /// <item><term>Event</term><description>Prolongs the session that it falls into, joins two that it bridges, or
    /// opens one; two events exactly the gap apart are two sessions. A session is emitted when the watermark reaches
    /// its end.</description></item>
    /// <item><term>Late event</term><description>One that belongs to no open session and whose own would have closed:
    /// counted, to
    /// <paramref name="lateEvents"/>.</description></item>
    /// <item><term>Error / completion</term><description>A source error passes at once and flushes nothing; completion
    /// emits the open sessions, and those as partial whose end event time had not reached.</description></item>
    /// <item><term>State</term><description>One accumulator per open session: as many as have events within
    /// <paramref name="gap"/> plus the allowed lateness. A key without an open session is
    /// forgotten.</description></item>
    /// <item><term>Order</term><description>Sessions that close together: end, start, key.</description></item>
    /// </list>
    /// </remarks>
    public static IObservable<EventWindow<TKey, TAccumulate>> SessionWindow<TEvent, TKey, TAccumulate>(
        this IObservable<TEvent> source,
        TimeSpan gap,
        Func<TEvent, DateTimeOffset> eventTimeSelector,
        Func<TEvent, TKey> keySelector,
        WindowAggregate<TEvent, TAccumulate> aggregate,
        EventTimeOptions options,
        IObserver<LateEvent<TEvent>>? lateEvents = null,
        IComparer<TKey>? keyComparer = null,
        IScheduler? scheduler = null)
        where TKey : notnull
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(eventTimeSelector);
        ArgumentNullException.ThrowIfNull(keySelector);
        ArgumentNullException.ThrowIfNull(aggregate);
        ArgumentNullException.ThrowIfNull(options);
        WindowSize.Check(gap);
        return EventTimeOperator.Run(
            source,
            () => new SessionWindowMachine<TEvent, TKey, TAccumulate>(
                gap, eventTimeSelector, keySelector, aggregate, options, keyComparer),
            options,
            lateEvents,
            scheduler);
    }

    /// <summary>
    /// Aggregates the events of each key in sessions: runs of events that follow each other by less than a
    /// gap.
    /// </summary>
    /// <param name="source">The interactions.</param>
    /// <param name="gap">How long a key is silent between two sessions, at most 9,999 years.</param>
    /// <param name="keySelector">Whose interaction it is. Nothing is left out: an unknown user is a key like any
    /// other.</param>
    /// <param name="aggregate">What becomes of the interactions of a window.</param>
    /// <param name="options">The allowed lateness, and the idle timeout.</param>
    /// <param name="lateEvents">Where late events go; null to leave them out.</param>
    /// <param name="keyComparer">The order of windows that close together; null for the keys' own (text:
    /// ordinal).</param>
    /// <param name="scheduler">Runs the idle timer; needed with an idle timeout, unused without.</param>
    /// <typeparam name="TKey">The keys' type; ordered, unless there is a comparer.</typeparam>
    /// <typeparam name="TAccumulate">The aggregate's type.</typeparam>
    /// <returns>Each session, once, as a value: from its first event until <paramref name="gap"/> after its
    /// last.</returns>
    /// <exception cref="ArgumentNullException">An argument is null, or the scheduler is missing.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A size is not positive or too large.</exception>
    /// <remarks>As the overload with an event time.</remarks>
    public static IObservable<EventWindow<TKey, TAccumulate>> SessionWindow<TKey, TAccumulate>(
        this IObservable<Interaction> source,
        TimeSpan gap,
        Func<Interaction, TKey> keySelector,
        WindowAggregate<Interaction, TAccumulate> aggregate,
        EventTimeOptions options,
        IObserver<LateEvent<Interaction>>? lateEvents = null,
        IComparer<TKey>? keyComparer = null,
        IScheduler? scheduler = null)
        where TKey : notnull =>
        source.SessionWindow(
            gap, static value => value.EventTime, keySelector, aggregate, options, lateEvents, keyComparer, scheduler);

    /// <summary>The same over all events together, without keys.</summary>
    /// <param name="source">The events.</param>
    /// <param name="gap">How long a key is silent between two sessions, at most 9,999 years.</param>
    /// <param name="eventTimeSelector">When an event happened.</param>
    /// <param name="aggregate">What becomes of the events of a window.</param>
    /// <param name="options">The allowed lateness, and the idle timeout.</param>
    /// <param name="lateEvents">Where late events go; null to leave them out.</param>
    /// <param name="scheduler">Runs the idle timer; needed with an idle timeout, unused without.</param>
    /// <typeparam name="TEvent">The events' type.</typeparam>
    /// <typeparam name="TAccumulate">The aggregate's type.</typeparam>
    /// <returns>Each session, once, as a value: from its first event until <paramref name="gap"/> after its
    /// last.</returns>
    /// <exception cref="ArgumentNullException">An argument is null, or the scheduler is missing.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A size is not positive or too large.</exception>
    /// <remarks>As the overload with keys.</remarks>
    [OverloadResolutionPriority(1)]
    public static IObservable<EventWindow<Unit, TAccumulate>> SessionWindow<TEvent, TAccumulate>(
        this IObservable<TEvent> source,
        TimeSpan gap,
        Func<TEvent, DateTimeOffset> eventTimeSelector,
        WindowAggregate<TEvent, TAccumulate> aggregate,
        EventTimeOptions options,
        IObserver<LateEvent<TEvent>>? lateEvents = null,
        IScheduler? scheduler = null) =>
        source.SessionWindow(
            gap,
            eventTimeSelector,
            static _ => Unit.Default,
            aggregate,
            options,
            lateEvents,
            keyComparer: Comparer<Unit>.Create(static (_, _) => 0),
            scheduler: scheduler);
}
