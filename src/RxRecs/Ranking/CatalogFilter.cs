namespace RxRecs;

/// <summary>An <see cref="ItemFilter"/> for every candidate source.</summary>
/// <param name="filter">The rules.</param>
/// <param name="catalog">What is known of the items.</param>
/// <typeparam name="TUser">The users' type.</typeparam>
public sealed class CatalogFilter<TUser>(ItemFilter filter, ItemCatalog catalog) : ICandidateFilter<TUser, Id>
{
    /// <inheritdoc/>
    public bool Accepts(TUser user, Id item, RecommendationSource source) => filter.Accepts(item, catalog);
}
