using RxRecs.Recommenders;

namespace RxRecs.Machines;

/// <summary>
/// Keeps what a shop recommender keeps of each visitor, which is a user or a visit without a user: the open cart, the
/// last items touched and bought, and the last brands.
/// </summary>
/// <remarks>
/// Bound: each of these holds <see cref="ShopRecommenderOptions.MaxUsers"/> visitors; the one without an event for the
/// longest time goes. Takes events in order of event time; used from one thread at a time.
/// </remarks>
/// <typeparam name="TKey">The visitors' type.</typeparam>
/// <typeparam name="TItem">The items' type.</typeparam>
public sealed class VisitorState<TKey, TItem>
    where TKey : notnull
    where TItem : notnull
{
    private readonly ShopRecommenderOptions _options;

    /// <summary>Makes a state that knows nobody.</summary>
    /// <param name="options">The options for what is kept, and for what may be in a list.</param>
    /// <exception cref="ArgumentNullException"><paramref name="options"/> is null.</exception>
    public VisitorState(ShopRecommenderOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        _options = options;
        Carts = new(new CartOptions { AllowedLateness = TimeSpan.Zero, MaxKeys = options.MaxUsers });
        var distinct = new LastPerKeyOptions { Distinct = true, MaxKeys = options.MaxUsers };
        History = new(options.HistoryCount, options: distinct);
        Bought = new(options.BoughtCount, options: distinct);
        Brands = new(options.RecentBrands, options: distinct with { Distinct = options.DistinctBrands });
    }

    /// <summary>Gets the open carts.</summary>
    public CartState<TKey, TItem> Carts { get; }

    /// <summary>Gets the last distinct items that each visitor touched.</summary>
    public LastPerKeyState<TKey, TItem> History { get; }

    /// <summary>Gets the last distinct items that each visitor bought.</summary>
    public LastPerKeyState<TKey, TItem> Bought { get; }

    /// <summary>Gets the last brands that each visitor touched.</summary>
    public LastPerKeyState<TKey, string> Brands { get; }

    /// <summary>Determines whether anything is known of a visitor.</summary>
    /// <param name="key">The visitor, or null.</param>
    /// <returns>True if an event of the visitor has been learned and not been forgotten.</returns>
    public bool Knows(TKey? key) => key is not null && !History.Newest(key).IsEmpty;

    /// <summary>Learns an event of a visitor.</summary>
    /// <param name="key">The visitor.</param>
    /// <param name="item">The item.</param>
    /// <param name="kind">The kind of the event.</param>
    /// <param name="quantity">The number of pieces.</param>
    /// <param name="brand">The item's brand, or null.</param>
    /// <param name="eventTime">The event's time.</param>
    public void Learn(
        TKey key, TItem item, InteractionKind kind, int quantity, string? brand, DateTimeOffset eventTime)
    {
        History.Add(key, item);
        if (brand is not null)
        {
            Brands.Add(key, brand);
        }

        if (kind == InteractionKind.Purchase)
        {
            Bought.Add(key, item);
        }

        var action = CartActions.Of(kind);
        if (action != CartAction.None)
        {
            Carts.Apply(new CartEvent<TKey, TItem>(key, item, action, quantity), eventTime);
        }
    }

    /// <summary>Removes a visitor.</summary>
    /// <param name="key">The visitor; one who is not known changes nothing.</param>
    public void Forget(TKey key)
    {
        History.Forget(key);
        Bought.Forget(key);
        Brands.Forget(key);
        Carts.Forget(key);
    }

    /// <summary>
    /// Makes the sources that tell what a visitor did: open cart, history, trend with brand match, content, and what is
    /// bought together with the cart.
    /// </summary>
    /// <param name="trend">A function that gives the newest report of what trends, or null while there is none.</param>
    /// <param name="catalog">The catalog of the items.</param>
    /// <param name="bundlesOf">
    /// A function that fills a list with at most so many bundles of an item, such as
    /// <see cref="BundleState{TUser, TItem}.Around"/>; null for no source of what is bought together.
    /// </param>
    /// <returns>The sources, in this order.</returns>
    public IReadOnlyList<ICandidateSource<TKey, TItem>> Candidates(
        Func<TrendReport<TItem>?> trend,
        ItemCatalog<TItem> catalog,
        Action<TItem, int, List<Bundle<TItem>>>? bundlesOf = null) =>
    [
        CandidateSources.OpenCart(Carts, _options.CartOrder),
        CandidateSources.History(History),
        CandidateSources.TrendingBrand(trend, Brands, catalog),
        CandidateSources.Content(History, catalog),
        .. bundlesOf is null
            ? []
            : new[] { new BundleCandidates<TKey, TItem>(bundlesOf, Carts, TieOrder<TItem>.Default) },
    ];

    /// <summary>Makes the filters of what a visitor did, as the options say: bought, removed, seen.</summary>
    /// <returns>The filters, in this order.</returns>
    public IReadOnlyList<ICandidateFilter<TKey, TItem>> Filters()
    {
        var filters = new List<ICandidateFilter<TKey, TItem>>();
        if (_options.ExcludeBought)
        {
            filters.Add(CandidateFilters.ExcludeOwn(
                Bought, RecommendationSource.OpenCart, RecommendationSource.BuyAgain));
        }

        if (_options.ExcludeRemoved)
        {
            filters.Add(CandidateFilters.ExcludeRemoved(Carts, Bought));
        }

        if (_options.ExcludeSeen)
        {
            filters.Add(CandidateFilters.ExcludeOwn(
                History,
                RecommendationSource.OpenCart,
                RecommendationSource.History,
                RecommendationSource.BuyAgain));
        }

        return filters;
    }

    /// <summary>Writes the whole state.</summary>
    /// <param name="writer">The writer to write to.</param>
    public void Snapshot(SnapshotWriter writer)
    {
        History.Snapshot(writer);
        Bought.Snapshot(writer);
        Brands.Snapshot(writer);
        Carts.Snapshot(writer);
    }

    /// <summary>Reads it back, in place of what is kept.</summary>
    /// <param name="reader">The reader to read from.</param>
    /// <exception cref="SnapshotException">The snapshot is damaged.</exception>
    public void Restore(SnapshotReader reader)
    {
        History.Restore(reader);
        Bought.Restore(reader);
        Brands.Restore(reader);
        Carts.Restore(reader);
    }
}
