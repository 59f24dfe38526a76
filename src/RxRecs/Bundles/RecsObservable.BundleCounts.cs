using RxRecs.Machines;
using RxRecs.Recommenders;

namespace RxRecs;

public static partial class RecsObservable
{
    /// <summary>
    /// Counts items that are bought together, and emits the counts once the source has completed: the bundles of an
    /// item (<see cref="BundleState{TUser, TItem}.Around"/>), or the greatest of all
    /// (<see cref="BundleState{TUser, TItem}.Top"/>).
    /// </summary>
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
    /// <returns>One element: the counts, which are the subscriber's.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="source"/> or <paramref name="selectors"/> is
    /// null.</exception>
    /// <exception cref="ArgumentException">A selector is null, or <typeparamref name="TItem"/> has no order and none is
    /// given.</exception>
    /// <remarks>
    /// <list type="table">
    /// <item><term>Event</term><description>A purchase counts in its basket, an item once. Nothing is
    /// emitted.</description></item>
    /// <item><term>Late event</term><description>Counts; which basket it belongs to depends on the order of arrival.
    /// Reorder events first where that matters.</description></item>
    /// <item><term>Error / completion</term><description>Completion emits the counts, those of no event too. An error
    /// passes on at once, without them; a selector that throws ends with <c>OnError</c>.</description></item>
    /// <item><term>State</term><description>As of
    /// <see cref="Bundles{TEvent, TUser, TItem}(IObservable{TEvent}, ShopSelectors{TEvent, TUser, TItem}, BundleOptions?, IComparer{TItem}?)"/>.</description></item>
    /// <item><term>Order</term><description>There is one element.</description></item>
    /// </list>
    /// </remarks>
    public static IObservable<BundleState<TUser, TItem>> BundleCounts<TEvent, TUser, TItem>(
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
        return source.RunMachine(() => new BundleCountsMachine<TEvent, TUser, TItem>(selectors, options, itemOrder));
    }

    /// <summary>Counts items that are bought together, over interactions, and emits the counts at the end.</summary>
    /// <param name="source">The interactions.</param>
    /// <param name="options">The options for what makes a basket and what is counted; null for the defaults.</param>
    /// <returns>One element: the counts, which are the subscriber's.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="source"/> is null.</exception>
    /// <remarks>As the overload with selectors.</remarks>
    public static IObservable<BundleState<Id, Id>> BundleCounts(
        this IObservable<Interaction> source, BundleOptions? options = null) =>
        source.BundleCounts(ShopRecommender.Selectors, options);
}
