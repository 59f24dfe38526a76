using RxRecs.Machines;
using RxRecs.Recommenders;

namespace RxRecs;

/// <summary>
/// Makes candidate sources over states that you keep yourself, for a <c>CandidateRanking</c> of your own.
/// </summary>
public static class CandidateSources
{
    /// <summary>Proposes what lies in the open cart; the value is the quantity, the score 1.</summary>
    /// <param name="carts">The carts.</param>
    /// <param name="order">The order of the items.</param>
    /// <typeparam name="TUser">The users' type.</typeparam>
    /// <typeparam name="TItem">The items' type.</typeparam>
    /// <returns>The source, called <see cref="RecommendationSource.OpenCart"/>.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    public static ICandidateSource<TUser, TItem> OpenCart<TUser, TItem>(
        CartState<TUser, TItem> carts, CartOrder order = CartOrder.NewestFirst)
        where TUser : notnull
    {
        ArgumentNullException.ThrowIfNull(carts);
        return new CartCandidates<TUser, TItem>(carts, order);
    }

    /// <summary>
    /// Proposes what a user touched last, newest first; the value is the place in the history, from 1, the score
    /// 1 / place.
    /// </summary>
    /// <param name="history">The last items of each user.</param>
    /// <typeparam name="TUser">The users' type.</typeparam>
    /// <typeparam name="TItem">The items' type.</typeparam>
    /// <returns>The source, called <see cref="RecommendationSource.History"/>.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    public static ICandidateSource<TUser, TItem> History<TUser, TItem>(ILastItems<TUser, TItem> history)
        where TUser : notnull
    {
        ArgumentNullException.ThrowIfNull(history);
        return new RecentCandidates<TUser, TItem>(history);
    }

    /// <summary>
    /// Proposes what users with similar interests hold, or, for a request around items, what users who hold these hold
    /// too; the value is the similarity score.
    /// </summary>
    /// <param name="state">The state to propose items from.</param>
    /// <typeparam name="TUser">The users' type.</typeparam>
    /// <typeparam name="TItem">The items' type.</typeparam>
    /// <returns>The source, called <see cref="RecommendationSource.SimilarItems"/>.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    public static ICandidateSource<TUser, TItem> SimilarItems<TUser, TItem>(SimilarItemsState<TUser, TItem> state)
        where TUser : notnull
        where TItem : notnull
    {
        ArgumentNullException.ThrowIfNull(state);
        return new SimilarItemsCandidates<TUser, TItem>(state);
    }

    /// <summary>
    /// Proposes what may come next in the visit, or after the items that a request is around; the value is the score,
    /// the detail the preset that scores.
    /// </summary>
    /// <param name="state">The state to propose items from.</param>
    /// <typeparam name="TUser">The users' type.</typeparam>
    /// <typeparam name="TItem">The items' type.</typeparam>
    /// <returns>The source, called <see cref="RecommendationSource.NextItem"/>.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    public static ICandidateSource<TUser, TItem> NextItem<TUser, TItem>(NextItemState<TUser, TItem> state)
        where TUser : notnull
        where TItem : notnull
    {
        ArgumentNullException.ThrowIfNull(state);
        return new NextItemCandidates<TUser, TItem>(state);
    }

    /// <summary>
    /// Proposes what a model that was made elsewhere recommends in the visit, or after the items that a request is
    /// around; the value is the score, the detail the hash of the model.
    /// </summary>
    /// <param name="state">The visits and the model.</param>
    /// <typeparam name="TUser">The users' type.</typeparam>
    /// <typeparam name="TItem">The items' type.</typeparam>
    /// <returns>
    /// The source, called as the model's: <see cref="RecommendationSource.NeighborTable"/> or
    /// <see cref="RecommendationSource.ItemVectors"/>.
    /// </returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    public static ICandidateSource<TUser, TItem> ItemModel<TUser, TItem>(ItemModelState<TUser, TItem> state)
        where TUser : notnull
        where TItem : notnull
    {
        ArgumentNullException.ThrowIfNull(state);
        return new ItemModelCandidates<TUser, TItem>(state);
    }

    /// <summary>Proposes what rises in the shop, the same for everybody; the value is the trend's score.</summary>
    /// <param name="report">A function that gives the newest report, or null while there is none.</param>
    /// <typeparam name="TUser">The users' type.</typeparam>
    /// <typeparam name="TItem">The items' type.</typeparam>
    /// <returns>The source, called <see cref="RecommendationSource.Trending"/>.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    public static ICandidateSource<TUser, TItem> Trending<TUser, TItem>(Func<TrendReport<TItem>?> report)
        where TItem : notnull
    {
        ArgumentNullException.ThrowIfNull(report);
        return new TrendCandidates<TUser, TItem>(report);
    }

    /// <summary>
    /// Proposes what rises in the shop and is of a brand that the user touched lately; the value is the trend's score,
    /// the detail the brand.
    /// </summary>
    /// <param name="report">A function that gives the newest report, or null while there is none.</param>
    /// <param name="brands">The last brands of each user.</param>
    /// <param name="catalog">The catalog of the items.</param>
    /// <typeparam name="TUser">The users' type.</typeparam>
    /// <typeparam name="TItem">The items' type.</typeparam>
    /// <returns>The source, called <see cref="RecommendationSource.TrendingBrand"/>.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    public static ICandidateSource<TUser, TItem> TrendingBrand<TUser, TItem>(
        Func<TrendReport<TItem>?> report, ILastItems<TUser, string> brands, ItemCatalog<TItem> catalog)
        where TUser : notnull
        where TItem : notnull
    {
        ArgumentNullException.ThrowIfNull(report);
        ArgumentNullException.ThrowIfNull(brands);
        ArgumentNullException.ThrowIfNull(catalog);
        return new TrendingBrandCandidates<TUser, TItem>(report, brands, catalog);
    }

    /// <summary>
    /// Proposes what is like the items that a user touched last, or those that the request is about: the value is the
    /// share of their features that an item has (<see cref="ContentOptions"/>).
    /// </summary>
    /// <param name="history">The last items of each user.</param>
    /// <param name="catalog">The catalog of the items.</param>
    /// <param name="options">The weights of the features that make contents alike; null for the defaults.</param>
    /// <param name="itemOrder">
    /// The order of items of equal score and popularity; null for the items' own order, the lower first.
    /// </param>
    /// <typeparam name="TUser">The users' type.</typeparam>
    /// <typeparam name="TItem">The items' type.</typeparam>
    /// <returns>The source, called <see cref="RecommendationSource.Content"/>.</returns>
    /// <exception cref="ArgumentNullException">An argument that must not be is null.</exception>
    public static ICandidateSource<TUser, TItem> Content<TUser, TItem>(
        ILastItems<TUser, TItem> history,
        ItemCatalog<TItem> catalog,
        ContentOptions? options = null,
        IComparer<TItem>? itemOrder = null)
        where TUser : notnull
        where TItem : notnull
    {
        ArgumentNullException.ThrowIfNull(history);
        ArgumentNullException.ThrowIfNull(catalog);
        return new ContentCandidates<TUser, TItem>(
            history, catalog, options ?? new ContentOptions(), ItemOrder.OrDefault(itemOrder));
    }

    /// <summary>
    /// Proposes what is bought together with what lies in the open cart, or with the items that a request is around,
    /// and not these themselves: the value is the sum of the confidences of the bundles.
    /// </summary>
    /// <param name="bundles">The bundles.</param>
    /// <param name="carts">The carts.</param>
    /// <param name="itemOrder">
    /// The order of items of equal score; null for the items' own order, the lower first.
    /// </param>
    /// <typeparam name="TUser">The users' type.</typeparam>
    /// <typeparam name="TItem">The items' type.</typeparam>
    /// <returns>The source, called <see cref="RecommendationSource.BoughtTogether"/>.</returns>
    /// <exception cref="ArgumentNullException">An argument that must not be is null.</exception>
    public static ICandidateSource<TUser, TItem> BoughtTogether<TUser, TItem>(
        BundleState<TUser, TItem> bundles, CartState<TUser, TItem> carts, IComparer<TItem>? itemOrder = null)
        where TUser : notnull
        where TItem : notnull
    {
        ArgumentNullException.ThrowIfNull(bundles);
        ArgumentNullException.ThrowIfNull(carts);
        return new BundleCandidates<TUser, TItem>(bundles.Around, carts, ItemOrder.OrDefault(itemOrder));
    }

    /// <summary>
    /// Proposes what a user bought and may buy again by now; value and score are how likely that is.
    /// </summary>
    /// <param name="state">The purchases.</param>
    /// <typeparam name="TUser">The users' type.</typeparam>
    /// <typeparam name="TItem">The items' type.</typeparam>
    /// <returns>The source, called <see cref="RecommendationSource.BuyAgain"/>.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    public static ICandidateSource<TUser, TItem> BuyAgain<TUser, TItem>(BuyAgainState<TUser, TItem> state)
        where TUser : notnull
        where TItem : notnull
    {
        ArgumentNullException.ThrowIfNull(state);
        return new BuyAgainCandidates<TUser, TItem>(state);
    }

    /// <summary>
    /// Proposes what is popular within a span of event time, the same for everybody; the value is the popularity.
    /// </summary>
    /// <param name="state">The counts.</param>
    /// <typeparam name="TUser">The users' type.</typeparam>
    /// <typeparam name="TItem">The items' type.</typeparam>
    /// <returns>The source, called <see cref="RecommendationSource.PopularOfDay"/>.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    public static ICandidateSource<TUser, TItem> PopularOfDay<TUser, TItem>(PopularOfDayState<TItem> state)
        where TItem : notnull
    {
        ArgumentNullException.ThrowIfNull(state);
        return new PopularOfDayCandidates<TUser, TItem>(state);
    }

    /// <summary>Proposes what is popular, the same for everybody; the value is the popularity.</summary>
    /// <param name="catalog">The catalog of the items.</param>
    /// <typeparam name="TUser">The users' type.</typeparam>
    /// <typeparam name="TItem">The items' type.</typeparam>
    /// <returns>The source, called <see cref="RecommendationSource.Popular"/>.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    public static ICandidateSource<TUser, TItem> Popular<TUser, TItem>(ItemCatalog<TItem> catalog)
        where TItem : notnull
    {
        ArgumentNullException.ThrowIfNull(catalog);
        return new PopularCandidates<TUser, TItem>(catalog);
    }
}
