namespace RxRecs.Recommenders;

/// <summary>Recommends what the visit has had, the newest first; the score is 1 / how many places back.</summary>
internal sealed class RecentItemsRecommender<TEvent, TUser, TItem>(
    ShopSelectors<TEvent, TUser, TItem> selectors, SessionOptions sessions)
    : VisitRecommender<TEvent, TUser, TItem>(selectors, sessions)
    where TUser : notnull
    where TItem : notnull
{
    private readonly HashSet<TItem> _known = [];

    protected override void Learn(IReadOnlyList<TItem> visit, TItem item)
    {
        // The visits are all that it knows.
    }

    protected override void Recommend(
        IReadOnlyList<TItem> visit,
        in RecommendationRequest<TUser, TItem> request,
        List<Recommendation<TItem>> recommendations)
    {
        _known.Clear();
        for (var back = 1; back <= visit.Count && recommendations.Count < request.Count; back++)
        {
            var item = visit[^back];
            if (_known.Add(item) && request.Excluded?.Contains(item) != true)
            {
                recommendations.Add(new(item, 1.0 / back, new(RecommendationSource.History, back)));
            }
        }
    }

    protected override IReadOnlyList<ScoreContribution<TItem>> Parts(IReadOnlyList<TItem> visit, TItem item)
    {
        for (var back = 1; back <= visit.Count; back++)
        {
            if (EqualityComparer<TItem>.Default.Equals(visit[^back], item))
            {
                return SoleContribution.Touched<TItem>(back);
            }
        }

        return [];
    }
}
