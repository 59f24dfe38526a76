using RxRecs.Machines;

namespace RxRecs.Recommenders;

/// <summary>Recommends what was popular within a span of event time up to the newest event.</summary>
internal sealed class PopularOfDayRecommender<TEvent, TUser, TItem>(
    ShopSelectors<TEvent, TUser, TItem> selectors, KindWeights weights, PopularOfDayState<TItem> popularity)
    : IRecommender<TEvent, TUser, TItem>
    where TUser : notnull
    where TItem : notnull
{
    public void Learn(TEvent value) => popularity.Learn(
        selectors.KnownItem(value), weights.Of(selectors.CountedKind(value)), selectors.EventTime(value));

    public void Recommend(in RecommendationRequest<TUser, TItem> request, List<Recommendation<TItem>> recommendations)
    {
        ArgumentNullException.ThrowIfNull(recommendations);
        ArgumentOutOfRangeException.ThrowIfLessThan(request.Count, 1, $"{nameof(request)}.{nameof(request.Count)}");
        recommendations.Clear();
        foreach (var (item, count) in popularity.Items)
        {
            if (recommendations.Count == request.Count)
            {
                return;
            }

            if (request.Excluded?.Contains(item) != true)
            {
                recommendations.Add(
                    new(item, count, new(RecommendationSource.PopularOfDay, count, IsFallback: true)));
            }
        }
    }

    public RecommendationExplanation<TItem>? Explain(in RecommendationRequest<TUser, TItem> request, TItem item) =>
        RecommendationExplanation<TItem>.Of(
            item,
            SoleContribution.Popular<TItem>(RecommendationSource.PopularOfDay, popularity.CountOf(item)),
            request.Excluded,
            isFallback: true);

    public void Snapshot(SnapshotWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        popularity.Snapshot(writer);
    }

    public void Restore(SnapshotReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        popularity.Restore(reader);
    }
}
