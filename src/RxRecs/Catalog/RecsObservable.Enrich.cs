using RxRecs.Machines;
using RxRecs.Recommenders;

namespace RxRecs;

public static partial class RecsObservable
{
    /// <summary>Puts what the shop has stated of an event's item by then beside the event.</summary>
    /// <param name="source">The events.</param>
    /// <param name="changes">
    /// The changes that the shop states of items; they may come from another thread. Subscribed to first, so that a
    /// file of all items is known before the first event.
    /// </param>
    /// <param name="itemSelector">A selector of an event's item; not null.</param>
    /// <param name="resultSelector">
    /// The function that makes a result of an event and what is known of its item: nothing but its id where nothing was
    /// stated.
    /// </param>
    /// <param name="options">The options for what is kept; null for the defaults.</param>
    /// <typeparam name="TEvent">The events' type.</typeparam>
    /// <typeparam name="TItem">The items' type.</typeparam>
    /// <typeparam name="TResult">The results' type.</typeparam>
    /// <returns>One result per event.</returns>
    /// <exception cref="ArgumentNullException">An argument that must not be is null.</exception>
    /// <remarks>
    /// <list type="table">
    /// <item><term>Event</term><description>Emits its result at once. A change emits nothing.</description></item>
    /// <item><term>Late event</term><description>None: events and changes count in the order of arrival; of each
    /// attribute the change with the latest time.</description></item>
    /// <item><term>Error / completion</term><description>An error of either stream ends it. It completes with the
    /// events; when the changes complete, what they stated stays.</description></item>
    /// <item><term>State</term><description>An entry per item that was stated, at most
    /// <see cref="ItemCatalogOptions.MaxItems"/>; the one without a change for the longest time goes, those that are
    /// hidden or out of stock last.</description></item>
    /// <item><term>Order</term><description>As the events, one at a time, never delivered under a
    /// lock.</description></item>
    /// </list>
    /// </remarks>
    public static IObservable<TResult> Enrich<TEvent, TItem, TResult>(
        this IObservable<TEvent> source,
        IObservable<ItemChange<TItem>> changes,
        Func<TEvent, TItem> itemSelector,
        Func<TEvent, CatalogItem<TItem>, TResult> resultSelector,
        ItemCatalogOptions? options = null)
        where TItem : notnull
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(changes);
        ArgumentNullException.ThrowIfNull(itemSelector);
        ArgumentNullException.ThrowIfNull(resultSelector);
        return new EventsAndChanges<TEvent, ItemChange<TItem>>(source, changes).RunMachine(
            () => new EnrichMachine<TEvent, TItem, TResult>(itemSelector, resultSelector, options));
    }
}
