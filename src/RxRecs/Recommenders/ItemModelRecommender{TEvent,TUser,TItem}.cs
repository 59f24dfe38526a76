using RxRecs.Machines;

namespace RxRecs.Recommenders;

/// <summary>
/// Recommends by a model that was made elsewhere, a table of neighbors or vectors: the visit is as of now, the weights
/// are those of the model. Alone it has no fallback: of a visit whose items the model does not know, the list is empty.
/// </summary>
/// <remarks>
/// The reason of each item has the hash of the model as its detail. <see cref="ItemModelState{TUser, TItem}"/> says
/// how items are scored and how the model is replaced while running. Removals from a cart do not count.
/// </remarks>
/// <typeparam name="TEvent">The events' type.</typeparam>
/// <typeparam name="TUser">The users' type.</typeparam>
/// <typeparam name="TItem">The items' type.</typeparam>
public class ItemModelRecommender<TEvent, TUser, TItem>
    : IRecommender<TEvent, TUser, TItem>, IForgetsUsers<TUser>
    where TUser : notnull
    where TItem : notnull
{
    private readonly ShopSelectors<TEvent, TUser, TItem> _selectors;
    private readonly List<NextItem<TItem>> _found = [];

    /// <summary>Makes a recommender that knows no visit.</summary>
    /// <param name="selectors">The selectors that read an event.</param>
    /// <param name="model">The model.</param>
    /// <param name="options">The options for how a visit is scored; null for the defaults.</param>
    /// <exception cref="ArgumentNullException"><paramref name="selectors"/> or <paramref name="model"/> is null.
    /// </exception>
    /// <exception cref="ArgumentException">A selector is null.</exception>
    public ItemModelRecommender(
        ShopSelectors<TEvent, TUser, TItem> selectors,
        IItemModel<TItem> model,
        ItemModelOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(selectors);
        selectors.ThrowIfIncomplete();
        _selectors = selectors;
        State = new(model, options);
    }

    /// <summary>Gets the visits and the model, which can be replaced there.</summary>
    public ItemModelState<TUser, TItem> State { get; }

    /// <inheritdoc/>
    public void Learn(TEvent value)
    {
        if (_selectors.CountedKind(value) != InteractionKind.Remove)
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
        var model = State.Query(
            request.User, request.Session, request.Around, request.Count, _found, request.Accepts);
        recommendations.Clear();
        foreach (var (item, score) in _found)
        {
            recommendations.Add(
                new(item, score, new RecommendationReason(model.Source, score, model.Hash)));
        }
    }

    /// <inheritdoc/>
    public RecommendationExplanation<TItem>? Explain(
        in RecommendationRequest<TUser, TItem> request, TItem item)
    {
        var parts = State.Explain(request.User, request.Session, request.Around, item);
        return RecommendationExplanation<TItem>.Of(item, parts, request.Excluded);
    }

    /// <summary>Takes a user's id from the open visits.</summary>
    /// <param name="user">The user; one who is not known changes nothing.</param>
    public void ForgetUser(TUser user) => State.ForgetVisits(user);

    /// <inheritdoc/>
    public void Snapshot(SnapshotWriter writer) => State.Snapshot(writer);

    /// <inheritdoc/>
    public void Restore(SnapshotReader reader) => State.Restore(reader);
}
