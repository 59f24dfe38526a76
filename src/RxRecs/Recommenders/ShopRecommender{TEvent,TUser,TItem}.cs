using RxRecs.Machines;
using RxRecs.Recommenders;

namespace RxRecs;

/// <summary>
/// Recommends to a shop's users, and to visits of which no user is known, a weighted blend of what lies in the open
/// cart, what they touched before, what comes next in visits like theirs, what users with similar interests hold, what
/// trends and is of a brand that they know, what trends, and what is popular, filtered and merged into one list in
/// which every item has its reason. A visitor of whom nothing is known gets what trends, then what is popular, marked
/// as a fallback.
/// </summary>
/// <remarks>
/// <para>A composition of public parts, as one machine: copy this file as a start for one of your own, or compose the
/// same parts as streams with <c>Recommend</c>. Each event is taken by every part before a list can be asked
/// for.</para>
/// <para>Takes events in order of event time; put <c>Reorder</c> before it where the source is shuffled. An event
/// behind the watermark counts for all but the trend, and in <see cref="LateEvents"/>.</para>
/// <para>What is kept of a user is kept of a visit where there is no user, but for similar items, and used where a
/// request names the visit and no user that is known. A visit of a known user that is asked for by its session alone
/// gets the next items of the visit. Events with neither count for trend, popularity and the catalog only.</para>
/// <para>Bound: the bounds of its options, each counted by the state that keeps it. Learning allocates nothing in the
/// steady state but for a bucket that closes; asking allocates nothing once its buffers have grown.</para>
/// </remarks>
/// <typeparam name="TEvent">The events' type.</typeparam>
/// <typeparam name="TUser">The users' type.</typeparam>
/// <typeparam name="TItem">The items' type.</typeparam>
public class ShopRecommender<TEvent, TUser, TItem> : IRecommender<TEvent, TUser, TItem>, IForgetsUsers<TUser>
    where TUser : notnull
    where TItem : notnull
{
    private readonly ShopSelectors<TEvent, TUser, TItem> _selectors;
    private readonly TrendsState<TEvent, TItem> _trends;
    private readonly ShopRecommenderOptions _options;
    private readonly UsersAndVisits<TUser, TItem> _visitors;
    private readonly BundleState<TUser, TItem>? _bundles;
    private readonly BuyAgainState<TUser, TItem>? _purchases;
    private readonly PopularOfDayState<TItem>? _popularOfDay;
    private readonly CandidateRanking<TUser, TItem> _ranking;

    /// <summary>Makes a recommender that knows nothing yet.</summary>
    /// <param name="selectors">The selectors that read an event.</param>
    /// <param name="options">The options for what is kept and recommended; null for the defaults.</param>
    /// <param name="sources">
    /// The candidate sources of your own, for which the options have rules; one with the name of a source of RxRecs
    /// takes its place. What they keep is not in this recommender's snapshot.
    /// </param>
    /// <param name="filters">The filters that every item must pass, beside those of the options.</param>
    /// <exception cref="ArgumentNullException"><paramref name="selectors"/> is null.</exception>
    /// <exception cref="ArgumentException">
    /// A selector or a part of the options is missing, the bucket size does not suit the buckets, a source is listed
    /// twice, or sources and rules do not match.
    /// </exception>
    public ShopRecommender(
        ShopSelectors<TEvent, TUser, TItem> selectors,
        ShopRecommenderOptions? options = null,
        IEnumerable<ICandidateSource<TUser, TItem>>? sources = null,
        IEnumerable<ICandidateFilter<TUser, TItem>>? filters = null)
    {
        ArgumentNullException.ThrowIfNull(selectors);
        selectors.ThrowIfIncomplete();
        options ??= new ShopRecommenderOptions();
        options.Validate();
        (_selectors, _options) = (selectors, options);
        _trends = new(
            options.BucketSize,
            selectors.Item,
            value => options.KindWeights.Of(selectors.CountedKind(value)),
            selectors.EventTime,
            options.Buckets,
            options.TrendScore,
            options.TrendRanking);
        Catalog = new ItemCatalog<TItem>(options.MaxItems, options.KindWeights);
        SimilarItems = new SimilarItemsState<TUser, TItem>(options.Similar);
        NextItems = new NextItemState<TUser, TItem>(options.NextItems);
        _visitors = new(options);
        _bundles = Names(options, RecommendationSource.BoughtTogether) ? new(options.Bundles) : null;
        _purchases = Names(options, RecommendationSource.BuyAgain) ? new(options.MaxPurchases) : null;
        _popularOfDay = Names(options, RecommendationSource.PopularOfDay) ? new() : null;
        var named = new NamedSources<TUser, TItem>(Candidates(), sources ?? [])
        {
            MadeWhenNamed =
            [
                RecommendationSource.BoughtTogether, RecommendationSource.BuyAgain, RecommendationSource.PopularOfDay,
            ],
        };
        _ranking = new(
            named.Find(options.Sources),
            named.Find(options.Fallbacks),
            [.. Filters(options), .. filters ?? []],
            options.Merge,
            request => _visitors.Knows(request) || NextItems.Knows(request.User, request.Session),
            rules: Rules(options));
        named.ThrowIfUnused();
    }

    /// <summary>Gets the catalog of the items.</summary>
    public ItemCatalog<TItem> Catalog { get; }

    /// <summary>Gets the open carts.</summary>
    public CartState<TUser, TItem> Carts => _visitors.Users.Carts;

    /// <summary>Gets the items that users with similar interests hold.</summary>
    public SimilarItemsState<TUser, TItem> SimilarItems { get; }

    /// <summary>Gets the state of what comes next in visits, of users and without.</summary>
    public NextItemState<TUser, TItem> NextItems { get; }

    /// <summary>Gets the last distinct items that each user touched.</summary>
    public ILastItems<TUser, TItem> History => _visitors.Users.History;

    /// <summary>Gets the last brands that each user touched.</summary>
    public ILastItems<TUser, string> Brands => _visitors.Users.Brands;

    /// <summary>Gets the newest comparison of two buckets; null until there is one.</summary>
    public TrendReport<TItem>? Trend => _trends.Report;

    /// <inheritdoc/>
    public IReadOnlyList<ListRuleCount> RuleCounts => _ranking.RuleCounts;

    /// <summary>Gets the number of events that came too late for the trend.</summary>
    public long LateEvents => _trends.LateEvents;

    /// <summary>Gets the number of users that are forgotten in histories because there were too many.</summary>
    public long EvictedUsers => _visitors.Users.History.EvictedKeys;

    /// <inheritdoc/>
    public DateTimeOffset Watermark => _trends.Watermark;

    /// <summary>Determines whether anything is known of a user.</summary>
    /// <param name="user">The user.</param>
    /// <returns>True if an event of the user has been learned and not been forgotten.</returns>
    public bool Knows(TUser user) => _visitors.Users.Knows(user);

    /// <inheritdoc/>
    public void Learn(TEvent value)
    {
        // All that a selector may throw at comes first: an event is learned by every part or by none.
        var (item, kind, quantity) = (_selectors.KnownItem(value), _selectors.Kind(value), _selectors.Quantity(value));
        var (counted, facts) = (_selectors.CountedKind(value), _selectors.Facts(value));
        var hasUser = _selectors.HasUser(value);
        var user = hasUser ? _selectors.KnownUser(value) : default;
        var (session, time) = (_selectors.Session(value), _selectors.EventTime(value));
        _trends.Learn(value);
        Catalog.Learn(item, counted, facts);
        _purchases?.AdvanceTo(time);
        _popularOfDay?.Learn(item, _options.KindWeights.Of(counted), time);
        if (_options.NextItems.Counts(counted))
        {
            NextItems.Learn(user, hasUser, session, item, time);
        }

        if (_bundles is not null && _options.Bundles.Kinds.Contains(counted))
        {
            _bundles.Learn(user, hasUser, session, item, time);
        }

        if (hasUser)
        {
            SimilarItems.Learn(user!, item);
            _visitors.Users.Learn(user!, item, kind, quantity, facts.Brand, time);
            if (counted == InteractionKind.Purchase)
            {
                _purchases?.Learn(user!, item, time);
            }
        }
        else if (!string.IsNullOrEmpty(session))
        {
            _visitors.Visits.Learn(session, item, kind, quantity, facts.Brand, time);
        }
    }

    /// <summary>
    /// Removes at once what is kept under a user's id: cart, histories, similar items, purchases and open visits. What
    /// the user's events have added to trend, popularity and visits that are over bears no id, and stays; an <see
    /// cref="ErasableRecommender{TEvent, TUser, TItem}"/> takes it back too.
    /// </summary>
    /// <param name="user">The user; one who is not known changes nothing.</param>
    /// <exception cref="ArgumentNullException"><paramref name="user"/> is null.</exception>
    public void ForgetUser(TUser user)
    {
        ArgumentNullException.ThrowIfNull(user);
        _visitors.Users.Forget(user);
        SimilarItems.Forget(user);
        NextItems.ForgetVisits(user);
        _bundles?.ForgetBaskets(user);
        _purchases?.Forget(user);
    }

    /// <summary>
    /// Takes what the shop states of an item. One that is hidden or out of stock is in no list from the next one on,
    /// and returns as soon as it is offered again.
    /// </summary>
    /// <param name="change">The change.</param>
    /// <exception cref="ArgumentException">The change is the default value, which names no item.</exception>
    public void Apply(in ItemChange<TItem> change) => Catalog.Apply(change);

    /// <inheritdoc/>
    public void AdvanceTo(DateTimeOffset watermark) => _trends.AdvanceTo(watermark);

    /// <inheritdoc/>
    public void Complete() => _trends.Complete();

    /// <inheritdoc/>
    public void Recommend(
        in RecommendationRequest<TUser, TItem> request, List<Recommendation<TItem>> recommendations) =>
        _ranking.Rank(request, recommendations);

    /// <inheritdoc/>
    public RecommendationExplanation<TItem>? Explain(
        in RecommendationRequest<TUser, TItem> request, TItem item) => _ranking.Explain(request, item);

    /// <inheritdoc/>
    public void Snapshot(SnapshotWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteString(OptionalParts);
        _trends.Snapshot(writer);
        Catalog.Snapshot(writer);
        _visitors.Snapshot(writer);
        SimilarItems.Snapshot(writer);
        NextItems.Snapshot(writer);
        _bundles?.Snapshot(writer);
        _purchases?.Snapshot(writer);
        _popularOfDay?.Snapshot(writer);
        _ranking.Snapshot(writer);
    }

    /// <inheritdoc/>
    public void Restore(SnapshotReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        if (reader.ReadString() is var parts && parts != OptionalParts)
        {
            throw new SnapshotException(
                "The snapshot was made with Sources or Fallbacks that need other parts: "
                + $"[{parts}], not [{OptionalParts}].");
        }

        _trends.Restore(reader);
        Catalog.Restore(reader);
        _visitors.Restore(reader);
        SimilarItems.Restore(reader);
        NextItems.Restore(reader);
        _bundles?.Restore(reader);
        _purchases?.Restore(reader);
        _popularOfDay?.Restore(reader);
        _ranking.Restore(reader);
    }

    private string OptionalParts => string.Join(", ", new[]
    {
        _bundles is null ? null : nameof(RecommendationSource.BoughtTogether),
        _purchases is null ? null : nameof(RecommendationSource.BuyAgain),
        _popularOfDay is null ? null : nameof(RecommendationSource.PopularOfDay),
    }.Where(static part => part is not null));

    private ICandidateSource<TUser, TItem>[] Candidates() =>
    [
        .. _visitors.Candidates(() => Trend, Catalog, _bundles is null ? null : _bundles.Around),
        CandidateSources.NextItem(NextItems),
        CandidateSources.SimilarItems(SimilarItems),
        CandidateSources.Trending<TUser, TItem>(() => Trend),
        .. _purchases is null ? [] : new[] { CandidateSources.BuyAgain(_purchases) },
        .. _popularOfDay is null ? [] : new[] { CandidateSources.PopularOfDay<TUser, TItem>(_popularOfDay) },
        CandidateSources.Popular<TUser, TItem>(Catalog),
    ];

    private static bool Names(ShopRecommenderOptions options, RecommendationSource source) =>
        options.Sources.Concat(options.Fallbacks).Any(rule => rule.Source == source);

    private IEnumerable<ICandidateFilter<TUser, TItem>> Filters(ShopRecommenderOptions options) =>
    [
        CandidateFilters.OnlyOffered<TUser, TItem>(Catalog),
        .. options.Filter == new ItemFilter()
            ? []
            : new[] { CandidateFilters.Only<TUser, TItem>(options.Filter, Catalog) },
        .. _visitors.Filters(),
    ];

    private List<IListRule<TItem>> Rules(ShopRecommenderOptions options)
    {
        var rules = new List<IListRule<TItem>>();
        if (options.MaxPerBrand is { } perBrand)
        {
            rules.Add(ListRules.AtMostPerBrand(perBrand, Catalog));
        }

        if (options.MaxPerCategory is { } perCategory)
        {
            rules.Add(ListRules.AtMostPerCategory(perCategory, Catalog, options.CategoryLevels));
        }

        if (options.DiversityLambda is { } lambda)
        {
            rules.Add(ListRules.Diversify(lambda, Catalog));
        }

        return rules;
    }
}
