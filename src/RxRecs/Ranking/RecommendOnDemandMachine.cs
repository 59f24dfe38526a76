namespace RxRecs.Machines;

/// <summary>Lets a recommender learn events and answer questions, in the order in which they come.</summary>
/// <param name="recommender">The recommender; the machine's own from then on.</param>
/// <typeparam name="TEvent">The events' type.</typeparam>
/// <typeparam name="TUser">The users' type.</typeparam>
/// <typeparam name="TItem">The items' type.</typeparam>
public sealed class RecommendOnDemandMachine<TEvent, TUser, TItem>(IRecommender<TEvent, TUser, TItem> recommender)
    : IMachine<RecommendationInput<TEvent, TUser>, RecommendationList<TUser, TItem>>
{
    private readonly List<Recommendation<TItem>> _list = [];

    /// <inheritdoc/>
    public SnapshotFormat Format => new("RecommendOnDemand", 2);

    /// <inheritdoc/>
    public void OnEvent(RecommendationInput<TEvent, TUser> value, Output<RecommendationList<TUser, TItem>> output)
    {
        if (!value.IsRequest)
        {
            recommender.Learn(value.Event!);
            return;
        }

        recommender.Recommend(value.Request.User, value.Request.Count, _list);
        output.Emit(new(value.Request.User, _list.Count == 0 ? [] : _list.ToArray()));
    }

    /// <inheritdoc/>
    public void OnCompleted(Output<RecommendationList<TUser, TItem>> output)
    {
    }

    /// <inheritdoc/>
    public void Snapshot(SnapshotWriter writer) => recommender.Snapshot(writer);

    /// <inheritdoc/>
    public void Restore(SnapshotReader reader) => recommender.Restore(reader);
}
