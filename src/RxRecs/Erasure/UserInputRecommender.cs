using RxRecs.Machines;

namespace RxRecs.Recommenders;

/// <summary>Lets a recommender take events and changes of users from one stream.</summary>
internal sealed class UserInputRecommender<TEvent, TUser, TItem>(
    ErasableRecommender<TEvent, TUser, TItem> recommender, Action<UserChange<TUser>, UserChangeResult>? onChanged)
    : IRecommender<UserInput<TEvent, TUser>, TUser, TItem>, IDisposable
    where TUser : notnull
{
    public IReadOnlyList<ListRuleCount> RuleCounts => recommender.RuleCounts;

    public DateTimeOffset Watermark => recommender.Watermark;

    public void Learn(UserInput<TEvent, TUser> value)
    {
        if (value.IsEvent)
        {
            recommender.Learn(value.Event);
            return;
        }

        var outcome = recommender.Apply(value.Change);
        onChanged?.Invoke(value.Change, outcome);
    }

    public void Recommend(
        in RecommendationRequest<TUser, TItem> request, List<Recommendation<TItem>> recommendations) =>
        recommender.Recommend(request, recommendations);

    public RecommendationExplanation<TItem>? Explain(in RecommendationRequest<TUser, TItem> request, TItem item) =>
        recommender.Explain(request, item);

    public void AdvanceTo(DateTimeOffset watermark) => recommender.AdvanceTo(watermark);

    public void Complete() => recommender.Complete();

    public void Snapshot(SnapshotWriter writer) => recommender.Snapshot(writer);

    public void Restore(SnapshotReader reader) => recommender.Restore(reader);

    public void Dispose() => recommender.Dispose();
}
