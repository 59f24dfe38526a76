using RxRecs.Machines;

namespace RxRecs.Recommenders;

/// <summary>
/// Knows each visit at once, and lets another recommender learn an event only when it is so old: keeps the events of
/// that span.
/// </summary>
internal sealed class DelayedRecommender<TEvent, TUser, TItem>(
    IRecommender<TEvent, TUser, TItem> recommender,
    TimeSpan delay,
    ShopSelectors<TEvent, TUser, TItem> selectors,
    SessionOptions sessions)
    : VisitRecommender<TEvent, TUser, TItem>(selectors, sessions)
    where TUser : notnull
    where TItem : notnull
{
    private readonly Queue<TEvent> _pending = [];
    private readonly ShopSelectors<TEvent, TUser, TItem> _selectors = selectors;
    private long _newest = long.MinValue;

    public override void Learn(TEvent value)
    {
        base.Learn(value);
        _newest = Math.Max(_newest, TicksOf(value));
        _pending.Enqueue(value);
        while (_pending.TryPeek(out var oldest) && TicksOf(oldest) <= _newest - delay.Ticks)
        {
            recommender.Learn(_pending.Dequeue());
        }
    }

    public override RecommendationExplanation<TItem>? Explain(
        in RecommendationRequest<TUser, TItem> request, TItem item) =>
        recommender.Explain(request with { Around = VisitOf(request) }, item);

    public override void ForgetUser(TUser user)
    {
        base.ForgetUser(user);
        (recommender as IForgetsUsers<TUser>)?.ForgetUser(user);
        for (var left = _pending.Count; left > 0; left--)
        {
            var value = _pending.Dequeue();
            if (!_selectors.HasUser(value) || !EqualityComparer<TUser>.Default.Equals(_selectors.User(value), user))
            {
                _pending.Enqueue(value);
            }
        }
    }

    public override void Snapshot(SnapshotWriter writer)
    {
        base.Snapshot(writer);
        writer.WriteInt64(_newest);
        writer.WriteCount(_pending.Count);
        foreach (var each in _pending)
        {
            writer.Write(each);
        }

        recommender.Snapshot(writer);
    }

    public override void Restore(SnapshotReader reader)
    {
        base.Restore(reader);
        _newest = reader.ReadInt64();
        _pending.Clear();
        for (var rest = reader.ReadCount(); rest > 0; rest--)
        {
            _pending.Enqueue(reader.Read<TEvent>());
        }

        recommender.Restore(reader);
    }

    protected override void Learn(IReadOnlyList<TItem> visit, TItem item)
    {
    }

    protected override void Recommend(
        IReadOnlyList<TItem> visit,
        in RecommendationRequest<TUser, TItem> request,
        List<Recommendation<TItem>> recommendations) =>
        recommender.Recommend(request with { Around = visit }, recommendations);

    protected override IReadOnlyList<ScoreContribution<TItem>> Parts(IReadOnlyList<TItem> visit, TItem item) => [];

    private long TicksOf(TEvent value) => _selectors.EventTime(value).UtcTicks;
}
