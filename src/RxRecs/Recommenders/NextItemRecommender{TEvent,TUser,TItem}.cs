using RxRecs.Machines;

namespace RxRecs.Recommenders;

/// <summary>
/// Recommends what may come next in a visit, from what followed in other visits: live, every event counts at once.
/// Alone it has no fallback: of a visit of which nothing is known, and for which no items are given, the list is empty.
/// </summary>
/// <remarks>
/// A request that names items to be around is about these, oldest first, in place of what the visit holds; the asking
/// visit, if it is known, is no neighbor of its own in any case.
/// </remarks>
/// <typeparam name="TEvent">The events' type.</typeparam>
/// <typeparam name="TUser">The users' type.</typeparam>
/// <typeparam name="TItem">The items' type.</typeparam>
public class NextItemRecommender<TEvent, TUser, TItem> : IRecommender<TEvent, TUser, TItem>, IForgetsUsers<TUser>
    where TUser : notnull
    where TItem : notnull
{
    private readonly ShopSelectors<TEvent, TUser, TItem> _selectors;
    private readonly NextItemOptions _options;
    private readonly List<NextItem<TItem>> _found = [];

    /// <summary>Makes a recommender that has learned nothing.</summary>
    /// <param name="selectors">The selectors that read an event.</param>
    /// <param name="options">The options for what is kept and how it is scored; null for the defaults.</param>
    /// <param name="itemOrder">
    /// The order of items of equal score and age; null for the items' own order, the lower first.
    /// </param>
    /// <exception cref="ArgumentNullException"><paramref name="selectors"/> is null.</exception>
    /// <exception cref="ArgumentException">
    /// A selector is null, or <typeparamref name="TItem"/> has no order and none is given.
    /// </exception>
    public NextItemRecommender(
        ShopSelectors<TEvent, TUser, TItem> selectors,
        NextItemOptions? options = null,
        IComparer<TItem>? itemOrder = null)
    {
        ArgumentNullException.ThrowIfNull(selectors);
        selectors.ThrowIfIncomplete();
        _selectors = selectors;
        _options = options ?? new NextItemOptions();
        State = new(_options, itemOrder);
    }

    /// <summary>Gets what has been learned so far.</summary>
    public NextItemState<TUser, TItem> State { get; }

    /// <inheritdoc/>
    public void Learn(TEvent value)
    {
        if (_options.Counts(_selectors.CountedKind(value)))
        {
            var hasUser = _selectors.HasUser(value);
            State.Learn(
                hasUser ? _selectors.KnownUser(value) : default,
                hasUser,
                _selectors.Session(value),
                _selectors.KnownItem(value),
                _selectors.EventTime(value));
        }
    }

    /// <inheritdoc/>
    public void Recommend(
        in RecommendationRequest<TUser, TItem> request, List<Recommendation<TItem>> recommendations)
    {
        ArgumentNullException.ThrowIfNull(recommendations);
        State.Query(request.User, request.Session, request.Around, request.Count, _found, request.Accepts);
        recommendations.Clear();
        foreach (var (item, score) in _found)
        {
            recommendations.Add(
                new(item, score, new RecommendationReason(RecommendationSource.NextItem, score, State.Preset)));
        }
    }

    /// <inheritdoc/>
    public RecommendationExplanation<TItem>? Explain(
        in RecommendationRequest<TUser, TItem> request, TItem item)
    {
        var parts = NextItemCandidates<TUser, TItem>.Contributions(State, request, item);
        return RecommendationExplanation<TItem>.Of(item, parts, request.Excluded);
    }

    /// <summary>Removes the user's open visits; those that are over bear no id, and stay.</summary>
    /// <param name="user">The user; one who is not known changes nothing.</param>
    /// <exception cref="ArgumentNullException"><paramref name="user"/> is null.</exception>
    public void ForgetUser(TUser user) => State.ForgetVisits(user);

    /// <inheritdoc/>
    public void Snapshot(SnapshotWriter writer) => State.Snapshot(writer);

    /// <inheritdoc/>
    public void Restore(SnapshotReader reader) => State.Restore(reader);
}
