using RxRecs.Machines;
using RxRecs.Recommenders;

namespace RxRecs;

public static partial class RecsObservable
{
    /// <summary>
    /// Emits, after each event, the items that users with similar interests hold and the event's user does not: for
    /// each other user the similarity of the two sets of last distinct items, added up per item. To ask at moments of
    /// your own choosing, use <c>RecommendOnDemand</c> with a
    /// <see cref="SimilarItemsRecommender{TEvent, TUser, TItem}"/>.
    /// </summary>
    /// <param name="source">The events.</param>
    /// <param name="count">The maximum number of items in a list.</param>
    /// <param name="userSelector">A selector of an event's user (or session).</param>
    /// <param name="itemSelector">A selector of an event's item.</param>
    /// <param name="options">
    /// The options for what is kept and compared; null for the last 5 items and Jaccard similarity.
    /// </param>
    /// <param name="itemOrder">
    /// The order of items of equal score; null for the items' own order, the lower first.
    /// </param>
    /// <typeparam name="TEvent">The events' type.</typeparam>
    /// <typeparam name="TUser">The users' type.</typeparam>
    /// <typeparam name="TItem">The items' type.</typeparam>
    /// <returns>One list per event.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="source"/> or a selector is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is not positive.</exception>
    /// <exception cref="ArgumentException">
    /// <typeparamref name="TItem"/> has no order and none is given.
    /// </exception>
    /// <remarks>
    /// <list type="table">
    /// <item><term>Event</term><description>
    /// Emits the list of the event's user, at once; an empty one where no other user shares an
    /// item.</description></item>
    /// <item><term>Late event</term><description>
    /// There is none: events count in the order in which they come. Reorder them first where event time
    /// matters.</description></item>
    /// <item><term>Error / completion</term><description>Pass on at once.</description></item>
    /// <item><term>State</term><description>
    /// The last <see cref="SimilarItemsOptions.LastCount"/> distinct items of at most
    /// <see cref="SimilarItemsOptions.MaxUsers"/> users, those without an event for the longest time evicted and
    /// counted.</description></item>
    /// <item><term>Order</term><description>Higher score first, then by
    /// <paramref name="itemOrder"/>.</description></item>
    /// </list>
    /// </remarks>
    public static IObservable<SimilarItemsList<TUser, TItem>> SimilarItems<TEvent, TUser, TItem>(
        this IObservable<TEvent> source,
        int count,
        Func<TEvent, TUser> userSelector,
        Func<TEvent, TItem> itemSelector,
        SimilarItemsOptions? options = null,
        IComparer<TItem>? itemOrder = null)
        where TUser : notnull
        where TItem : notnull
    {
        ArgumentNullException.ThrowIfNull(source);
        _ = new SimilarItemsMachine<TEvent, TUser, TItem>(count, userSelector, itemSelector, options, itemOrder);
        return source.RunMachine(
            () => new SimilarItemsMachine<TEvent, TUser, TItem>(count, userSelector, itemSelector, options, itemOrder));
    }

    /// <summary>
    /// <see cref="SimilarItems{TEvent, TUser, TItem}"/> over interactions of every kind; those without a user are left
    /// out.
    /// </summary>
    /// <param name="source">The interactions.</param>
    /// <param name="count">The maximum number of items in a list.</param>
    /// <param name="options">
    /// The options for what is kept and compared; null for the last 5 items and Jaccard similarity.
    /// </param>
    /// <returns>One list per interaction that has a user.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="source"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is not positive.</exception>
    public static IObservable<SimilarItemsList<Id, Id>> SimilarItems(
        this IObservable<Interaction> source, int count, SimilarItemsOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(source);
        return source.OfKnownUsers(nameof(SimilarItems))
            .SimilarItems(count, value => value.User, value => value.Item, options);
    }
}
