using RxRecs.Machines;
using RxRecs.Recommenders;

namespace RxRecs;

public static partial class RecsObservable
{
    /// <summary>Keeps what the events tell about the items: brand, category, price and popularity.</summary>
    /// <param name="source">The events.</param>
    /// <param name="itemSelector">A selector of an event's item; not null.</param>
    /// <param name="kindSelector">
    /// A selector of an event's kind, which says what the event counts for popularity.
    /// </param>
    /// <param name="factsSelector">A selector of what an event tells about its item.</param>
    /// <param name="options">The options for what is kept and counted; null for the defaults.</param>
    /// <param name="itemOrder">
    /// The order of items of equal popularity; null for the items' own order, the lower first.
    /// </param>
    /// <typeparam name="TEvent">The events' type.</typeparam>
    /// <typeparam name="TItem">The items' type.</typeparam>
    /// <returns>The catalog's entry of each event's item, as it is after the event.</returns>
    /// <exception cref="ArgumentNullException">An argument that must not be is null.</exception>
    /// <remarks>
    /// <list type="table">
    /// <item><term>Event</term><description>Emits what is known of its item, itself included: the first brand,
    /// category and path that an event gave, the last price, and the sum of the events' weights.</description></item>
    /// <item><term>Late event</term><description>None: events count in the order of arrival.</description></item>
    /// <item><term>Error / completion</term><description>Pass on at once; a selector that throws ends with
    /// <c>OnError</c>.</description></item>
    /// <item><term>State</term><description>An entry per item, at most <see cref="ItemCatalogOptions.MaxItems"/>; the
    /// item without an event for the longest time is forgotten.</description></item>
    /// <item><term>Order</term><description>As the events.</description></item>
    /// </list>
    /// </remarks>
    public static IObservable<CatalogItem<TItem>> CatalogItems<TEvent, TItem>(
        this IObservable<TEvent> source,
        Func<TEvent, TItem> itemSelector,
        Func<TEvent, InteractionKind> kindSelector,
        Func<TEvent, ItemFacts> factsSelector,
        ItemCatalogOptions? options = null,
        IComparer<TItem>? itemOrder = null)
        where TItem : notnull
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(itemSelector);
        ArgumentNullException.ThrowIfNull(kindSelector);
        ArgumentNullException.ThrowIfNull(factsSelector);
        return source.RunMachine(
            () => new CatalogItemsMachine<TEvent, TItem>(
                itemSelector, kindSelector, factsSelector, options, itemOrder));
    }

    /// <summary>Keeps what the shop states of the items: attributes, price, visible or hidden, in stock or
    /// out.</summary>
    /// <param name="source">The changes.</param>
    /// <param name="options">The options for what is kept; null for the defaults.</param>
    /// <param name="itemOrder">The order of items; null for the items' own order, the lower first.</param>
    /// <typeparam name="TItem">The items' type.</typeparam>
    /// <returns>The catalog's entry of each change's item, as it is after the change.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="source"/> is null.</exception>
    /// <remarks>
    /// <list type="table">
    /// <item><term>Event</term><description>Emits what is known of its item, itself included.</description></item>
    /// <item><term>Late event</term><description>None: of each attribute the change with the latest event time counts,
    /// in whatever order they come; of two of one time the one that comes later. A change that comes after a later one
    /// of the same attribute is counted (<see cref="ItemCatalog{TItem}.OutdatedChanges"/>).</description></item>
    /// <item><term>Error / completion</term><description>Pass on at once.</description></item>
    /// <item><term>State</term><description>An entry per item, at most <see cref="ItemCatalogOptions.MaxItems"/>; the
    /// item without a change for the longest time is forgotten, those that are hidden or out of stock
    /// last.</description></item>
    /// <item><term>Order</term><description>As the changes.</description></item>
    /// </list>
    /// </remarks>
    public static IObservable<CatalogItem<TItem>> CatalogItems<TItem>(
        this IObservable<ItemChange<TItem>> source,
        ItemCatalogOptions? options = null,
        IComparer<TItem>? itemOrder = null)
        where TItem : notnull
    {
        ArgumentNullException.ThrowIfNull(source);
        return source.RunMachine(() => new ItemChangesMachine<TItem>(options, itemOrder));
    }

    /// <summary>Keeps what interactions tell about the items: brand, category, price and popularity.</summary>
    /// <param name="source">The interactions.</param>
    /// <param name="options">The options for what is kept and counted; null for the defaults.</param>
    /// <returns>The catalog's entry of each interaction's item, as it is after the interaction.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="source"/> is null.</exception>
    /// <remarks>As the overload with selectors.</remarks>
    public static IObservable<CatalogItem<Id>> CatalogItems(
        this IObservable<Interaction> source, ItemCatalogOptions? options = null) =>
        source.CatalogItems(
            static value => value.Item, static value => value.CountedKind, static value => value.Facts, options);
}
