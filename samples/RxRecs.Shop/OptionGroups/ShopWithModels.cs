using RxRecs.Machines;
using RxRecs.Recommenders;

namespace RxRecs.Shop.OptionGroups;

/// <summary>
/// The shop's recommender with what was made elsewhere, a table or vectors, among its sources; saved as one.
/// </summary>
internal sealed class ShopWithModels : IRecommender<Interaction, Id, Id>
{
    private readonly ItemModelState<Id, Id>[] _models;
    private readonly ShopRecommender _shop;

    public ShopWithModels(ShopRecommenderOptions options, GivenModels models, ICandidateFilter<Id, Id>[] filters)
    {
        var named = options.Sources.Concat(options.Fallbacks).Select(static rule => rule.Source).ToHashSet();
        _models =
        [
            .. models.All.Where(model => named.Contains(model.Source))
                .Select(static model => new ItemModelState<Id, Id>(model)),
        ];
        _shop = new ShopRecommender(options, [.. _models.Select(CandidateSources.ItemModel)], filters);
    }

    public IReadOnlyList<ListRuleCount> RuleCounts => _shop.RuleCounts;

    public DateTimeOffset Watermark => _shop.Watermark;

    public void Learn(Interaction value)
    {
        _shop.Learn(value);
        if (value.Kind != InteractionKind.Remove)
        {
            foreach (var model in _models)
            {
                model.Learn(value.User, value.Session, value.Item, value.EventTime);
            }
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
        Array.ForEach(_models, model => model.Snapshot(writer));
    }

    public void Restore(SnapshotReader reader)
    {
        _shop.Restore(reader);
        Array.ForEach(_models, model => model.Restore(reader));
    }
}
