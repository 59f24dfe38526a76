using System.CommandLine;
using System.Reactive.Linq;
using RxRecs.Carts;
using RxRecs.Evaluation;
using RxRecs.Interactions;
using RxRecs.Ranking;
using RxRecs.Shop.Options;
using RxRecs.Shop.Output;
using RxRecs.Trending;

namespace RxRecs.Shop.Commands;

/// <summary>The whole Lambda architecture in one run: every layer sees every event.</summary>
internal static class DemoCommand
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    public static Command Create(ShopHost host) =>
        host.CreateCommand(
            "demo",
            "All layers at once over a synthetic shop of a week: trends, open carts, recommendations, evaluation.",
            [],
            Run);

    public static void Run(ShopRun run)
    {
        // The input is in order by now, and has counted what came too late: the operators need to wait for nothing.
        var buckets = new TrendBucketsOptions
        {
            AllowedLateness = TimeSpan.Zero,
            CompleteUntil = run.Input.CompleteUntil,
        };
        var carts = new CartOptions { AllowedLateness = TimeSpan.Zero, AbandonAfter = Day };
        var ranking = new TrendRanking { Top = 5, MinCount = 20 };
        var recommender = new ShopRecommender(new ShopRecommenderOptions
        {
            Buckets = buckets,
            Sources =
            [
                new(RecommendationSource.OpenCart) { Quota = 2 },
                new(RecommendationSource.TrendingBrand) { Quota = 2 },
                new(RecommendationSource.SimilarItems) { Quota = 2 },
                new(RecommendationSource.History),
            ],
        });

        // Batch layer: what is counted per day, and what rises and falls over the whole time.
        var days = run.Layer("batch").TrendBuckets(Day, buckets).Publish().RefCount();
        var closed = run.Keep(days);
        var week = run.Keep(days.TrendRange(
            run.Input.From, run.Input.To, new DampedChangeScore(), ranking, TrendBasis.SecondHalfOverFirst));
        var hot = run.Keep(
            days.TopTrends(new TrendingScore(Day, 3), ranking with { Direction = TrendDirection.Rising }));

        // Speed layer: the last items of each user, and the open carts.
        var recent = run.KeepNewest(run.Layer("speed").LastItemsPerUser(5), last => last.Key);
        var changes = run.KeepNewest(run.Events.CartMinusPurchasePerUser(carts), change => change.Kind);

        // Serving layer: the recommender learns every event, and is asked at the end.
        run.Each(run.Layer("serving"), recommender.Learn);

        // Evaluation: before every purchase a list is made, which is then held against the purchase; what is popular is
        // the baseline.
        var (shop, popular, test) = (new PrequentialSummary(), new PrequentialSummary(), default(McNemar));
        run.Each(
            run.Layer("evaluation").CompareRecommenders(
                () => new ShopRecommender(new ShopRecommenderOptions { Buckets = buckets }),
                () => new PopularityRecommender(),
                new PrequentialOptions<Interaction>
                {
                    IsTarget = next => next.Kind is InteractionKind.Cart or InteractionKind.Purchase,
                }),
            next =>
            {
                shop.Add(next.First);
                popular.Add(next.Second);
                test = next.Overall;
            });

        run.Play();

        recommender.AdvanceTo(run.Input.CompleteUntil ?? DateTimeOffset.MinValue);
        var output = new DemoOutput(run, recommender);
        output.PrintTrends(closed, week[0], hot[^1]);
        output.PrintSpeed(recent.Count, changes.Values);
        output.PrintRecommendations(recent.Keys);
        EvaluateOutput.Print(run, 20, shop, popular, test);
        output.PrintLayers();
        output.PrintNext();
    }
}
