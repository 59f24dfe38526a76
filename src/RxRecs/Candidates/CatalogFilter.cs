namespace RxRecs;

/// <summary>Applies an <see cref="ItemFilter"/> to every candidate source.</summary>
/// <param name="filter">The rules.</param>
/// <param name="catalog">The catalog of the items.</param>
/// <typeparam name="TUser">The users' type.</typeparam>
/// <typeparam name="TItem">The items' type.</typeparam>
internal sealed class CatalogFilter<TUser, TItem>(ItemFilter filter, ItemCatalog<TItem> catalog)
    : ICandidateFilter<TUser, TItem>
    where TItem : notnull
{
    /// <inheritdoc/>
    public bool Accepts(in RecommendationRequest<TUser, TItem> request, TItem item, RecommendationSource source)
    {
        catalog.TryGet(item, out var found);
        return filter.Accepts(found.Facts, found.Popularity);
    }
}
