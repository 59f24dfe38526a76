using System.Reactive;
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
    /// <param name="gap">The time without an event that separates two sessions of a key, at most 9,999 years.</param>
    /// <param name="keySelector">A selector of an event's key.</param>
    /// <param name="aggregate">The aggregate to compute over the events of a window.</param>
    /// <param name="eventTimeSelector">A selector of an event's time.</param>
    /// <param name="options">The allowed lateness, how many sessions can be open, and the idle timeout.</param>
    /// <param name="keyOrder">The order of windows that close together; null for the keys' own (text:
    /// ordinal).</param>
    /// <typeparam name="TEvent">The events' type.</typeparam>
    /// <typeparam name="TKey">The keys' type; ordered, unless there is a comparer.</typeparam>
    /// <typeparam name="TAccumulate">The aggregate's type.</typeparam>
    /// <returns>Each session, once, as a value: from its first event until <paramref name="gap"/> after its
    /// last.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A size is not positive or too large.</exception>
    /// <remarks>
    /// <list type="table">
    /// <item><term>Event</term><description>Prolongs the session that it falls into, joins two that it bridges, or
    /// opens one; two events exactly the gap apart are two sessions. A session is emitted when the watermark reaches
    /// its end.</description></item>
    /// <item><term>Late event</term><description>One that belongs to no open session and whose own would have closed:
    /// counted, and an element of
    /// <see cref="IEventTimeObservable{TEvent, TResult}.WithLateEvents"/>.</description></item>
    /// <item><term>Error / completion</term><description>A source error passes at once and flushes nothing; completion
    /// emits the open sessions, and those as partial whose end event time had not reached.</description></item>
    /// <item><term>State</term><description>One accumulator per open session: as many as have events within
    /// <paramref name="gap"/> plus the allowed lateness, at most <see cref="WindowOptions.MaxKeys"/>. A key without an
    /// open session is forgotten.</description></item>
    /// <item><term>Order</term><description>Sessions that close together: end, start, key.</description></item>
    /// </list>
    /// </remarks>
    public static IEventTimeObservable<TEvent, EventWindow<TKey, TAccumulate>> SessionWindow<TEvent, TKey, TAccumulate>(
        this IObservable<TEvent> source,
        TimeSpan gap,
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
        WindowSize.Check(gap);
        return EventTimeOperator.Run(
            source,
            nameof(SessionWindow),
            () => new SessionWindowMachine<TEvent, TKey, TAccumulate>(
                gap, keySelector, aggregate, eventTimeSelector, options, keyOrder),
            options);
    }

    /// <summary>
    /// Aggregates the events of each key in sessions: runs of events that follow each other by less than a
    /// gap.
    /// </summary>
    /// <param name="source">The interactions.</param>
    /// <param name="gap">The time without an event that separates two sessions of a key, at most 9,999 years.</param>
    /// <param name="keySelector">
    /// A selector of an interaction's key. No interaction is left out: an unknown user is a key like any other.
    /// </param>
    /// <param name="aggregate">The aggregate to compute over the interactions of a window.</param>
    /// <param name="options">The allowed lateness, how many sessions can be open, and the idle timeout.</param>
    /// <param name="keyOrder">The order of windows that close together; null for the keys' own (text:
    /// ordinal).</param>
    /// <typeparam name="TKey">The keys' type; ordered, unless there is a comparer.</typeparam>
    /// <typeparam name="TAccumulate">The aggregate's type.</typeparam>
    /// <returns>Each session, once, as a value: from its first event until <paramref name="gap"/> after its
    /// last.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A size is not positive or too large.</exception>
    /// <remarks>As the overload with an event time.</remarks>
    public static IEventTimeObservable<Interaction, EventWindow<TKey, TAccumulate>> SessionWindow<TKey, TAccumulate>(
        this IObservable<Interaction> source,
        TimeSpan gap,
        Func<Interaction, TKey> keySelector,
        WindowAggregate<Interaction, TAccumulate> aggregate,
        WindowOptions options,
        IComparer<TKey>? keyOrder = null)
        where TKey : notnull =>
        source.SessionWindow(
            gap, keySelector, aggregate, static value => value.EventTime, options, keyOrder);

    /// <summary>Aggregates the same windows over all events together, without keys.</summary>
    /// <param name="source">The events.</param>
    /// <param name="gap">The time without an event that separates two sessions of a key, at most 9,999 years.</param>
    /// <param name="aggregate">The aggregate to compute over the events of a window.</param>
    /// <param name="eventTimeSelector">A selector of an event's time.</param>
    /// <param name="options">The allowed lateness, how many sessions can be open, and the idle timeout.</param>
    /// <typeparam name="TEvent">The events' type.</typeparam>
    /// <typeparam name="TAccumulate">The aggregate's type.</typeparam>
    /// <returns>Each session, once, as a value: from its first event until <paramref name="gap"/> after its
    /// last.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A size is not positive or too large.</exception>
    /// <remarks>As the overload with keys.</remarks>
    public static IEventTimeObservable<TEvent, EventWindow<Unit, TAccumulate>> SessionWindow<TEvent, TAccumulate>(
        this IObservable<TEvent> source,
        TimeSpan gap,
        WindowAggregate<TEvent, TAccumulate> aggregate,
        Func<TEvent, DateTimeOffset> eventTimeSelector,
        WindowOptions options) =>
        source.SessionWindow(
            gap,
            static _ => Unit.Default,
            aggregate,
            eventTimeSelector,
            options,
            Comparer<Unit>.Create(static (_, _) => 0));
}
