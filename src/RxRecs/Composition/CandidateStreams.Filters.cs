using RxRecs.Recommenders;

namespace RxRecs;

/// <content>What may not be in a list.</content>
public sealed partial class CandidateStreams<TUser, TItem>
{
    /// <summary>
    /// Leaves out the user's last items of some kind, such as those bought, unless a named source proposes them.
    /// </summary>
    /// <param name="own">The last items of each user.</param>
    /// <param name="reminders">The sources that may propose them nevertheless.</param>
    /// <returns>This object.</returns>
    public CandidateStreams<TUser, TItem> Exclude(
        IObservable<LastItems<TUser, TItem>> own, params RecommendationSource[] reminders) =>
        Exclude(own, null, reminders);

    /// <summary>
    /// Leaves out the user's, or else the visit's, last items of some kind, such as those bought, unless a named source
    /// proposes them.
    /// </summary>
    /// <param name="own">The last items of each user.</param>
    /// <param name="ownOfVisits">
    /// The same of visits, asked where nothing is known of a request's user, but of its visit; null to ask for users
    /// alone.
    /// </param>
    /// <param name="reminders">The sources that may propose them nevertheless.</param>
    /// <returns>This object.</returns>
    public CandidateStreams<TUser, TItem> Exclude(
        IObservable<LastItems<TUser, TItem>> own,
        IObservable<LastItems<string, TItem>>? ownOfVisits,
        params RecommendationSource[] reminders)
    {
        ArgumentNullException.ThrowIfNull(reminders);
        var (part, visits) = (LastOf(own), LastOfVisits(ownOfVisits));
        Join(part.Knows, visits is null ? null : visits.Knows);
        return Filter(
            () => new OwnItemsFilter<TUser, TItem>(part, reminders),
            visits is null ? null : () => new OwnItemsFilter<string, TItem>(visits, reminders));
    }

    /// <summary>Leaves out what the user took out of the cart and did not put in again.</summary>
    /// <param name="changes">The changes of carts.</param>
    /// <param name="bought">The last items that each user bought, which are another filter's affair.</param>
    /// <returns>This object.</returns>
    public CandidateStreams<TUser, TItem> ExcludeRemoved(
        IObservable<CartChange<TUser, TItem>> changes, IObservable<LastItems<TUser, TItem>> bought)
    {
        var (carts, last) = (CartsOf(changes), LastOf(bought));
        return Filter(() => new RemovedItemsFilter<TUser, TItem>(carts.Carts, last), null);
    }

    /// <summary>
    /// Leaves out what the user, or else the visit, took out of the cart and did not put in again.
    /// </summary>
    /// <param name="changes">The changes of users' carts.</param>
    /// <param name="bought">The last items that each user bought, which are another filter's affair.</param>
    /// <param name="changesOfVisits">The changes of the carts of visits, asked where nothing is known of a request's
    /// user, but of its visit.</param>
    /// <param name="boughtOfVisits">The last items that were bought in each visit.</param>
    /// <returns>This object.</returns>
    public CandidateStreams<TUser, TItem> ExcludeRemoved(
        IObservable<CartChange<TUser, TItem>> changes,
        IObservable<LastItems<TUser, TItem>> bought,
        IObservable<CartChange<string, TItem>> changesOfVisits,
        IObservable<LastItems<string, TItem>> boughtOfVisits)
    {
        var (carts, last) = (CartsOf(changes), LastOf(bought));
        var (visits, lastOfVisits) = (CartsOf(changesOfVisits), LastOf(boughtOfVisits));
        Join(carts.Knows, visits.Knows);
        return Filter(
            () => new RemovedItemsFilter<TUser, TItem>(carts.Carts, last),
            () => new RemovedItemsFilter<string, TItem>(visits.Carts, lastOfVisits));
    }

    /// <summary>
    /// Leaves out what the shop hides or does not have in stock: an item leaves every list with the next answer, and
    /// returns at once when it is offered again.
    /// </summary>
    /// <param name="changes">
    /// The changes that the shop states. A change counts before the event or request that comes next; of changes that
    /// come before the first event, as a file of all items that is read at the start, all count.
    /// </param>
    /// <param name="catalog">
    /// The catalog that takes the changes, so that other parts see stated brands, categories and prices; null for one
    /// that holds the changes alone.
    /// </param>
    /// <returns>This object.</returns>
    /// <remarks>
    /// The catalog is saved with the composition. Changes that come again after a restore, as from a topic that is read
    /// from its beginning, change nothing that is newer.
    /// </remarks>
    public CandidateStreams<TUser, TItem> OnlyOffered(
        IObservable<ItemChange<TItem>> changes, IObservable<CatalogItem<TItem>>? catalog = null)
    {
        var items = catalog is null ? null : CatalogOf(catalog);
        var part = Part(changes, () => new ItemChangesPart<TItem>(changes, items, _root._maxKeys));
        _root._filters.Insert(0, () => new OfferedItemsFilter<TUser, TItem>(part.Catalog));
        return this;
    }

    /// <summary>Lets only items pass that meet the rules.</summary>
    /// <param name="rules">The rules.</param>
    /// <param name="catalog">The stream of the items' catalog entries, such as that of <c>CatalogItems</c>.</param>
    /// <returns>This object.</returns>
    public CandidateStreams<TUser, TItem> Only(ItemFilter rules, IObservable<CatalogItem<TItem>> catalog)
    {
        ArgumentNullException.ThrowIfNull(rules);
        rules.ThrowIfContradictory();
        var part = CatalogOf(catalog);
        _root._filters.Add(() => new CatalogFilter<TUser, TItem>(rules, part.Catalog));
        return this;
    }

    /// <summary>Adds a filter of your own.</summary>
    /// <param name="filter">The filter.</param>
    /// <returns>This object.</returns>
    public CandidateStreams<TUser, TItem> Only(ICandidateFilter<TUser, TItem> filter)
    {
        ArgumentNullException.ThrowIfNull(filter);
        _root._filters.Add(() => filter);
        return this;
    }
}
