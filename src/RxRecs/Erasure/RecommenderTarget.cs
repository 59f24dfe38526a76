using RxRecs.Machines;

namespace RxRecs.Recommenders;

/// <summary>A recommender as a journal sees it.</summary>
internal sealed class RecommenderTarget<TEvent, TUser, TItem>(IRecommender<TEvent, TUser, TItem> recommender)
    : IJournalTarget<TEvent>
{
    public IRecommender<TEvent, TUser, TItem> Recommender => recommender;

    public long[] Times => [recommender.Watermark.UtcTicks];

    public void Learn(TEvent value) => recommender.Learn(value);

    public void AdvanceTo(ReadOnlySpan<long> times) =>
        recommender.AdvanceTo(new DateTimeOffset(times[0], TimeSpan.Zero));

    public void Complete() => recommender.Complete();

    public void ForgetUser(object user) => (recommender as IForgetsUsers<TUser>)?.ForgetUser((TUser)user);

    public void Snapshot(SnapshotWriter writer) => recommender.Snapshot(writer);

    public void Restore(SnapshotReader reader) => recommender.Restore(reader);

    public void Dispose() => (recommender as IDisposable)?.Dispose();
}
