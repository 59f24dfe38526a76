using System.CommandLine;
using System.Reactive.Linq;
using RxRecs.Shop.Broker;
using RxRecs.Shop.Generation;
using RxRecs.Shop.Input;
using RxRecs.Shop.Options;
using RxRecs.Shop.Output;

namespace RxRecs.Shop.Commands;

/// <summary>
/// The whole Lambda architecture in one run, over Kafka: a producer writes the shop's events to a topic, batch and
/// speed layers read all of them in two consumer groups, and what they find goes back to topics.
/// </summary>
internal sealed class DemoCommand
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);
    private readonly BrokerOptions _broker = new();
    private readonly Option<int> _rows = ShopOption.Count(
        "--rows", (int)new ShopSettings().Rows, "Rows of the synthetic shop.", most: 2_000_000_000);
    private readonly Option<bool> _keep = ShopOption.Flag("--keep-topics", "Leave the topics on the broker.");

    public static Command Create(ShopHost host)
    {
        var command = new DemoCommand();
        return host.CreateCommand(
            "demo",
            "All layers at once, over Kafka: trends, open carts, recommendations, evaluation of a synthetic shop. "
            + "Without --broker: over a broker inside this process, and nothing is left behind.",
            [.. command._broker.All, command._rows, command._keep],
            command.Run);
    }

    private void Run(ShopRun run)
    {
        run.HashResults();
        run.Input = run.Input with { Shop = run.Input.Shop with { Rows = run.Get(_rows) } };
        var connection = _broker.Settings(run);
        ShopInput.CheckFiles(run.Input);
        using var broker = BrokerSession.Open(connection, run.Get(_keep));
        using var topics = new DemoTopics(broker, run.Stop);
        topics.Connect();
        using var topic = new ShopTopic(run, broker, topics.Events, _broker.Protocol(run));
        var (batch, speed) = (topic.Read("batch"), topic.Read("speed"));
        Run(run, batch, speed, topic, topics);
    }

    private static void Run(
        ShopRun run,
        IObservable<Interaction> batch,
        IObservable<Interaction> speed,
        ShopTopic topic,
        DemoTopics topics)
    {
        // The topic is read in order, and has counted what came too late: the operators need to wait for nothing.
        var buckets = new TrendBucketsOptions
        {
            AllowedLateness = TimeSpan.Zero,
            CompleteUntil = run.Input.CompleteUntil,
        };
        var carts = new CartOptions { AllowedLateness = TimeSpan.Zero, AbandonAfter = Day };
        var ranking = new TrendRankingOptions { Top = 5, MinCount = 20 };
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
        var days = run.Layer("batch", batch).TrendBuckets(Day, buckets).Publish().RefCount();
        var closed = run.Keep(days);
        var week = run.Keep(days.TrendRange(
            run.Input.From, run.Input.To, new DampedChangeScore(), TrendBasis.SecondHalfOverFirst, ranking));
        var hot = run.Keep(
            days.TopTrends(new TrendingScore(Day, 3), ranking with { Direction = TrendDirection.Rising }));

        // Speed layer: the last items of each user, and the open carts.
        var recent = run.KeepNewest(run.Layer("speed", speed).LastItemsPerUser(5), last => last.Key);
        var changes = run.KeepNewest(speed.CartMinusPurchasePerUser(carts), change => change.Kind);
        run.Each(speed, run.Names.Learn);

        // Serving layer: the recommender learns every event, and is asked at the end.
        run.Each(run.Layer("serving", speed), recommender.Learn);

        // Evaluation: a list is made before each cart and purchase, and then held against it; the baseline is what is
        // popular.
        var (shop, popular, test) = (new PrequentialSummary(), new PrequentialSummary(), default(McNemar));
        run.Each(
            run.Layer("evaluation", speed).CompareRecommenders(
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

        topic.Play(topics.DeadLetters.OnNext);

        // Back to topics: what rises and falls, and a list for everybody who has something in the cart.
        recommender.AdvanceTo(run.Input.CompleteUntil ?? DateTimeOffset.MinValue);
        topics.Publish(week[0], recommender, recent.Keys.Where(user => recommender.Carts.Open(user).Length > 0));
        var output = new DemoOutput(run, recommender);
        output.PrintTrends(closed, week[0], hot[^1]);
        output.PrintSpeed(recent.Count, changes.Values);
        output.PrintRecommendations(recent.Keys);
        EvaluateOutput.Print(run, 20, shop, popular, test);
        output.PrintLayers();
        output.PrintTopics(topics.Counts(topic.Confirmed));
        output.PrintNext();
    }
}
