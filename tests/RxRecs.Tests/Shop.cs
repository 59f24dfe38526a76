namespace RxRecs.Tests;

/// <summary>Short ways to make interactions, recommenders and lists.</summary>
internal static class Shop
{
    public static DateTimeOffset Start { get; } = new(2020, 1, 6, 0, 0, 0, TimeSpan.Zero);

    public static TrendBucketsOptions Sorted { get; } = new() { AllowedLateness = TimeSpan.Zero };

    /// <summary>Options with the sources one after the other.</summary>
    public static ShopRecommenderOptions ByPriority { get; } = new()
    {
        Buckets = Sorted,
        Merge = CandidateMerge.Priority,
        Sources =
        [
            new(RecommendationSource.OpenCart),
            new(RecommendationSource.TrendingBrand),
            new(RecommendationSource.SimilarItems),
            new(RecommendationSource.Trending),
            new(RecommendationSource.History),
            new(RecommendationSource.Popular),
        ],
    };

    public static Interaction View(Id user, Id item, string? brand = null, int hour = 0) =>
        Event(InteractionKind.View, user, item, brand, hour);

    public static Interaction Cart(Id user, Id item, string? brand = null, int hour = 0) =>
        Event(InteractionKind.Cart, user, item, brand, hour);

    public static Interaction Purchase(Id user, Id item, string? brand = null, int hour = 0) =>
        Event(InteractionKind.Purchase, user, item, brand, hour);

    public static Interaction Event(InteractionKind kind, Id user, Id item, string? brand = null, int hour = 0) =>
        new(Start.AddHours(hour), kind, user, item) { Brand = brand };

    public static ShopRecommender Learned(ShopRecommenderOptions options, params Interaction[] events)
    {
        var recommender = new ShopRecommender(options);
        foreach (var each in events)
        {
            recommender.Learn(each);
        }

        return recommender;
    }

    public static List<Recommendation<Id>> Ask(
        IRecommender<Interaction, Id, Id> recommender, Id user, int count = 10)
    {
        var list = new List<Recommendation<Id>>();
        recommender.Recommend(user, count, list);
        return list;
    }

    public static Id[] Items(IRecommender<Interaction, Id, Id> recommender, Id user, int count = 10) =>
        [.. Ask(recommender, user, count).Select(each => each.Item)];

    public static void Learn(this ItemCatalog<Id> catalog, Interaction value) =>
        catalog.Learn(value.Item, value.Kind, value.Facts);
}
