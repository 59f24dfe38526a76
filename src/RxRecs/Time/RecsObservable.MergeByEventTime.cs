using RxRecs.Machines;

namespace RxRecs;

/// <content>Merging by event time.</content>
public static partial class RecsObservable
{
    /// <summary>Merges several sources into one in order of event time. They may call from different threads.</summary>
    /// <param name="sources">The sources; their order decides between events of equal time.</param>
    /// <param name="eventTimeSelector">A selector of an event's time.</param>
    /// <param name="options">
    /// The allowed lateness within each source, after how long a silent source is waited for no more, and how many
    /// events one source may be ahead.
    /// </param>
    /// <typeparam name="TEvent">The events' type.</typeparam>
    /// <returns>The events of all sources; the same for every order in which sorted sources take turns.</returns>
    /// <exception cref="ArgumentNullException">An argument or a source is null.</exception>
    /// <remarks>
    /// <list type="table">
    /// <item><term>Event</term><description>Waits until no source can send an earlier one: each has come as far (less
    /// the allowed lateness), has completed, or is idle. A source that never sends anything holds back all others
    /// without an idle timeout. </description></item>
    /// <item><term>Late event</term><description>One behind the least watermark of the sources: too late in its own
    /// source, or from a source that had been idle; counted, and an element of
    /// <see cref="IEventTimeObservable{TEvent, TResult}.WithLateEvents"/>.</description></item>
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
    public static IEventTimeObservable<TEvent, TEvent> MergeByEventTime<TEvent>(
        this IEnumerable<IObservable<TEvent>> sources,
        Func<TEvent, DateTimeOffset> eventTimeSelector,
        MergeOptions options)
    {
        ArgumentNullException.ThrowIfNull(sources);
        ArgumentNullException.ThrowIfNull(eventTimeSelector);
        ArgumentNullException.ThrowIfNull(options);
        var all = sources.ToArray();
        foreach (var source in all)
        {
            ArgumentNullException.ThrowIfNull(source, nameof(sources));
        }

        return EventTimeOperator.Run(
            new MergeObservable<TEvent>(all, eventTimeSelector, options),
            nameof(MergeByEventTime),
            () => new MergeByEventTimeMachine<TEvent>(all.Length, eventTimeSelector, options),
            options);
    }

    /// <summary>Merges several sources of interactions into one in order of event time.</summary>
    /// <param name="sources">The sources; their order decides between interactions of equal time.</param>
    /// <param name="options">The options, as in the overload with a selector.</param>
    /// <returns>The interactions of all sources.</returns>
    /// <exception cref="ArgumentNullException">An argument or a source is null.</exception>
    /// <remarks>As the overload with a selector.</remarks>
    public static IEventTimeObservable<Interaction, Interaction> MergeByEventTime(
        this IEnumerable<IObservable<Interaction>> sources, MergeOptions options) =>
        sources.MergeByEventTime(static value => value.EventTime, options);
}
