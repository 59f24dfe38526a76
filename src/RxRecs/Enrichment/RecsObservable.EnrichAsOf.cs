using RxRecs.Analytics;
using RxRecs.Machines;

namespace RxRecs;

/// <content>Joins with tables, as of event time.</content>
public static partial class RecsObservable
{
    /// <summary>
    /// Puts the row of a table that held at an event's time beside the event: the newest change of its key that is not
    /// after it.
    /// </summary>
    /// <param name="source">The events.</param>
    /// <param name="changes">The table, as the stream of its changes, for instance of users or products; it may come
    /// from another thread. Subscribed to first, so that a file of all rows is known before the first event.</param>
    /// <param name="keySelector">
    /// A selector of an event's key; an event of null, or of a key without a change, is joined with nothing.
    /// </param>
    /// <param name="changeKeySelector">A selector of a change's key; not null.</param>
    /// <param name="changeTimeSelector">A selector of a change's time.</param>
    /// <param name="eventTimeSelector">A selector of an event's time.</param>
    /// <param name="options">The allowed lateness, how much is kept, and the idle timeout.</param>
    /// <typeparam name="TEvent">The events' type.</typeparam>
    /// <typeparam name="TChange">The changes' type.</typeparam>
    /// <typeparam name="TKey">The keys' type.</typeparam>
    /// <returns>Every event that is not late, with its change or without.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <remarks>
    /// <list type="table">
    /// <item><term>Event</term><description>Is emitted once the watermark has reached its time: changes may come as
    /// much after it as events may. Changes do not move the watermark. A change emits nothing; one that comes once the
    /// watermark has passed its time holds for the events that are still to be emitted. Of two changes of a key at the
    /// same time the one that comes later holds.</description></item>
    /// <item><term>Late event</term><description>One behind the watermark: counted, and an element of
    /// <see cref="IEventTimeObservable{TEvent, TResult}.WithLateEvents"/>.</description></item>
    /// <item><term>Error / completion</term><description>An error of either stream ends it, events held are lost. It
    /// completes with the events, which emits those held; when the changes complete, the table
    /// stays.</description></item>
    /// <item><term>State</term><description>The events within the allowed lateness, and of each key the change that
    /// holds and those within the lateness, at most <see cref="EnrichAsOfOptions.MaxChanges"/>.</description></item>
    /// <item><term>Order</term><description>Event time, then arrival, one at a time, never delivered under a
    /// lock.</description></item>
    /// </list>
    /// </remarks>
    public static IEventTimeObservable<TEvent, Enriched<TEvent, TChange>> EnrichAsOf<TEvent, TChange, TKey>(
        this IObservable<TEvent> source,
        IObservable<TChange> changes,
        Func<TEvent, TKey?> keySelector,
        Func<TChange, TKey> changeKeySelector,
        Func<TChange, DateTimeOffset> changeTimeSelector,
        Func<TEvent, DateTimeOffset> eventTimeSelector,
        EnrichAsOfOptions options)
        where TKey : notnull
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(changes);
        ArgumentNullException.ThrowIfNull(keySelector);
        ArgumentNullException.ThrowIfNull(changeKeySelector);
        ArgumentNullException.ThrowIfNull(changeTimeSelector);
        ArgumentNullException.ThrowIfNull(eventTimeSelector);
        ArgumentNullException.ThrowIfNull(options);
        return EventTimeOperator.Run(
            new EventsAndChanges<TEvent, TChange>(source, changes),
            nameof(EnrichAsOf),
            () => new EnrichAsOfMachine<TEvent, TChange, TKey>(
                keySelector, changeKeySelector, changeTimeSelector, eventTimeSelector, options),
            options);
    }
}
