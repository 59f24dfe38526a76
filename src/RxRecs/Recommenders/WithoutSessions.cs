using RxRecs.Machines;

namespace RxRecs.Recommenders;

/// <summary>
/// Asks a recommender that learns without session names: a request that names a session is about its user alone.
/// </summary>
internal sealed class WithoutSessions<TEvent, TUser, TItem>(IRecommender<TEvent, TUser, TItem> recommender)
    : IRecommender<TEvent, TUser, TItem>, IForgetsUsers<TUser>
{
    public IReadOnlyList<ListRuleCount> RuleCounts => recommender.RuleCounts;

    public DateTimeOffset Watermark => recommender.Watermark;

    public void Learn(TEvent value) => recommender.Learn(value);

    public void AdvanceTo(DateTimeOffset watermark) => recommender.AdvanceTo(watermark);

    public void Complete() => recommender.Complete();

    public void Recommend(
        in RecommendationRequest<TUser, TItem> request, List<Recommendation<TItem>> recommendations) =>
        recommender.Recommend(request with { Session = null }, recommendations);

    public RecommendationExplanation<TItem>? Explain(
        in RecommendationRequest<TUser, TItem> request, TItem item) =>
        recommender.Explain(request with { Session = null }, item);

    public void ForgetUser(TUser user) => (recommender as IForgetsUsers<TUser>)?.ForgetUser(user);

    public void Snapshot(SnapshotWriter writer) => recommender.Snapshot(writer);

    public void Restore(SnapshotReader reader) => recommender.Restore(reader);
}
