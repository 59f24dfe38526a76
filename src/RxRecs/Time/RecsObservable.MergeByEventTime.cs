using System.Reactive.Concurrency;
using RxRecs.Machines;

namespace RxRecs;

/// <content>Merging by event time.</content>
public static partial class RecsObservable
{
    /// <summary>Merges several sources into one in order of event time. They may call from different threads.</summary>
    /// <param name="sources">The sources; their order decides between events of equal time.</param>
    /// <param name="eventTimeSelector">When an event happened.</param>
    /// <param name="options">
    /// The allowed lateness within each source, after how long a silent source is waited for no more, and how many
    /// events one source may be ahead.
    /// </param>
    /// <param name="lateEvents">Where late events go; null to leave them out.</param>
    /// <param name="scheduler">Runs the idle timers; needed with an idle timeout, unused without.</param>
    /// <typeparam name="TEvent">The events' type.</typeparam>
    /// <returns>The events of all sources; the same for every order in which sorted sources take turns.</returns>
    /// <exception cref="ArgumentNullException">An argument or a source is null, or the scheduler is
    /// missing.</exception>
    /// <remarks>
    /// <list type="table">
    /// <item><term>Event</term><description>Waits until no source can send an earlier one: each has come as far (less
    /// the allowed lateness), has completed, or is idle. A source that never sends anything holds back all others
    /// without an idle timeout. </description></item>
    /// <item><term>Late event</term><description>One behind the least watermark of the sources: too late in its own
    /// source, or from a source that had been idle; counted, to <paramref name="lateEvents"/>.</description></item>
    /// <item><term>Error / completion</term><description>An error of any source passes at once and ends the others,
    /// events held are lost. Completes when all sources have, and immediately without sources.</description></item>
    /// <item><term>State</term><description>The events that one source is ahead of the slowest, at most
    /// <see cref="MergeOptions.MaxPending"/> each; beyond that the merge ends with an error that names the limit.
    /// </description></item>
    /// <item><term>Order</term><description>Event time, then source, then arrival.</description></item>
    /// </list>
    /// <para>Cold sources on the current thread take turns, event by event. A source that sends all it has from inside
    /// <c>Subscribe</c> is read to its end before the next begins.</para>
    /// </remarks>
    public static IObservable<TEvent> MergeByEventTime<TEvent>(
        this IEnumerable<IObservable<TEvent>> sources,
        Func<TEvent, DateTimeOffset> eventTimeSelector,
        MergeOptions options,
        IObserver<LateEvent<TEvent>>? lateEvents = null,
        IScheduler? scheduler = null)
    {
        ArgumentNullException.ThrowIfNull(sources);
        ArgumentNullException.ThrowIfNull(eventTimeSelector);
        ArgumentNullException.ThrowIfNull(options);
        EventTimeOperator.CheckScheduler(options, scheduler);
        var all = sources.ToArray();
        foreach (var source in all)
        {
            ArgumentNullException.ThrowIfNull(source, nameof(sources));
        }

        var merged = new MergeObservable<TEvent>(all, options, scheduler).RunMachine(
            () => new MergeByEventTimeMachine<TEvent>(all.Length, eventTimeSelector, options),
            options.IdleTimeout,
            scheduler);
        return EventTimeOperator.Split(merged, lateEvents);
    }

    /// <summary>Merges several sources of interactions into one in order of event time.</summary>
    /// <param name="sources">The sources; their order decides between interactions of equal time.</param>
    /// <param name="options">As in the overload with a selector.</param>
    /// <param name="lateEvents">Where late interactions go; null to leave them out.</param>
    /// <param name="scheduler">Runs the idle timers; needed with an idle timeout, unused without.</param>
    /// <returns>The interactions of all sources.</returns>
    /// <exception cref="ArgumentNullException">An argument or a source is null, or the scheduler is
    /// missing.</exception>
    /// <remarks>As the overload with a selector.</remarks>
    public static IObservable<Interaction> MergeByEventTime(
        this IEnumerable<IObservable<Interaction>> sources,
        MergeOptions options,
        IObserver<LateEvent<Interaction>>? lateEvents = null,
        IScheduler? scheduler = null) =>
        sources.MergeByEventTime(static value => value.EventTime, options, lateEvents, scheduler);
}
