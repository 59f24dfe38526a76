using RxRecs.Machines;

namespace RxRecs.Recommenders;

/// <summary>
/// Recommends the most popular items to everybody: the baseline that any other recommender has to beat.
/// </summary>
/// <param name="maxItems">
/// The maximum number of items that are kept; those without an event for the longest time are forgotten and counted.
/// </param>
/// <param name="popularity">The weight of each kind of interaction; null for purchase 1 and cart 1.</param>
public sealed class PopularityRecommender(int maxItems = 1_000_000, KindWeights? popularity = null)
    : IRecommender<Interaction, Id, Id>
{
    private readonly List<CatalogItem<Id>> _found = [];

    /// <summary>Gets the catalog of the items.</summary>
    public ItemCatalog<Id> Catalog { get; } = new(maxItems, popularity);

    /// <inheritdoc/>
    public void Learn(Interaction value) => Catalog.Learn(value.Item, value.CountedKind, value.Facts);

    /// <inheritdoc/>
    public void Recommend(in RecommendationRequest<Id, Id> request, List<Recommendation<Id>> recommendations)
    {
        ArgumentNullException.ThrowIfNull(recommendations);
        Catalog.Popular(request.Count, _found, request.Accepts);
        recommendations.Clear();
        foreach (var found in _found)
        {
            var reason = new RecommendationReason(
                RecommendationSource.Popular, found.Popularity, IsFallback: true);
            recommendations.Add(new(found.Item, found.Popularity, reason));
        }
    }

    /// <inheritdoc/>
    public RecommendationExplanation<Id>? Explain(in RecommendationRequest<Id, Id> request, Id item) =>
        Catalog.TryGet(item, out var found) && Catalog.IsOffered(item)
            ? RecommendationExplanation<Id>.Of(
                item,
                SoleContribution.Popular<Id>(RecommendationSource.Popular, found.Popularity),
                request.Excluded,
                isFallback: true)
            : null;

    /// <inheritdoc/>
    public void Snapshot(SnapshotWriter writer) => Catalog.Snapshot(writer);

    /// <inheritdoc/>
    public void Restore(SnapshotReader reader) => Catalog.Restore(reader);
}
