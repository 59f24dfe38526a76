using RxRecs.Machines;

namespace RxRecs;

/// <summary>
/// Recommends to a shop's users what lies in the open cart, what trends and is of a brand that the user knows, what
/// users with similar interests hold, what trends, what the user touched before, and what is popular, filtered and
/// merged into one list in which every item has its reason. An unknown user gets what trends, then what is popular,
/// marked as a fallback.
/// </summary>
/// <remarks>
/// <para>A composition of public parts, as one machine: copy it as a start for one of your own, or compose the same
/// parts as streams with <c>Recommend</c>. Each event is taken by every part before a list can be asked for.</para>
/// <para>Takes events in order of event time; put <c>Reorder</c> before it where the source is shuffled. An event
/// behind the watermark counts for all but the trend, and in <see cref="LateEvents"/>.</para>
/// <para>Events without a user count for trend, popularity and the catalog only.</para>
/// <para>Bound: the bounds of its options, each counted by the state that keeps it. Learning allocates nothing in the
/// steady state but for a bucket that closes; asking allocates nothing once its buffers have grown.</para>
/// </remarks>
/// <typeparam name="TEvent">The events' type.</typeparam>
/// <typeparam name="TUser">The users' type.</typeparam>
/// <typeparam name="TItem">The items' type.</typeparam>
public class ShopRecommender<TEvent, TUser, TItem> : IRecommender<TEvent, TUser, TItem>
    where TUser : notnull
    where TItem : notnull
{
    private readonly ShopSelectors<TEvent, TUser, TItem> _selectors;
    private readonly TrendsState<TEvent, TItem> _trends;
    private readonly LastPerKeyState<TUser, TItem> _history;
    private readonly LastPerKeyState<TUser, TItem> _bought;
    private readonly LastPerKeyState<TUser, string> _brands;
    private readonly CandidateRanking<TUser, TItem> _ranking;

    /// <summary>Makes a recommender that knows nothing yet.</summary>
    /// <param name="selectors">How an event is read.</param>
    /// <param name="options">What it keeps and recommends; null for the defaults.</param>
    /// <param name="sources">
    /// Candidate sources of one's own, for which the options have rules; one that is called as one of RxRecs takes its
    /// place. What they keep is not in this recommender's snapshot.
    /// </param>
    /// <param name="filters">What every item must pass, beside what the options say.</param>
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
        ShopRecommenderCheck.ThrowIfUnsound(options);
        _selectors = selectors;
        _trends = new(
            options.BucketSize,
            selectors.Item,
            Weight(options),
            selectors.EventTime,
            options.Buckets,
            options.TrendScore,
            options.TrendRanking);
        Catalog = new ItemCatalog<TItem>(options.MaxItems, options.KindWeights);
        SimilarItems = new SimilarItemsState<TUser, TItem>(options.Similar);
        Carts = new(new CartOptions { AllowedLateness = TimeSpan.Zero, MaxKeys = options.MaxUsers });
        var distinct = new LastPerKeyOptions { Distinct = true, MaxKeys = options.MaxUsers };
        _history = new(options.HistoryCount, options: distinct);
        _bought = new(options.BoughtCount, options: distinct);
        _brands = new(options.RecentBrands, options: distinct with { Distinct = options.DistinctBrands });
        var named = new NamedSources<TUser, TItem>(Candidates(options), sources ?? []);
        _ranking = new(
            named.Find(options.Sources),
            named.Find(options.Fallbacks),
            [.. Filters(options), .. filters ?? []],
            options.Merge,
            request => Knows(request.User));
        named.ThrowIfUnused();
    }

    /// <summary>Gives what is known of the items.</summary>
    public ItemCatalog<TItem> Catalog { get; }

    /// <summary>Gives the open carts.</summary>
    public CartState<TUser, TItem> Carts { get; }

    /// <summary>Gives what users with similar interests hold.</summary>
    public SimilarItemsState<TUser, TItem> SimilarItems { get; }

    /// <summary>Gives the last distinct items that each user touched.</summary>
    public ILastItems<TUser, TItem> History => _history;

    /// <summary>Gives the last brands that each user touched.</summary>
    public ILastItems<TUser, string> Brands => _brands;

    /// <summary>Gives the newest comparison of two buckets; null until there is one.</summary>
    public TrendReport<TItem>? Trend => _trends.Report;

    /// <summary>Counts the events that came too late for the trend.</summary>
    public long LateEvents => _trends.LateEvents;

    /// <summary>Counts the users that are forgotten in histories because there were too many.</summary>
    public long EvictedUsers => _history.EvictedKeys;

    /// <inheritdoc/>
    public DateTimeOffset Watermark => _trends.Watermark;

    /// <summary>Tells whether anything is known of a user.</summary>
    /// <param name="user">The user.</param>
    /// <returns>True if an event of the user has been learned and not been forgotten.</returns>
    public bool Knows(TUser user) => user is not null && !_history.Newest(user).IsEmpty;

    /// <inheritdoc/>
    public void Learn(TEvent value)
    {
        _trends.Learn(value);
        var (item, kind) = (_selectors.Item(value), _selectors.Kind(value));
        var facts = _selectors.Facts(value);
        Catalog.Learn(item, kind, facts);
        if (!_selectors.HasUser(value))
        {
            return;
        }

        var user = _selectors.User(value);
        _history.Add(user, item);
        SimilarItems.Learn(user, item);
        if (facts.Brand is { } brand)
        {
            _brands.Add(user, brand);
        }

        if (kind == InteractionKind.Purchase)
        {
            _bought.Add(user, item);
        }

        var action = CartActions.Of(kind);
        if (action != CartAction.None)
        {
            Carts.Apply(
                new CartEvent<TUser, TItem>(user, item, action, _selectors.Quantity(value)),
                _selectors.EventTime(value));
        }
    }

    /// <inheritdoc/>
    public void AdvanceTo(DateTimeOffset watermark) => _trends.AdvanceTo(watermark);

    /// <inheritdoc/>
    public void Complete() => _trends.Complete();

    /// <inheritdoc/>
    public void Recommend(
        in RecommendationRequest<TUser, TItem> request, List<Recommendation<TItem>> recommendations) =>
        _ranking.Rank(request, recommendations);

    /// <inheritdoc/>
    public void Snapshot(SnapshotWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        _trends.Snapshot(writer);
        Catalog.Snapshot(writer);
        _history.Snapshot(writer);
        _bought.Snapshot(writer);
        _brands.Snapshot(writer);
        Carts.Snapshot(writer);
        SimilarItems.Snapshot(writer);
    }

    /// <inheritdoc/>
    public void Restore(SnapshotReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        _trends.Restore(reader);
        Catalog.Restore(reader);
        _history.Restore(reader);
        _bought.Restore(reader);
        _brands.Restore(reader);
        Carts.Restore(reader);
        SimilarItems.Restore(reader);
    }

    private Func<TEvent, double> Weight(ShopRecommenderOptions options) =>
        value => options.KindWeights.Of(_selectors.Kind(value));

    private ICandidateSource<TUser, TItem>[] Candidates(ShopRecommenderOptions options) =>
    [
        CandidateSources.OpenCart(Carts, options.CartOrder),
        CandidateSources.TrendingBrand(() => Trend, _brands, Catalog),
        CandidateSources.Trending<TUser, TItem>(() => Trend),
        CandidateSources.SimilarItems(SimilarItems),
        CandidateSources.History(_history),
        CandidateSources.Popular<TUser, TItem>(Catalog),
    ];

    private List<ICandidateFilter<TUser, TItem>> Filters(ShopRecommenderOptions options)
    {
        var filters = new List<ICandidateFilter<TUser, TItem>>();
        if (options.Filter != new ItemFilter())
        {
            filters.Add(CandidateFilters.Only<TUser, TItem>(options.Filter, Catalog));
        }

        if (options.ExcludeBought)
        {
            filters.Add(CandidateFilters.ExcludeOwn(_bought, RecommendationSource.OpenCart));
        }

        if (options.ExcludeRemoved)
        {
            filters.Add(CandidateFilters.ExcludeRemoved(Carts, _bought));
        }

        if (options.ExcludeSeen)
        {
            filters.Add(CandidateFilters.ExcludeOwn(
                _history, RecommendationSource.OpenCart, RecommendationSource.History));
        }

        return filters;
    }
}
