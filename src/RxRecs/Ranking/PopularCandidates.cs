namespace RxRecs;

/// <summary>The most popular items as candidates, the same for everybody; the value is the popularity.</summary>
/// <param name="catalog">What is known of the items.</param>
/// <typeparam name="TUser">The users' type.</typeparam>
public sealed class PopularCandidates<TUser>(ItemCatalog catalog) : ICandidateSource<TUser, Id>
{
    private readonly List<CatalogItem> _found = [];
    private CandidateSink<Id>? _candidates;
    private Func<Id, bool>? _accept;

    /// <inheritdoc/>
    public RecommendationSource Source => RecommendationSource.Popular;

    /// <inheritdoc/>
    public void Propose(TUser user, CandidateSink<Id> candidates)
    {
        ArgumentNullException.ThrowIfNull(candidates);
        if (candidates.Wanted == 0)
        {
            return;
        }

        _candidates = candidates;
        catalog.Popular(candidates.Wanted, _found, _accept ??= item => _candidates.Accepts(item));
        _candidates = null;
        foreach (var found in _found)
        {
            candidates.Add(found.Item, found.Popularity);
        }
    }
}
