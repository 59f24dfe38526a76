namespace RxRecs.Recommenders;

/// <summary>Makes recommenders of what is like the items that a user touched: by category, brand and price.</summary>
public static class ContentBased
{
    /// <summary>
    /// Recommends by content: with F the features of the items (<see cref="ContentOptions"/>) and y 1 for each of the
    /// user's last distinct items, profile = y F, w = profile / sum, and the score of an item is w F': the share of the
    /// features of the user's items that the item has. What the user touched is left out; what is hidden or out of
    /// stock as well.
    /// </summary>
    /// <param name="selectors">
    /// The selectors that read an event; what events tell of items comes from their facts.
    /// </param>
    /// <param name="options">The weights of the features that make contents alike; null for the defaults.</param>
    /// <param name="historyCount">The number of a user's last distinct items that count.</param>
    /// <param name="maxKeys">
    /// The number of users, of visits without a user, and of items that are kept, each; the one without an event for
    /// the longest time goes.
    /// </param>
    /// <param name="itemOrder">
    /// The order of items of equal score and popularity; null for the items' own order, the lower first.
    /// </param>
    /// <typeparam name="TEvent">The events' type.</typeparam>
    /// <typeparam name="TUser">The users' type.</typeparam>
    /// <typeparam name="TItem">The items' type.</typeparam>
    /// <returns>A recommender that has learned nothing. A request around items is about these.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="selectors"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is not positive.</exception>
    public static ContentRecommender<TEvent, TUser, TItem> Recommender<TEvent, TUser, TItem>(
        ShopSelectors<TEvent, TUser, TItem> selectors,
        ContentOptions? options = null,
        int historyCount = 50,
        int maxKeys = 1_000_000,
        IComparer<TItem>? itemOrder = null)
        where TUser : notnull
        where TItem : notnull
    {
        ArgumentNullException.ThrowIfNull(selectors);
        selectors.ThrowIfIncomplete();
        ArgumentOutOfRangeException.ThrowIfLessThan(historyCount, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(maxKeys, 1);
        return new(selectors, options ?? new(), historyCount, maxKeys, ItemOrder.OrDefault(itemOrder));
    }

    /// <summary>Recommends by content, over interactions.</summary>
    /// <param name="options">The weights of the features that make contents alike; null for the defaults.</param>
    /// <returns>A recommender that has learned nothing.</returns>
    public static ContentRecommender<Interaction, Id, Id> Recommender(ContentOptions? options = null) =>
        Recommender(ShopRecommender.Selectors, options);
}
