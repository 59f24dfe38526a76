namespace RxRecs.Recommenders;

/// <summary>
/// Makes recommenders of what goes with the items of a visit: co-visitation, cosine, Jaccard, lift, log-likelihood,
/// association rules and sequential rules, live and bounded.
/// </summary>
public static class ItemToItem
{
    /// <summary>
    /// Recommends what goes with the last items of a visit: the sum over the last items of
    /// <see cref="ItemToItemOptions.HistoryDecay"/> to the power of how many items before the end it is, times the
    /// score of the pair. A request around items is about these.
    /// </summary>
    /// <param name="selectors">The selectors that read an event.</param>
    /// <param name="options">The options for what is counted and how it is scored; null for the defaults.</param>
    /// <param name="itemOrder">
    /// The order of items of equal score and age; null for the items' own order, the lower first.
    /// </param>
    /// <typeparam name="TEvent">The events' type.</typeparam>
    /// <typeparam name="TUser">The users' type.</typeparam>
    /// <typeparam name="TItem">The items' type.</typeparam>
    /// <returns>A recommender that has learned nothing.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="selectors"/> is null.</exception>
    /// <exception cref="ArgumentException">Options that cannot go together.</exception>
    public static IRecommender<TEvent, TUser, TItem> Recommender<TEvent, TUser, TItem>(
        ShopSelectors<TEvent, TUser, TItem> selectors,
        ItemToItemOptions? options = null,
        IComparer<TItem>? itemOrder = null)
        where TUser : notnull
        where TItem : notnull
    {
        ArgumentNullException.ThrowIfNull(selectors);
        selectors.ThrowIfIncomplete();
        options ??= new ItemToItemOptions();
        options.ThrowIfContradictory();
        return new ItemToItemRecommender<TEvent, TUser, TItem>(selectors, options, ItemOrder.OrDefault(itemOrder));
    }

    /// <summary>Recommends what goes with the last items of a visit, over interactions.</summary>
    /// <param name="options">The options for what is counted and how it is scored; null for the defaults.</param>
    /// <returns>A recommender that has learned nothing.</returns>
    public static IRecommender<Interaction, Id, Id> Recommender(ItemToItemOptions? options = null) =>
        Recommender(ShopRecommender.Selectors, options);

    /// <summary>
    /// Recommends by item-based collaborative filtering, over all that a user does, whatever the session.
    /// </summary>
    /// <param name="selectors">The selectors that read an event; events without a user are not learned.</param>
    /// <param name="options">
    /// The options for what is counted and how it is scored; null for <see cref="ItemToItemOptions.Collaborative"/>.
    /// </param>
    /// <param name="itemOrder">
    /// The order of items of equal score; null for the items' own order, the lower first.
    /// </param>
    /// <typeparam name="TEvent">The events' type.</typeparam>
    /// <typeparam name="TUser">The users' type.</typeparam>
    /// <typeparam name="TItem">The items' type.</typeparam>
    /// <returns>A recommender that has learned nothing.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="selectors"/> is null.</exception>
    /// <exception cref="ArgumentException">Options that cannot go together.</exception>
    public static IRecommender<TEvent, TUser, TItem> OfUsers<TEvent, TUser, TItem>(
        ShopSelectors<TEvent, TUser, TItem> selectors,
        ItemToItemOptions? options = null,
        IComparer<TItem>? itemOrder = null)
        where TUser : notnull
        where TItem : notnull
    {
        ArgumentNullException.ThrowIfNull(selectors);
        return new WithoutSessions<TEvent, TUser, TItem>(Recommender(
            selectors with { Session = static _ => null }, options ?? ItemToItemOptions.Collaborative, itemOrder));
    }

    /// <summary>Recommends by item-based collaborative filtering, over interactions.</summary>
    /// <param name="options">
    /// The options for what is counted and how it is scored; null for <see cref="ItemToItemOptions.Collaborative"/>.
    /// </param>
    /// <returns>A recommender that has learned nothing.</returns>
    public static IRecommender<Interaction, Id, Id> OfUsers(ItemToItemOptions? options = null) =>
        OfUsers(ShopRecommender.Selectors, options);
}
