using RxRecs.Machines;

namespace RxRecs.Recommenders;

/// <summary>Recommends what followed the last item of the visit most often.</summary>
internal sealed class SuccessorsRecommender<TEvent, TUser, TItem>(
    ShopSelectors<TEvent, TUser, TItem> selectors, SessionOptions sessions, int maxItems, int maxSuccessors)
    : VisitRecommender<TEvent, TUser, TItem>(selectors, sessions)
    where TUser : notnull
    where TItem : notnull
{
    private static readonly RecommendationSource Source = new("Successors");
    private readonly RecentKeys<TItem, SuccessorCounts<TItem>> _successors = new(maxItems);

    public override void Snapshot(SnapshotWriter writer)
    {
        base.Snapshot(writer);
        _successors.Snapshot(
            writer, static (target, item) => target.Write(item), static (target, counts) => counts.Snapshot(target));
    }

    public override void Restore(SnapshotReader reader)
    {
        base.Restore(reader);
        _successors.Restore(
            reader,
            static from => from.Read<TItem>(),
            from => SuccessorCounts<TItem>.Restore(from, maxSuccessors));
    }

    protected override void Learn(IReadOnlyList<TItem> visit, TItem item)
    {
        if (visit.Count > 0)
        {
            var evicted = _successors.Evicted;
            ref var counts = ref _successors.Touch(visit[^1], out _);
            counts ??= new(maxSuccessors);
            counts.Add(item);
            if (_successors.Evicted != evicted)
            {
                SetAsideEvents.Add(nameof(Baselines), SetAsideEvents.Evicted);
            }
        }
    }

    protected override void Recommend(
        IReadOnlyList<TItem> visit,
        in RecommendationRequest<TUser, TItem> request,
        List<Recommendation<TItem>> recommendations)
    {
        if (visit.Count == 0 || !_successors.TryGet(visit[^1], out var counts))
        {
            return;
        }

        foreach (var (item, count) in counts.Items)
        {
            if (request.Excluded?.Contains(item) != true)
            {
                recommendations.Add(new(item, count, new(Source, count)));
            }

            if (recommendations.Count == request.Count)
            {
                return;
            }
        }
    }

    protected override IReadOnlyList<ScoreContribution<TItem>> Parts(IReadOnlyList<TItem> visit, TItem item)
    {
        foreach (var (successor, count) in
            visit.Count > 0 && _successors.TryGet(visit[^1], out var counts) ? counts.Items : [])
        {
            if (EqualityComparer<TItem>.Default.Equals(successor, item))
            {
                return SoleContribution.Followed(Source, visit[^1], count);
            }
        }

        return [];
    }
}
