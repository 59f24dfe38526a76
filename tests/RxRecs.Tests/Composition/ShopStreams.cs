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
        Compose(shop, lists, isForeign: false);

    /// <summary>Composes streams of which the composition sees the values alone.</summary>
    /// <param name="shop">The events.</param>
    /// <param name="lists">What they are added to.</param>
    public static void ComposeForeign(IObservable<Interaction> shop, CandidateStreams<Id, Id> lists) =>
        Compose(shop, lists, isForeign: true);

    private static void Compose(
        IObservable<Interaction> shop, CandidateStreams<Id, Id> lists, bool isForeign)
    {
        IObservable<T> Seen<T>(IObservable<T> stream) => isForeign ? stream.Where(_ => true) : stream;

        var carts = Seen(shop.CartMinusPurchasePerUser(new CartOptions { AllowedLateness = TimeSpan.Zero }));
        var trends = Seen(shop.TrendBuckets(Hour, Sorted).TopTrends(
            ReadyMade.TrendScore, ReadyMade.TrendRanking));
        var catalog = Seen(shop.CatalogItems());
        var brands = Seen(shop.LastBrandsPerUser(50));
        var bought = Seen(shop.Where(each => each.Kind == InteractionKind.Purchase).LastItemsPerUser(50));
        lists
            .AddCart(carts)
            .AddHistory(Seen(shop.LastItemsPerUser(50)))
            .AddNextItems(shop.NextItems(20))
            .AddSimilarItems(shop.SimilarItems(20))
            .AddTrendingBrands(trends, brands, catalog)
            .AddTrends(trends)
            .AddPopular(catalog)
            .MergeBy(CandidateMerge.Blend)
            .Exclude(bought, RecommendationSource.OpenCart)
            .ExcludeRemoved(carts, bought);
        lists.Fallback.AddTrends(trends).AddPopular(catalog);
        foreach (var rule in ReadyMade.Sources)
        {
            lists.Limit(rule);
        }
    }
}
