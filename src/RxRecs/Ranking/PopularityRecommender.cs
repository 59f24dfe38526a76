using RxRecs.Machines;

namespace RxRecs;

/// <summary>The most popular items for everybody: the baseline that any other recommender has to beat.</summary>
/// <param name="maxItems">
/// How many items are kept; those without an event for the longest time are forgotten and counted.
/// </param>
/// <param name="popularity">What each kind of interaction counts; null for purchase 1 and cart 1.</param>
public sealed class PopularityRecommender(int maxItems = 1_000_000, KindWeights? popularity = null)
    : IRecommender<Interaction, Id, Id>
{
    private readonly List<CatalogItem> _found = [];

    /// <summary>What is known of the items.</summary>
    public ItemCatalog Catalog { get; } = new(maxItems, popularity);

    /// <inheritdoc/>
    public void Learn(Interaction value) => Catalog.Learn(value);

    /// <inheritdoc/>
    public void Recommend(Id user, int count, List<Recommendation<Id>> recommendations)
    {
        ArgumentNullException.ThrowIfNull(recommendations);
        Catalog.Popular(count, _found);
        recommendations.Clear();
        foreach (var found in _found)
        {
            var reason = new RecommendationReason(RecommendationSource.Popular, found.Popularity);
            recommendations.Add(new(found.Item, found.Popularity, reason));
        }
    }

    /// <inheritdoc/>
    public void Snapshot(SnapshotWriter writer) => Catalog.Snapshot(writer);

    /// <inheritdoc/>
    public void Restore(SnapshotReader reader) => Catalog.Restore(reader);
}
