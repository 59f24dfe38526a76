using RxRecs.Machines;

namespace RxRecs.Recommenders;

/// <summary>
/// Recommends what a user bought and may buy again by now, because others came back for it after about that time
/// (<see cref="BuyAgainState{TUser, TItem}"/>). Alone it has no fallback: an unknown user gets an empty list. In a
/// composition, <c>AddRecommender(RecommendationSource.BuyAgain, …)</c> makes it a source.
/// </summary>
/// <typeparam name="TEvent">The events' type.</typeparam>
/// <typeparam name="TUser">The users' type.</typeparam>
/// <typeparam name="TItem">The items' type.</typeparam>
public class BuyAgainRecommender<TEvent, TUser, TItem> : IRecommender<TEvent, TUser, TItem>, IForgetsUsers<TUser>
    where TUser : notnull
    where TItem : notnull
{
    private readonly ShopSelectors<TEvent, TUser, TItem> _selectors;
    private readonly ICandidateSource<TUser, TItem> _candidates;
    private readonly ListSink<TItem> _sink = new(RecommendationSource.BuyAgain);

    /// <summary>Makes a recommender that has learned nothing.</summary>
    /// <param name="selectors">The selectors that read an event.</param>
    /// <param name="maxPurchases">
    /// The maximum number of pairs of a user and an item bought that are kept; the one without a purchase for the
    /// longest time goes.
    /// </param>
    /// <exception cref="ArgumentNullException"><paramref name="selectors"/> is null.</exception>
    /// <exception cref="ArgumentException">A selector is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maxPurchases"/> is not positive.</exception>
    public BuyAgainRecommender(ShopSelectors<TEvent, TUser, TItem> selectors, int maxPurchases = 1_000_000)
    {
        ArgumentNullException.ThrowIfNull(selectors);
        selectors.ThrowIfIncomplete();
        _selectors = selectors;
        State = new(maxPurchases);
        _candidates = CandidateSources.BuyAgain(State);
    }

    /// <summary>Gets what has been learned so far.</summary>
    public BuyAgainState<TUser, TItem> State { get; }

    /// <inheritdoc/>
    public void Learn(TEvent value)
    {
        var (time, kind) = (_selectors.EventTime(value), _selectors.CountedKind(value));
        if (kind == InteractionKind.Purchase && _selectors.HasUser(value))
        {
            State.Learn(_selectors.KnownUser(value), _selectors.KnownItem(value), time);
        }
        else
        {
            State.AdvanceTo(time);
        }
    }

    /// <inheritdoc/>
    public void Recommend(
        in RecommendationRequest<TUser, TItem> request, List<Recommendation<TItem>> recommendations)
    {
        ArgumentNullException.ThrowIfNull(recommendations);
        ArgumentOutOfRangeException.ThrowIfLessThan(request.Count, 1, $"{nameof(request)}.{nameof(request.Count)}");
        _sink.Start(request.Count, request.Excluded, null, recommendations);
        _candidates.Propose(request, _sink);
    }

    /// <inheritdoc/>
    public RecommendationExplanation<TItem>? Explain(
        in RecommendationRequest<TUser, TItem> request, TItem item)
    {
        ArgumentNullException.ThrowIfNull(item);
        return RecommendationExplanation<TItem>.Of(item, _candidates.Explain(request, item), request.Excluded);
    }

    /// <summary>Removes the user's purchases, with all that they count for items.</summary>
    /// <param name="user">The user; one who is not known changes nothing.</param>
    /// <exception cref="ArgumentNullException"><paramref name="user"/> is null.</exception>
    public void ForgetUser(TUser user) => State.Forget(user);

    /// <inheritdoc/>
    public void Snapshot(SnapshotWriter writer) => State.Snapshot(writer);

    /// <inheritdoc/>
    public void Restore(SnapshotReader reader) => State.Restore(reader);
}
