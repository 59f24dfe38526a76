using RxRecs.Machines;
using RxRecs.Recommenders;

namespace RxRecs;

/// <summary>Proposes the most popular items, the same for everybody; the value is the popularity.</summary>
/// <param name="catalog">The catalog of the items.</param>
/// <typeparam name="TUser">The users' type.</typeparam>
/// <typeparam name="TItem">The items' type.</typeparam>
internal sealed class PopularCandidates<TUser, TItem>(ItemCatalog<TItem> catalog) : ICandidateSource<TUser, TItem>
    where TItem : notnull
{
    private readonly List<CatalogItem<TItem>> _found = [];
    private CandidateSink<TItem>? _candidates;
    private Func<TItem, bool>? _accept;

    /// <inheritdoc/>
    public RecommendationSource Source => RecommendationSource.Popular;

    /// <inheritdoc/>
    public void Propose(in RecommendationRequest<TUser, TItem> request, CandidateSink<TItem> candidates)
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

    /// <inheritdoc/>
    public IReadOnlyList<ScoreContribution<TItem>> Explain(
        in RecommendationRequest<TUser, TItem> request, TItem item) =>
        catalog.TryGet(item, out var found) ? SoleContribution.Popular<TItem>(Source, found.Popularity) : [];
}
