using RxRecs.Machines;

namespace RxRecs;

/// <summary>A recommender that learns the events of a composition, read by reference.</summary>
internal sealed class RecommenderPart<TEvent, TUser, TItem>(IObservable<TEvent> stream)
    : StreamPart<TEvent>(stream, static () => 1)
{
    private IRecommender<TEvent, TUser, TItem>? _recommender;

    public IRecommender<TEvent, TUser, TItem> Recommender =>
        _recommender ?? throw new InvalidOperationException("The recommender has not been made.");

    public override void Put(TEvent value)
    {
        // Nothing is emitted: the recommender is asked itself.
    }

    public override void Snapshot(SnapshotWriter writer) => Recommender.Snapshot(writer);

    public override void Restore(SnapshotReader reader) => Recommender.Restore(reader);

    protected override object? KeyOf(TEvent value) => null;

    protected override bool TryRead(object machine) =>
        (_recommender = (machine as IHasState<IRecommender<TEvent, TUser, TItem>>)?.State) is not null;
}
