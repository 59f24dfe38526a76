using System.Reactive.Linq;

namespace RxRecs.Tests.Composition;

/// <summary>The ready-made recommender once more, composed of streams.</summary>
internal static class ShopStreams
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    public static TrendBucketsOptions Sorted { get; } = new() { AllowedLateness = TimeSpan.Zero };

    public static ShopRecommenderOptions ReadyMade { get; } = new()
    {
        BucketSize = Hour,
        TrendScore = TrendScore.Trending(Hour, 3),
    };

    /// <summary>Composes the streams.</summary>
    /// <param name="shop">The events.</param>
    /// <param name="lists">What they are added to.</param>
    public static void Compose(IObservable<Interaction> shop, CandidateStreams<Id, Id> lists) =>
        Compose(shop, lists, isForeign: false, withVisits: false);

    /// <summary>Composes streams of which the composition sees the values alone.</summary>
    /// <param name="shop">The events.</param>
    /// <param name="lists">What they are added to.</param>
    public static void ComposeForeign(IObservable<Interaction> shop, CandidateStreams<Id, Id> lists) =>
        Compose(shop, lists, isForeign: true, withVisits: false);

    /// <summary>Composes the streams, and beside them those of visits without a user.</summary>
    /// <param name="shop">The events.</param>
    /// <param name="lists">What they are added to.</param>
    public static void ComposeWithVisits(IObservable<Interaction> shop, CandidateStreams<Id, Id> lists) =>
        Compose(shop, lists, isForeign: false, withVisits: true);

    /// <summary>Composes the streams and those of visits, of which the composition sees the values alone.</summary>
    /// <param name="shop">The events.</param>
    /// <param name="lists">What they are added to.</param>
    public static void ComposeForeignWithVisits(IObservable<Interaction> shop, CandidateStreams<Id, Id> lists) =>
        Compose(shop, lists, isForeign: true, withVisits: true);

    private static void Compose(
        IObservable<Interaction> shop, CandidateStreams<Id, Id> lists, bool isForeign, bool withVisits)
    {
        IObservable<T> Seen<T>(IObservable<T> stream) => isForeign ? stream.Where(_ => true) : stream;
        IObservable<T>? OfVisits<T>(IObservable<T> stream) => withVisits ? Seen(stream) : null;

        var visits = shop.Where(each => each.User.IsNone);
        var sortedCarts = new CartOptions { AllowedLateness = TimeSpan.Zero };
        var carts = Seen(shop.CartMinusPurchasePerUser(sortedCarts));
        var cartsOfVisits = OfVisits(visits.CartMinusPurchasePerSession(sortedCarts));
        var trends = Seen(shop.TrendBuckets(Hour, Sorted).TopTrends(
            ReadyMade.TrendScore, ReadyMade.TrendRanking));
        var catalog = Seen(shop.CatalogItems());
        var brands = Seen(shop.LastBrandsPerUser(50));
        var brandsOfVisits = OfVisits(visits
            .Where(each => each.Session is not null && each.Brand is not null)
            .LastPerKey(50, each => each.Session!, each => each.Brand!));
        var bought = Seen(shop.Where(IsPurchase).LastItemsPerUser(50));
        var boughtOfVisits = OfVisits(visits.Where(IsPurchase).LastItemsPerSession(50));
        lists
            .AddCart(carts, ofVisits: cartsOfVisits)
            .AddHistory(Seen(shop.LastItemsPerUser(50)), OfVisits(visits.LastItemsPerSession(50)))
            .AddNextItems(shop.NextItems(20))
            .AddSimilarItems(shop.SimilarItems(20))
            .AddTrendingBrands(trends, brands, catalog, brandsOfVisits)
            .AddTrends(trends)
            .AddPopular(catalog)
            .MergeBy(CandidateMerge.Blend)
            .Exclude(bought, boughtOfVisits, RecommendationSource.OpenCart);
        _ = cartsOfVisits is not null && boughtOfVisits is not null
            ? lists.ExcludeRemoved(carts, bought, cartsOfVisits, boughtOfVisits)
            : lists.ExcludeRemoved(carts, bought);
        lists.Fallback.AddTrends(trends).AddPopular(catalog);
        foreach (var rule in ReadyMade.Sources)
        {
            lists.Limit(rule);
        }
    }

    private static bool IsPurchase(Interaction value) => value.Kind == InteractionKind.Purchase;
}
