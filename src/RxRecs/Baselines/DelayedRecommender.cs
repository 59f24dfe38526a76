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
    : VisitRecommender<TEvent, TUser, TItem>(selectors, sessions), IRecommender<TEvent, TUser, TItem>, IDisposable
    where TUser : notnull
    where TItem : notnull
{
    private readonly Queue<TEvent> _pending = [];
    private readonly ShopSelectors<TEvent, TUser, TItem> _selectors = selectors;
    private long _newest = long.MinValue;

    public IReadOnlyList<ListRuleCount> RuleCounts => recommender.RuleCounts;

    public DateTimeOffset Watermark => recommender.Watermark;

    public override void Learn(TEvent value)
    {
        base.Learn(value);
        _pending.Enqueue(value);
        Pass(TicksOf(value));
    }

    /// <summary>Lets time pass here, and there as much later.</summary>
    public void AdvanceTo(DateTimeOffset watermark)
    {
        Pass(watermark.UtcTicks);
        recommender.AdvanceTo(new DateTimeOffset(Math.Max(0, watermark.UtcTicks - delay.Ticks), TimeSpan.Zero));
    }

    /// <summary>Ends the events there as well: those that wait never become old enough.</summary>
    public void Complete() => recommender.Complete();

    public void Dispose() => (recommender as IDisposable)?.Dispose();

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

    private void Pass(long ticks)
    {
        _newest = Math.Max(_newest, ticks);
        while (_pending.TryPeek(out var oldest) && TicksOf(oldest) <= _newest - delay.Ticks)
        {
            recommender.Learn(_pending.Dequeue());
        }
    }

    private long TicksOf(TEvent value) => _selectors.EventTime(value).UtcTicks;
}
