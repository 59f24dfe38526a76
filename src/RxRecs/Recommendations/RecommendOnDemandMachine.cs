using RxRecs.Recommenders;

namespace RxRecs.Machines;

/// <summary>Lets a recommender learn events and answer requests, in the order in which they come.</summary>
/// <param name="recommender">The recommender; the machine's own from then on, and disposed with it.</param>
/// <typeparam name="TEvent">The events' type.</typeparam>
/// <typeparam name="TUser">The users' type.</typeparam>
/// <typeparam name="TItem">The items' type.</typeparam>
internal sealed class RecommendOnDemandMachine<TEvent, TUser, TItem>(IRecommender<TEvent, TUser, TItem> recommender)
    : IEventTimeMachine<RecommendationInput<TEvent, TUser, TItem>, RecommendationList<TUser, TItem>>,
        IForgetsKeys, IDisposable
{
    private readonly ListMaker<TEvent, TUser, TItem> _lists = new(recommender);

    /// <inheritdoc/>
    public SnapshotFormat Format => new("RecommendOnDemand", 4);

    /// <inheritdoc/>
    public DateTimeOffset Watermark => recommender.Watermark;

    /// <inheritdoc/>
    public void OnEvent(
        RecommendationInput<TEvent, TUser, TItem> value, Output<RecommendationList<TUser, TItem>> output)
    {
        ArgumentNullException.ThrowIfNull(output);
        switch (value.Kind)
        {
            case RecommendationInputKind.Event:
                recommender.Learn(value.Event!);
                break;
            case RecommendationInputKind.EndOfEvents:
                recommender.Complete();
                break;
            default:
                output.Emit(_lists.Make(value.Request));
                break;
        }
    }

    /// <inheritdoc/>
    public void OnWatermark(DateTimeOffset watermark, Output<RecommendationList<TUser, TItem>> output) =>
        recommender.AdvanceTo(watermark);

    /// <inheritdoc/>
    public void OnCompleted(Output<RecommendationList<TUser, TItem>> output)
    {
        // Every request has been answered: nothing is open.
    }

    void IForgetsKeys.ForgetKey(object key)
    {
        if (key is TUser user)
        {
            (recommender as IForgetsUsers<TUser>)?.ForgetUser(user);
        }
    }

    /// <inheritdoc/>
    public void Snapshot(SnapshotWriter writer) => recommender.Snapshot(writer);

    /// <inheritdoc/>
    public void Restore(SnapshotReader reader) => recommender.Restore(reader);

    /// <summary>Disposes the recommender, if it holds anything.</summary>
    public void Dispose() => (recommender as IDisposable)?.Dispose();
}
