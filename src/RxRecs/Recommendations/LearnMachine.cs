using RxRecs.Recommenders;

namespace RxRecs.Machines;

/// <summary>
/// Lets a recommender learn each event, and emits nothing: a composition asks the recommender itself.
/// </summary>
/// <param name="recommender">The recommender; the machine's own from then on.</param>
/// <typeparam name="TEvent">The events' type.</typeparam>
/// <typeparam name="TUser">The users' type.</typeparam>
/// <typeparam name="TItem">The items' type.</typeparam>
internal sealed class LearnMachine<TEvent, TUser, TItem>(IRecommender<TEvent, TUser, TItem> recommender)
    : IEventTimeMachine<TEvent, TEvent>, IHasState<IRecommender<TEvent, TUser, TItem>>, IForgetsKeys
{
    /// <inheritdoc/>
    public SnapshotFormat Format => new("Learn", 1);

    /// <inheritdoc/>
    public DateTimeOffset Watermark => State.Watermark;

    /// <summary>Gives the recommender; may be asked between events.</summary>
    public IRecommender<TEvent, TUser, TItem> State { get; } =
        recommender ?? throw new InvalidOperationException("The factory has made no recommender.");

    /// <inheritdoc/>
    public void OnEvent(TEvent value, Output<TEvent> output) => State.Learn(value);

    /// <inheritdoc/>
    public void OnWatermark(DateTimeOffset watermark, Output<TEvent> output) => State.AdvanceTo(watermark);

    /// <inheritdoc/>
    public void OnCompleted(Output<TEvent> output) => State.Complete();

    void IForgetsKeys.ForgetKey(object key)
    {
        if (key is TUser user)
        {
            (State as IForgetsUsers<TUser>)?.ForgetUser(user);
        }
    }

    /// <inheritdoc/>
    public void Snapshot(SnapshotWriter writer) => State.Snapshot(writer);

    /// <inheritdoc/>
    public void Restore(SnapshotReader reader) => State.Restore(reader);
}
