using RxRecs.Machines;

namespace RxRecs;

/// <summary>
/// The shop's recommender: what lies in the open cart, what trends and is of a brand the user knows, what users with
/// similar interests hold, what trends, what the user touched before, and what is popular, filtered and merged into one
/// list in which every item has its reason. An unknown user gets what trends, then what is popular, marked as a
/// fallback.
/// </summary>
/// <remarks>
/// <para>Trends follow event time: an event later than the allowed lateness is not counted there, but in
/// <see cref="LateEvents"/>. Carts, histories and similar items take events as they come, so that a list shows what the
/// user did a moment ago; put <c>Reorder</c> before it where the source is shuffled.</para>
/// <para>Interactions without a user count for trend, popularity and the catalog only.</para>
/// <para>Bound: the bounds of its options, each counted by the state that keeps it. Learning allocates nothing in the
/// steady state but for a bucket that closes; asking allocates nothing once its buffers have grown.</para>
/// </remarks>
public sealed class ShopRecommender : IRecommender<Interaction, Id, Id>
{
    private readonly ShopTrends _trends;
    private readonly LastPerKeyState<Id, Id> _history;
    private readonly LastPerKeyState<Id, Id> _bought;
    private readonly LastPerKeyState<Id, string> _brands;
    private readonly CandidateRanking<Id, Id> _ranking;

    /// <summary>Makes a recommender that knows nothing yet.</summary>
    /// <param name="options">What it keeps and recommends.</param>
    /// <param name="sources">
    /// Candidate sources of one's own, for which the options have rules; one that is called as one of RxRecs takes its
    /// place. What they keep is not in this recommender's snapshot.
    /// </param>
    /// <param name="filters">What every item must pass, beside what the options say.</param>
    /// <exception cref="ArgumentNullException"><paramref name="options"/> is null.</exception>
    /// <exception cref="ArgumentException">
    /// A part of the options is missing, the bucket size does not suit the buckets, a source is listed twice, or sources
    /// and rules do not match.
    /// </exception>
    public ShopRecommender(
        ShopRecommenderOptions options,
        IEnumerable<ICandidateSource<Id, Id>>? sources = null,
        IEnumerable<ICandidateFilter<Id, Id>>? filters = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        ShopRecommenderCheck.ThrowIfUnsound(options);
        _trends = new ShopTrends(options);
        Catalog = new ItemCatalog(options.MaxItems, options.KindWeights);
        SimilarItems = new SimilarItemsState<Id, Id>(options.Similar);
        Carts = new(new CartOptions { AllowedLateness = TimeSpan.Zero, MaxKeys = options.MaxUsers });
        var distinct = new LastPerKeyOptions { Distinct = true, MaxKeys = options.MaxUsers };
        _history = new(options.HistoryCount, options: distinct);
        _bought = new(options.BoughtCount, options: distinct);
        _brands = new(options.RecentBrands, options: distinct with { Distinct = options.DistinctBrands });
        var named = new NamedSources<Id, Id>(Candidates(options), sources ?? []);
        _ranking = new(
            named.Find(options.Sources),
            named.Find(options.Fallbacks),
            [.. Filters(options), .. filters ?? []],
            options.Merge,
            Knows);
        named.ThrowIfUnused();
    }

    /// <summary>What is known of the items.</summary>
    public ItemCatalog Catalog { get; }

    /// <summary>The open carts.</summary>
    public CartState<Id, Id> Carts { get; }

    /// <summary>What users with similar interests hold.</summary>
    public SimilarItemsState<Id, Id> SimilarItems { get; }

    /// <summary>The newest complete comparison of two buckets; null until there is one.</summary>
    public TrendReport<Id>? Trend => _trends.Report;

    /// <summary>How many events came too late for the trend.</summary>
    public long LateEvents => _trends.LateEvents;

    /// <summary>How many users are forgotten in histories because there were too many.</summary>
    public long EvictedUsers => _history.EvictedKeys;

    /// <summary>Whether anything is known of a user.</summary>
    /// <param name="user">The user.</param>
    /// <returns>True if an event of the user has been learned and not been forgotten.</returns>
    public bool Knows(Id user) => !_history.Newest(user).IsEmpty;

    /// <summary>The distinct items that a user touched last, newest first.</summary>
    /// <param name="user">The user.</param>
    /// <returns>A view that is valid until the next event.</returns>
    public ReadOnlySpan<Id> History(Id user) => _history.Newest(user);

    /// <summary>The brands that a user touched last, newest first.</summary>
    /// <param name="user">The user.</param>
    /// <returns>A view that is valid until the next event.</returns>
    public ReadOnlySpan<string> Brands(Id user) => _brands.Newest(user);

    /// <inheritdoc/>
    public void Learn(Interaction value)
    {
        _trends.Learn(value);
        Catalog.Learn(value);
        if (value.User.IsNone)
        {
            return;
        }

        _history.Add(value.User, value.Item);
        SimilarItems.Learn(value.User, value.Item);
        if (value.Brand is { } brand)
        {
            _brands.Add(value.User, brand);
        }

        if (value.Kind == InteractionKind.Purchase)
        {
            _bought.Add(value.User, value.Item);
        }

        ChangeCart(value);
    }

    /// <summary>
    /// Lets event time move on without an event, as at the end of a day without sales: buckets that end by then close.
    /// </summary>
    /// <param name="watermark">
    /// The time before which no event is expected any more; one behind the present changes nothing.
    /// </param>
    public void AdvanceTo(DateTimeOffset watermark) => _trends.AdvanceTo(watermark);

    /// <inheritdoc/>
    public void Recommend(Id user, int count, List<Recommendation<Id>> recommendations) =>
        _ranking.Rank(user, count, recommendations);

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

    private void ChangeCart(Interaction value)
    {
        var action = CartActions.Of(value.Kind);
        if (action != CartAction.None)
        {
            Carts.Apply(new CartEvent<Id, Id>(value.User, value.Item, action, value.Quantity), value.EventTicks);
        }
    }

    private ICandidateSource<Id, Id>[] Candidates(ShopRecommenderOptions options) =>
    [
        new CartCandidates<Id, Id>(Carts, options.CartOrder),
        new TrendingBrandCandidates<Id>(() => Trend, _brands, Catalog),
        new TrendCandidates<Id, Id>(() => Trend),
        new SimilarItemsCandidates<Id, Id>(SimilarItems),
        new RecentCandidates<Id, Id>(_history),
        new PopularCandidates<Id>(Catalog),
    ];

    private List<ICandidateFilter<Id, Id>> Filters(ShopRecommenderOptions options)
    {
        var filters = new List<ICandidateFilter<Id, Id>>();
        if (options.Filter != new ItemFilter())
        {
            filters.Add(new CatalogFilter<Id>(options.Filter, Catalog));
        }

        if (options.ExcludeBought)
        {
            filters.Add(new OwnItemsFilter<Id, Id>(_bought, RecommendationSource.OpenCart));
        }

        if (options.ExcludeRemoved)
        {
            filters.Add(new RemovedItemsFilter<Id, Id>(Carts, _bought));
        }

        if (options.ExcludeSeen)
        {
            filters.Add(new OwnItemsFilter<Id, Id>(
                _history, RecommendationSource.OpenCart, RecommendationSource.History));
        }

        return filters;
    }
}
