using RxRecs.Machines;
using RxRecs.Recommenders;

namespace RxRecs;

public static partial class RecsObservable
{
    /// <summary>Finds items that are bought together, with support, confidence and lift.</summary>
    /// <param name="source">The events.</param>
    /// <param name="selectors">
    /// The selectors that read an event; give the order's id as the session where baskets are orders.
    /// </param>
    /// <param name="options">The options for what makes a basket and what is counted; null for the defaults.</param>
    /// <param name="itemOrder">
    /// The order of items of equal figures; null for the items' own order, the lower first.
    /// </param>
    /// <typeparam name="TEvent">The events' type.</typeparam>
    /// <typeparam name="TUser">The users' type.</typeparam>
    /// <typeparam name="TItem">The items' type.</typeparam>
    /// <returns>The bundles that each purchase is part of, as they are counted then.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="source"/> or <paramref name="selectors"/> is
    /// null.</exception>
    /// <exception cref="ArgumentException">A selector is null, or <typeparamref name="TItem"/> has no order and none is
    /// given.</exception>
    /// <remarks>
    /// <list type="table">
    /// <item><term>Event</term><description>A purchase of an item that is new in its basket emits a bundle with each
    /// item that was in it, the new one first, if the two are together in <see cref="BundleOptions.MinTogether"/>
    /// baskets. Other events emit nothing.</description></item>
    /// <item><term>Late event</term><description>Counts; which basket it belongs to depends on the order of arrival.
    /// Reorder events first where that matters.</description></item>
    /// <item><term>Error / completion</term><description>Pass on at once; a selector that throws ends with
    /// <c>OnError</c>.</description></item>
    /// <item><term>State</term><description><see cref="BundleState{TUser, TItem}"/>: at most
    /// <see cref="BundleOptions.MaxItems"/> items with <see cref="BundleOptions.MaxNeighbors"/> neighbors, and the open
    /// baskets. <c>BundleCounts</c> gives the bundles of an item, or the greatest of all, at the end.</description></item>
    /// <item><term>Order</term><description>As the events; those of one as the basket's items
    /// came.</description></item>
    /// </list>
    /// </remarks>
    public static IObservable<Bundle<TItem>> Bundles<TEvent, TUser, TItem>(
        this IObservable<TEvent> source,
        ShopSelectors<TEvent, TUser, TItem> selectors,
        BundleOptions? options = null,
        IComparer<TItem>? itemOrder = null)
        where TUser : notnull
        where TItem : notnull
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(selectors);
        selectors.ThrowIfIncomplete();
        return source.RunMachine(() => new BundlesMachine<TEvent, TUser, TItem>(selectors, options, itemOrder));
    }

    /// <summary>Finds items that are bought together, over interactions.</summary>
    /// <param name="source">The interactions.</param>
    /// <param name="options">The options for what makes a basket and what is counted; null for the defaults.</param>
    /// <returns>The bundles that each purchase is part of.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="source"/> is null.</exception>
    /// <remarks>As the overload with selectors.</remarks>
    public static IObservable<Bundle<Id>> Bundles(
        this IObservable<Interaction> source, BundleOptions? options = null) =>
        source.Bundles(ShopRecommender.Selectors, options);
}
