using RxRecs.Machines;

namespace RxRecs.Recommenders;

/// <summary>Recommends similar items alone, without fallback: an unknown user gets an empty list.</summary>
/// <param name="userSelector">A selector of an event's user.</param>
/// <param name="itemSelector">A selector of an event's item.</param>
/// <param name="options">The options for what is kept and compared; null for the defaults.</param>
/// <param name="itemOrder">The order of items of equal score; null for the items' own order, the lower first.</param>
/// <typeparam name="TEvent">The events' type.</typeparam>
/// <typeparam name="TUser">The users' type.</typeparam>
/// <typeparam name="TItem">The items' type.</typeparam>
public class SimilarItemsRecommender<TEvent, TUser, TItem>(
    Func<TEvent, TUser> userSelector,
    Func<TEvent, TItem> itemSelector,
    SimilarItemsOptions? options = null,
    IComparer<TItem>? itemOrder = null) : IRecommender<TEvent, TUser, TItem>, IForgetsUsers<TUser>
    where TUser : notnull
    where TItem : notnull
{
    private readonly SimilarItemsState<TUser, TItem> _state = new(options, itemOrder);
    private readonly List<SimilarItem<TItem>> _found = [];

    /// <inheritdoc/>
    public virtual void Learn(TEvent value) => _state.Learn(
        Selected.NotNull(userSelector(value), "user"), Selected.NotNull(itemSelector(value), "item"));

    /// <inheritdoc/>
    public void Recommend(
        in RecommendationRequest<TUser, TItem> request, List<Recommendation<TItem>> recommendations)
    {
        ArgumentNullException.ThrowIfNull(recommendations);
        SimilarItemsCandidates<TUser, TItem>.Query(_state, request, request.Count, _found, request.Accepts);
        recommendations.Clear();
        foreach (var found in _found)
        {
            var reason = new RecommendationReason(RecommendationSource.SimilarItems, found.Score);
            recommendations.Add(new(found.Item, found.Score, reason with { Error = found.Error }));
        }
    }

    /// <inheritdoc/>
    public RecommendationExplanation<TItem>? Explain(
        in RecommendationRequest<TUser, TItem> request, TItem item)
    {
        ArgumentNullException.ThrowIfNull(item);
        return RecommendationExplanation<TItem>.Of(
            item, _state.Explain(request.User, request.Around, item), request.Excluded);
    }

    /// <summary>Removes a user, with all that the user's items count for others.</summary>
    /// <param name="user">The user; one who is not known changes nothing.</param>
    public void ForgetUser(TUser user) => _state.Forget(user);

    /// <inheritdoc/>
    public void Snapshot(SnapshotWriter writer) => _state.Snapshot(writer);

    /// <inheritdoc/>
    public void Restore(SnapshotReader reader) => _state.Restore(reader);
}
