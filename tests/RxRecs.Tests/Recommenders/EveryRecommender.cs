using RxRecs.Machines;
using RxRecs.Recommenders;
using RxRecs.Tests.Composition;
using RxRecs.Tests.Erasure;

namespace RxRecs.Tests.Recommenders;

/// <summary>Every recommender of the library, each with a name: what laws of state are held over.</summary>
internal static class EveryRecommender
{
    public static ShopRecommenderOptions AllSources { get; } = new()
    {
        BucketSize = TimeSpan.FromHours(1),
        Buckets = new() { AllowedLateness = Pasts.Lateness },
        TrendScore = TrendScore.Trending(TimeSpan.FromHours(2), 3),
        Sources =
        [
            .. new ShopRecommenderOptions().Sources,
            new(RecommendationSource.BuyAgain),
            new(RecommendationSource.BoughtTogether),
            new(RecommendationSource.PopularOfDay),
        ],
    };

    public static IEnumerable<TestCaseData> Cases()
    {
        yield return Case("shop", () => new ShopRecommender(AllSources));
        yield return Case("composed", () => new ComposedRecommender<Interaction, Id, Id>(ShopStreams.Compose));
        yield return Case("foreign", () => new ComposedRecommender<Interaction, Id, Id>(ShopStreams.ComposeForeign));
        yield return Case("popularity", () => new PopularityRecommender());
        yield return Case("popular of day", () => Baselines.PopularOfDay());
        yield return Case("buy again", () => new BuyAgainRecommender());
        yield return Case("recent", () => Baselines.RecentItems());
        yield return Case("successors", () => Baselines.Successors());
        yield return Case("next, chosen", () => new NextItemRecommender());
        yield return Case("next, pair kernel", () => new NextItemRecommender(
            new() { Kernel = PairKernelOptions.LongBrowse }));
        yield return Case("next, session kNN", () => new NextItemRecommender(new() { SessionKnn = new() }));
        foreach (var (name, make) in ItemRecommenders.All())
        {
            yield return Case(name, make);
        }

        yield return Case("blend", () => new BlendRecommender<Interaction, Id, Id>(
            (new NextItemRecommender(), 1), (new ShopRecommender(AllSources), .5)));
    }

    private static TestCaseData Case(string name, Func<IRecommender<Interaction, Id, Id>> make) =>
        new TestCaseData(make).SetArgDisplayNames(name);
}
