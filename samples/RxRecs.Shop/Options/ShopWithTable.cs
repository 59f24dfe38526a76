using RxRecs.Machines;
using RxRecs.Recommenders;

namespace RxRecs.Shop.Options;

/// <summary>
/// The shop's recommender with a table of neighbors as one of its sources; saved as one. A recommender of one's own:
/// its parts learn what it learns.
/// </summary>
internal sealed class ShopWithTable : IRecommender<Interaction, Id, Id>
{
    private readonly NeighborTableState<Id, Id> _table;
    private readonly ShopRecommender _shop;

    public ShopWithTable(
        ShopRecommenderOptions options, NeighborTable<Id> table, ICandidateFilter<Id, Id>[] filters)
    {
        _table = new NeighborTableState<Id, Id>(table);
        _shop = new ShopRecommender(options, [CandidateSources.NeighborTable(_table)], filters);
    }

    /// <summary>Gives what the list rules have left out and moved.</summary>
    public IReadOnlyList<ListRuleCount> RuleCounts => _shop.RuleCounts;

    public DateTimeOffset Watermark => _shop.Watermark;

    public void Learn(Interaction value)
    {
        _shop.Learn(value);
        if (value.Kind != InteractionKind.Remove)
        {
            _table.Learn(value.User, value.Session, value.Item, value.EventTime);
        }
    }

    public void Recommend(in RecommendationRequest<Id, Id> request, List<Recommendation<Id>> recommendations) =>
        _shop.Recommend(request, recommendations);

    public RecommendationExplanation<Id>? Explain(in RecommendationRequest<Id, Id> request, Id item) =>
        _shop.Explain(request, item);

    public void AdvanceTo(DateTimeOffset watermark) => _shop.AdvanceTo(watermark);

    public void Complete() => _shop.Complete();

    public void Snapshot(SnapshotWriter writer)
    {
        _shop.Snapshot(writer);
        _table.Snapshot(writer);
    }

    public void Restore(SnapshotReader reader)
    {
        _shop.Restore(reader);
        _table.Restore(reader);
    }
}
