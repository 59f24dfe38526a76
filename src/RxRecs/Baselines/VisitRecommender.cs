using RxRecs.Machines;

namespace RxRecs.Recommenders;

/// <summary>Does what is common to recommenders that know the items of each visit so far.</summary>
internal abstract class VisitRecommender<TEvent, TUser, TItem>(
    ShopSelectors<TEvent, TUser, TItem> selectors, SessionOptions sessions)
    : IRecommender<TEvent, TUser, TItem>, IForgetsUsers<TUser>
    where TUser : notnull
    where TItem : notnull
{
    private readonly VisitItems<TUser, TItem> _visits = new(nameof(Baselines), sessions);

    public virtual void Learn(TEvent value)
    {
        if (selectors.CountedKind(value) == InteractionKind.Remove)
        {
            return;
        }

        var (item, hasUser) = (selectors.KnownItem(value), selectors.HasUser(value));
        var number = _visits.Assign(
            hasUser ? selectors.KnownUser(value) : default!,
            hasUser,
            selectors.Session(value),
            selectors.EventTime(value).UtcTicks);
        if (number < 0 || !_visits.GoesOn(number, item))
        {
            return;
        }

        Learn(_visits.Of(number), item);
        _visits.Add(number, item);
        while (_visits.TryRemoveOldest(out _))
        {
        }
    }

    public void Recommend(in RecommendationRequest<TUser, TItem> request, List<Recommendation<TItem>> recommendations)
    {
        ArgumentNullException.ThrowIfNull(recommendations);
        ArgumentOutOfRangeException.ThrowIfLessThan(request.Count, 1, $"{nameof(request)}.{nameof(request.Count)}");
        recommendations.Clear();
        Recommend(_visits.Of(request), request, recommendations);
    }

    public virtual RecommendationExplanation<TItem>? Explain(
        in RecommendationRequest<TUser, TItem> request, TItem item) =>
        RecommendationExplanation<TItem>.Of(item, Parts(_visits.Of(request), item), request.Excluded);

    public virtual void ForgetUser(TUser user) => _visits.Forget(user);

    public virtual void Snapshot(SnapshotWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        _visits.Snapshot(writer);
    }

    public virtual void Restore(SnapshotReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        _visits.Restore(reader);
    }

    /// <summary>Gives the items of the visit that a request is about.</summary>
    protected IReadOnlyList<TItem> VisitOf(in RecommendationRequest<TUser, TItem> request) => _visits.Of(request);

    /// <summary>Learns that an item has come after those of a visit.</summary>
    protected abstract void Learn(IReadOnlyList<TItem> visit, TItem item);

    /// <summary>Adds what is recommended to a visit of these items.</summary>
    protected abstract void Recommend(
        IReadOnlyList<TItem> visit,
        in RecommendationRequest<TUser, TItem> request,
        List<Recommendation<TItem>> recommendations);

    /// <summary>Gives the parts of the score that an item has for a visit of these items.</summary>
    protected abstract IReadOnlyList<ScoreContribution<TItem>> Parts(IReadOnlyList<TItem> visit, TItem item);
}
