using System.CommandLine;
using System.Reactive.Linq;
using System.Reactive.Subjects;
using RxRecs.Recommenders;
using RxRecs.Shop.Broker;
using RxRecs.Shop.Input;
using RxRecs.Shop.OptionGroups;
using RxRecs.Shop.Options;
using RxRecs.Shop.Reports;
using RxRecs.Shop.Runs;
using RxRecs.SyntheticShop;

namespace RxRecs.Shop.Commands;

/// <summary>
/// The whole Lambda architecture in one run, over Kafka: a producer writes the shop's events to a topic, batch and
/// speed layers read all of them in two consumer groups, and what they find goes back to topics.
/// </summary>
internal sealed class DemoCommand
{
    private const int ItemsPerUser = 6;
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);
    private readonly BrokerOptions _broker = new();
    private readonly Option<int> _rows = ShopOption.Count(
        "--rows", (int)new ShopSettings().Rows, "Rows of the synthetic shop.", most: 2_000_000_000);
    private readonly Option<bool> _keep = ShopOption.Flag("--keep-topics", "Leave the topics on the broker.");

    public static Command Create(CommandBuilder builder)
    {
        var command = new DemoCommand();
        return builder.CreateCommand(
            "demo",
            "All layers at once, over Kafka: trends, open carts, recommendations, evaluation of a synthetic shop. "
            + "Without --broker: over a broker inside this process, and nothing is left behind.",
            [.. command._broker.All, command._rows, command._keep],
            command.Run);
    }

    private void Run(ShopRun run)
    {
        IdleOptions.Refuse(
            run, "over files: only the synthetic shop is made", run.Input.Files.Length > 0 ? [_rows] : []);
        run.HashResults();
        run.Input = run.Input with { Shop = run.Input.Shop with { Rows = run.Get(_rows) } };
        var connection = _broker.Settings(run);
        IdleOptions.Refuse(
            run, "without --broker: the broker inside this process ends with it", connection is null ? [_keep] : []);
        _broker.RefuseIdle(run);
        run.Input.RefuseIdleColumns();
        ShopInput.CheckFiles(run.Input.Files);
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

        // Batch layer: what is counted per day, and what rises and falls over the whole time.
        var days = run.Buckets(run.Layer("batch", batch), each => each.TrendBuckets(Day, buckets)).Publish().RefCount();
        var closed = run.Keep(days);
        var week = run.Keep(days.TrendRange(
            run.Input.From, run.Input.To, TrendScore.DampedChange, TrendBasis.SecondHalfOverFirst, ranking));
        var hot = run.Keep(
            days.TopTrends(TrendScore.Trending(Day, 3), ranking));

        // Speed layer: the last items of each user, and the open carts.
        var users = new KnownUsers(run, speed);
        var changes = run.KeepNewest(
            run.Layer("speed", speed).CartMinusPurchasePerUser(carts), change => change.Kind);
        run.Each(speed.CatalogItems(), run.Names.Note);

        // Serving layer: streams over the same events, joined into a list for whoever is asked about at the end.
        using var requests = new Subject<RecommendationRequest<Id, Id>>();
        var lists = run.KeepNewest(
            run.Layer("serving", speed).RecommendOnDemand<Interaction, Id, Id>(
                requests, (shop, list) => Compose(shop, list, buckets)),
            list => list.User);

        // Evaluation: a list is made before each cart and purchase, and then held against it; beside it what followed
        // the last item, and what is popular.
        var scores = EventScores.Of(
            run,
            run.Layer("evaluation", speed),
            [
                (KnownRecommenders.Shop, () => new ShopRecommender(new ShopRecommenderOptions { Buckets = buckets })),
                (KnownRecommenders.Successors, static () => Baselines.Successors()),
                (KnownRecommenders.PopularOfDay, static () => Baselines.PopularOfDay()),
                (KnownRecommenders.Popular, static () => new PopularityRecommender()),
            ],
            static next => next.Kind is InteractionKind.Cart or InteractionKind.Purchase,
            listLength: 20);

        topic.Play(topics.DeadLetters.OnNext);

        // Back to topics: what rises and falls, and a list for everybody who has something in the cart.
        foreach (var user in users.All.Where(user => users.CartCount(user) > 0).Order().Append(DemoOutput.Unknown))
        {
            requests.OnNext(new(user, ItemsPerUser));
        }

        topics.Publish(week[0], lists.Values.Where(list => users.Knows(list.User)));
        var output = new DemoOutput(run, users);
        output.PrintTrends(closed, week[0], hot[^1]);
        output.PrintSpeed(users.All.Count, changes.Values);
        output.PrintRecommendations(lists);
        EvaluateOutput.Print(run, 20, scores);
        output.PrintLayers();
        output.PrintTopics(topics.Counts(topic.Confirmed));
        output.PrintNext();
    }

    /// <summary>Makes lists of the open cart, trends of the user's brands, similar items and history.</summary>
    private static void Compose(
        IObservable<Interaction> shop, CandidateStreams<Id, Id> list, TrendBucketsOptions buckets)
    {
        var carts = shop.CartMinusPurchasePerUser(new CartOptions { AllowedLateness = TimeSpan.Zero });
        var trends = shop.TrendBuckets(Day, buckets).TopTrends(
            TrendScore.Trending(Day, 7), new TrendRankingOptions { Top = 100 });
        var catalog = shop.CatalogItems();
        var bought = shop.Where(next => next.Kind == InteractionKind.Purchase).LastItemsPerUser(50);
        list.AddCart(carts)
            .AddTrendingBrands(trends, shop.LastBrandsPerUser(50), catalog)
            .AddSimilarItems(shop.SimilarItems(ItemsPerUser))
            .AddHistory(shop.LastItemsPerUser(50))
            .Exclude(bought, RecommendationSource.OpenCart)
            .ExcludeRemoved(carts, bought)
            .Limit(new(RecommendationSource.OpenCart) { Quota = 2 })
            .Limit(new(RecommendationSource.TrendingBrand) { Quota = 2 })
            .Limit(new(RecommendationSource.SimilarItems) { Quota = 2 });
        list.Fallback.AddTrends(trends).AddPopular(catalog);
    }
}
