using RxRecs.Recommenders;

namespace RxRecs;

/// <summary>
/// Provides the short form of a request, for a user and a number of items, and a second input of a recommender.
/// </summary>
public static class RecommenderExtensions
{
    /// <summary>Fills the list for a user.</summary>
    /// <param name="recommender">The recommender.</param>
    /// <param name="user">The user; an unknown one gets the fallback, marked as such, or nothing.</param>
    /// <param name="count">The maximum number of items in the list.</param>
    /// <param name="recommendations">The list to fill, best first; it is cleared first.</param>
    /// <typeparam name="TEvent">The events' type.</typeparam>
    /// <typeparam name="TUser">The users' type.</typeparam>
    /// <typeparam name="TItem">The items' type.</typeparam>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is not positive.</exception>
    public static void Recommend<TEvent, TUser, TItem>(
        this IRecommender<TEvent, TUser, TItem> recommender,
        TUser user,
        int count,
        List<Recommendation<TItem>> recommendations)
    {
        ArgumentNullException.ThrowIfNull(recommender);
        ArgumentNullException.ThrowIfNull(recommendations);
        recommender.Recommend(new RecommendationRequest<TUser, TItem>(user, count), recommendations);
    }

    /// <summary>
    /// Brings what the shop states of items to a recommender's catalog: an item that is hidden or out of stock leaves
    /// its lists with the next answer, and returns at once when it is offered again.
    /// </summary>
    /// <param name="recommender">The recommender; the result's own from then on, and disposed with it.</param>
    /// <param name="changes">
    /// The changes that the shop states; subscribed to at once. A change counts before the event or request that comes
    /// next, from whichever thread. Of those that wait for it what still counts is kept, of as many items as the
    /// catalog keeps. An error is thrown by the event or request that comes next.
    /// </param>
    /// <param name="catalog">
    /// The catalog that the recommender reads, such as <see cref="ShopRecommender{TEvent, TUser, TItem}.Catalog"/>.
    /// </param>
    /// <typeparam name="TEvent">The events' type.</typeparam>
    /// <typeparam name="TUser">The users' type.</typeparam>
    /// <typeparam name="TItem">The items' type.</typeparam>
    /// <returns>The recommender with its second input.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    public static IRecommender<TEvent, TUser, TItem> WithChanges<TEvent, TUser, TItem>(
        this IRecommender<TEvent, TUser, TItem> recommender,
        IObservable<ItemChange<TItem>> changes,
        ItemCatalog<TItem> catalog)
        where TItem : notnull
    {
        ArgumentNullException.ThrowIfNull(recommender);
        ArgumentNullException.ThrowIfNull(changes);
        ArgumentNullException.ThrowIfNull(catalog);
        return new CatalogFeed<TEvent, TUser, TItem>(recommender, changes, catalog);
    }
}
