using RxRecs.Machines;
using RxRecs.Recommenders;

namespace RxRecs;

/// <summary>
/// Holds what a shop recommender keeps of each visitor: of each user, or of each visit that has no user.
/// </summary>
internal sealed class VisitorParts<TKey, TItem>
    where TKey : notnull
    where TItem : notnull
{
    private readonly LastPerKeyState<TKey, TItem> _bought;

    public VisitorParts(ShopRecommenderOptions options)
    {
        Carts = new(new CartOptions { AllowedLateness = TimeSpan.Zero, MaxKeys = options.MaxUsers });
        var distinct = new LastPerKeyOptions { Distinct = true, MaxKeys = options.MaxUsers };
        History = new(options.HistoryCount, options: distinct);
        _bought = new(options.BoughtCount, options: distinct);
        Brands = new(options.RecentBrands, options: distinct with { Distinct = options.DistinctBrands });
    }

    public CartState<TKey, TItem> Carts { get; }

    public LastPerKeyState<TKey, TItem> History { get; }

    public LastPerKeyState<TKey, string> Brands { get; }

    public bool Knows(TKey? key) => key is not null && !History.Newest(key).IsEmpty;

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
            _bought.Add(key, item);
        }

        var action = CartActions.Of(kind);
        if (action != CartAction.None)
        {
            Carts.Apply(new CartEvent<TKey, TItem>(key, item, action, quantity), eventTime);
        }
    }

    public void Forget(TKey key)
    {
        History.Forget(key);
        _bought.Forget(key);
        Brands.Forget(key);
        Carts.Forget(key);
    }

    /// <summary>Gives the sources that tell what a visitor did, in a fixed order.</summary>
    public ICandidateSource<TKey, TItem>[] Candidates(
        CartOrder order,
        Func<TrendReport<TItem>?> trend,
        ItemCatalog<TItem> catalog,
        Action<TItem, int, List<Bundle<TItem>>>? bundlesOf) =>
    [
        CandidateSources.OpenCart(Carts, order),
        CandidateSources.History(History),
        CandidateSources.TrendingBrand(trend, Brands, catalog),
        CandidateSources.Content(History, catalog),
        .. bundlesOf is null
            ? []
            : new[] { new BundleCandidates<TKey, TItem>(bundlesOf, Carts, Comparer<TItem>.Default) },
    ];

    /// <summary>Gives the filters of what a visitor did, in a fixed order.</summary>
    public List<ICandidateFilter<TKey, TItem>> Filters(ShopRecommenderOptions options)
    {
        var filters = new List<ICandidateFilter<TKey, TItem>>();
        if (options.ExcludeBought)
        {
            filters.Add(CandidateFilters.ExcludeOwn(
                _bought, RecommendationSource.OpenCart, RecommendationSource.BuyAgain));
        }

        if (options.ExcludeRemoved)
        {
            filters.Add(CandidateFilters.ExcludeRemoved(Carts, _bought));
        }

        if (options.ExcludeSeen)
        {
            filters.Add(CandidateFilters.ExcludeOwn(
                History,
                RecommendationSource.OpenCart,
                RecommendationSource.History,
                RecommendationSource.BuyAgain));
        }

        return filters;
    }

    public void Snapshot(SnapshotWriter writer)
    {
        History.Snapshot(writer);
        _bought.Snapshot(writer);
        Brands.Snapshot(writer);
        Carts.Snapshot(writer);
    }

    public void Restore(SnapshotReader reader)
    {
        History.Restore(reader);
        _bought.Restore(reader);
        Brands.Restore(reader);
        Carts.Restore(reader);
    }
}
