namespace RxRecs;

/// <summary>Leaves out what the shop hides or does not have in stock, whoever asks and whatever proposes it.</summary>
/// <param name="catalog">The catalog with what the shop states of the items.</param>
/// <typeparam name="TUser">The users' type.</typeparam>
/// <typeparam name="TItem">The items' type.</typeparam>
internal sealed class OfferedItemsFilter<TUser, TItem>(ItemCatalog<TItem> catalog) : ICandidateFilter<TUser, TItem>
    where TItem : notnull
{
    /// <inheritdoc/>
    public bool Accepts(in RecommendationRequest<TUser, TItem> request, TItem item, RecommendationSource source) =>
        catalog.IsOffered(item);
}
