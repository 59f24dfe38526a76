using RxRecs.Machines;

namespace RxRecs;

/// <summary>Makes filters that decide which items may be in a list.</summary>
public static class CandidateFilters
{
    /// <summary>Leaves items out whoever asks and whatever proposes them: out of stock, recalled.</summary>
    /// <param name="excluded">The items; looked at with each list, so that a set that changes is followed.</param>
    /// <typeparam name="TUser">The users' type.</typeparam>
    /// <typeparam name="TItem">The items' type.</typeparam>
    /// <returns>The filter.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    public static ICandidateFilter<TUser, TItem> Exclude<TUser, TItem>(IReadOnlySet<TItem> excluded)
    {
        ArgumentNullException.ThrowIfNull(excluded);
        return new ExcludedItemsFilter<TUser, TItem>(excluded);
    }

    /// <summary>Leaves out, whoever asks and whatever proposes them, items that are hidden or out of stock.</summary>
    /// <param name="catalog">The catalog with what the shop states of the items.</param>
    /// <typeparam name="TUser">The users' type.</typeparam>
    /// <typeparam name="TItem">The items' type.</typeparam>
    /// <returns>The filter.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    public static ICandidateFilter<TUser, TItem> OnlyOffered<TUser, TItem>(ItemCatalog<TItem> catalog)
        where TItem : notnull
    {
        ArgumentNullException.ThrowIfNull(catalog);
        return new OfferedItemsFilter<TUser, TItem>(catalog);
    }

    /// <summary>
    /// Leaves out a user's last items of some kind, such as those bought or seen, except where a source proposes them
    /// as a reminder.
    /// </summary>
    /// <param name="own">The user's last items of that kind.</param>
    /// <param name="reminders">The sources that may propose them nevertheless.</param>
    /// <typeparam name="TUser">The users' type.</typeparam>
    /// <typeparam name="TItem">The items' type.</typeparam>
    /// <returns>The filter.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    public static ICandidateFilter<TUser, TItem> ExcludeOwn<TUser, TItem>(
        ILastItems<TUser, TItem> own, params RecommendationSource[] reminders)
        where TUser : notnull
        where TItem : notnull
    {
        ArgumentNullException.ThrowIfNull(own);
        ArgumentNullException.ThrowIfNull(reminders);
        return new OwnItemsFilter<TUser, TItem>(own, reminders);
    }

    /// <summary>Leaves out what a user has taken out of the cart and not put in again.</summary>
    /// <param name="carts">The carts, which remember what has left them.</param>
    /// <param name="bought">The items that the user bought last, which are another filter's affair.</param>
    /// <typeparam name="TUser">The users' type.</typeparam>
    /// <typeparam name="TItem">The items' type.</typeparam>
    /// <returns>The filter.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    public static ICandidateFilter<TUser, TItem> ExcludeRemoved<TUser, TItem>(
        CartState<TUser, TItem> carts, ILastItems<TUser, TItem> bought)
        where TUser : notnull
        where TItem : notnull
    {
        ArgumentNullException.ThrowIfNull(carts);
        ArgumentNullException.ThrowIfNull(bought);
        return new RemovedItemsFilter<TUser, TItem>(carts, bought);
    }

    /// <summary>Lets only items pass that meet the rules.</summary>
    /// <param name="rules">The rules.</param>
    /// <param name="catalog">The catalog of the items.</param>
    /// <typeparam name="TUser">The users' type.</typeparam>
    /// <typeparam name="TItem">The items' type.</typeparam>
    /// <returns>The filter.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException">The lowest price of the rules is above the highest.</exception>
    public static ICandidateFilter<TUser, TItem> Only<TUser, TItem>(ItemFilter rules, ItemCatalog<TItem> catalog)
        where TItem : notnull
    {
        ArgumentNullException.ThrowIfNull(rules);
        ArgumentNullException.ThrowIfNull(catalog);
        rules.ThrowIfContradictory();
        return new CatalogFilter<TUser, TItem>(rules, catalog);
    }
}
