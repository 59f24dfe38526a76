using RxRecs.Machines;
using RxRecs.Recommenders;

namespace RxRecs.Shop.Options;

/// <summary>
/// The shop's recommender with what was made elsewhere, a table or vectors, among its sources; saved as one.
/// </summary>
internal sealed class ShopWithModels : IRecommender<Interaction, Id, Id>
{
    private readonly NeighborTableState<Id, Id>? _table;
    private readonly ItemVectorsState<Id, Id>? _vectors;
    private readonly ShopRecommender _shop;

    public ShopWithModels(ShopRecommenderOptions options, GivenModels models, ICandidateFilter<Id, Id>[] filters)
    {
        var named = options.Sources.Concat(options.Fallbacks).Select(static rule => rule.Source).ToHashSet();
        var sources = new List<ICandidateSource<Id, Id>>();
        if (models.Table is { } table && named.Contains(RecommendationSource.NeighborTable))
        {
            sources.Add(CandidateSources.NeighborTable(_table = new NeighborTableState<Id, Id>(table)));
        }

        if (models.Vectors is { } vectors && named.Contains(RecommendationSource.ItemVectors))
        {
            sources.Add(CandidateSources.ItemVectors(_vectors = new ItemVectorsState<Id, Id>(vectors)));
        }

        _shop = new ShopRecommender(options, sources, filters);
    }

    public IReadOnlyList<ListRuleCount> RuleCounts => _shop.RuleCounts;

    public DateTimeOffset Watermark => _shop.Watermark;

    public void Learn(Interaction value)
    {
        _shop.Learn(value);
        if (value.Kind != InteractionKind.Remove)
        {
            _table?.Learn(value.User, value.Session, value.Item, value.EventTime);
            _vectors?.Learn(value.User, value.Session, value.Item, value.EventTime);
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
        _table?.Snapshot(writer);
        _vectors?.Snapshot(writer);
    }

    public void Restore(SnapshotReader reader)
    {
        _shop.Restore(reader);
        _table?.Restore(reader);
        _vectors?.Restore(reader);
    }
}
