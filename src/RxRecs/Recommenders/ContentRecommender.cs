using RxRecs.Machines;

namespace RxRecs.Recommenders;

/// <summary>
/// Recommends what is like the items that a user touched, or those that a request is about; see
/// <see cref="ContentBased"/>, which makes it.
/// </summary>
/// <remarks>
/// State: the catalog, and the last items of each user, and of each visit without a user. The index by content is made
/// of the catalog. A list costs a step per group of items of equal content, and a look at the items of the best groups;
/// it allocates nothing once its buffers have grown.
/// </remarks>
/// <typeparam name="TEvent">The events' type.</typeparam>
/// <typeparam name="TUser">The users' type.</typeparam>
/// <typeparam name="TItem">The items' type.</typeparam>
public sealed class ContentRecommender<TEvent, TUser, TItem>
    : IRecommender<TEvent, TUser, TItem>, IForgetsUsers<TUser>
    where TUser : notnull
    where TItem : notnull
{
    private readonly ShopSelectors<TEvent, TUser, TItem> _selectors;
    private readonly LastPerKeyState<TUser, TItem> _users;
    private readonly LastPerKeyState<string, TItem> _visits;
    private readonly ContentCandidates<TUser, TItem> _ofUsers;
    private readonly ContentCandidates<string, TItem> _ofVisits;
    private readonly ListSink<TItem> _sink = new(RecommendationSource.Content);
    private readonly Func<TItem, bool> _isOffered;

    internal ContentRecommender(
        ShopSelectors<TEvent, TUser, TItem> selectors,
        ContentOptions options,
        int historyCount,
        int maxKeys,
        IComparer<TItem> itemOrder)
    {
        var distinct = new LastPerKeyOptions { Distinct = true, MaxKeys = maxKeys };
        _selectors = selectors;
        Catalog = new(maxKeys, itemOrder: itemOrder);
        (_users, _visits) = (new(historyCount, options: distinct), new(historyCount, options: distinct));
        _ofUsers = new(_users, Catalog, options, itemOrder);
        _ofVisits = new(_visits, Catalog, options, itemOrder);
        _isOffered = Catalog.IsOffered;
    }

    /// <summary>Gets the catalog of the items; what the shop states of them is applied to it.</summary>
    public ItemCatalog<TItem> Catalog { get; }

    /// <inheritdoc/>
    public void Learn(TEvent value)
    {
        var (item, kind) = (_selectors.KnownItem(value), _selectors.CountedKind(value));
        Catalog.Learn(item, kind, _selectors.Facts(value));
        if (kind == InteractionKind.Remove)
        {
            return;
        }

        if (_selectors.HasUser(value))
        {
            Touch(_users, _selectors.KnownUser(value), item);
        }
        else if (_selectors.Session(value) is { Length: > 0 } session)
        {
            Touch(_visits, session, item);
        }
    }

    /// <inheritdoc/>
    public void Recommend(
        in RecommendationRequest<TUser, TItem> request, List<Recommendation<TItem>> recommendations)
    {
        ArgumentNullException.ThrowIfNull(recommendations);
        ArgumentOutOfRangeException.ThrowIfLessThan(request.Count, 1, $"{nameof(request)}.{nameof(request.Count)}");
        _sink.Start(request.Count, request.Excluded, _isOffered, recommendations);
        if (IsAboutVisit(request, out var visit))
        {
            _ofVisits.Propose(visit, _sink);
        }
        else
        {
            _ofUsers.Propose(request, _sink);
        }
    }

    /// <inheritdoc/>
    public RecommendationExplanation<TItem>? Explain(
        in RecommendationRequest<TUser, TItem> request, TItem item)
    {
        ArgumentNullException.ThrowIfNull(item);
        var parts = IsAboutVisit(request, out var visit)
            ? _ofVisits.Explain(visit, item)
            : _ofUsers.Explain(request, item);
        var isLeftOut = request.Excluded?.Contains(item) == true || !_isOffered(item) || IsTouched(request, item);
        return parts.Count == 0 || isLeftOut
            ? null
            : new(item, parts.Sum(static part => part.Value), parts);
    }

    /// <summary>Removes the last items of a user.</summary>
    /// <param name="user">The user; one who is not known changes nothing.</param>
    public void ForgetUser(TUser user) => _users.Forget(user);

    /// <inheritdoc/>
    public void Snapshot(SnapshotWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        Catalog.Snapshot(writer);
        _users.Snapshot(writer);
        _visits.Snapshot(writer);
    }

    /// <inheritdoc/>
    public void Restore(SnapshotReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        Catalog.Restore(reader);
        _users.Restore(reader);
        _visits.Restore(reader);
    }

    private static void Touch<TKey>(LastPerKeyState<TKey, TItem> history, TKey key, TItem item)
        where TKey : notnull
    {
        var evicted = history.EvictedKeys;
        history.Add(key, item);
        if (history.EvictedKeys != evicted)
        {
            SetAsideEvents.Add(nameof(ContentBased), SetAsideEvents.Evicted);
        }
    }

    private bool IsTouched(in RecommendationRequest<TUser, TItem> request, TItem item)
    {
        if (request.Around.Count > 0)
        {
            return request.Around.Contains(item);
        }

        var items = IsAboutVisit(request, out var visit) ? _visits.Newest(visit.User)
            : request.User is { } user ? _users.Newest(user) : [];
        foreach (var each in items)
        {
            if (EqualityComparer<TItem>.Default.Equals(each, item))
            {
                return true;
            }
        }

        return false;
    }

    private bool IsAboutVisit(
        in RecommendationRequest<TUser, TItem> request, out RecommendationRequest<string, TItem> visit)
    {
        visit = default;
        if (request.Session is not { Length: > 0 } session
            || (request.User is { } user && !_users.Newest(user).IsEmpty))
        {
            return false;
        }

        visit = new(session, request.Count) { Around = request.Around, Excluded = request.Excluded };
        return true;
    }
}
