using System.Reactive.Linq;
using RxRecs.Tests.Carts;
using RxRecs.Tests.Composition;
using RxRecs.Tests.Recommenders;
using RxRecs.Tests.Time;
using RxRecs.Tests.Trending;

namespace RxRecs.Tests.Checkpoints;

/// <summary>Pipelines as a shop would compose them, each over the same events.</summary>
internal static class Compositions
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private static readonly WindowOptions Windows = new() { AllowedLateness = Minute };

    public delegate IObservable<string> Build(IObservable<TimedEvent> source, Action<string> late);

    public static IReadOnlyDictionary<string, Build> All { get; } = new Dictionary<string, Build>(
        StringComparer.Ordinal)
    {
        ["trends"] = Trends,
        ["last after reorder"] = LastAfterReorder,
        ["carts"] = CartChanges,
        ["recommend"] = Recommend,
        ["on demand"] = OnDemand,
        ["composed"] = (source, late) => Composed(source, isForeign: false),
        ["composed of foreign streams"] = (source, late) => Composed(source, isForeign: true),
        ["branches"] = Branches,
        ["ref count"] = (source, late) => source.Publish().RefCount() is var shared
            ? Trends(shared, late).Merge(CartChanges(shared, late))
            : source.Select(_ => ""),
        ["two copies"] = (source, late) => Trends(source, late).Merge(Trends(source.Where(x => x.Id % 2 == 0), late)),
        ["merged again"] = MergedAgain,
        ["branch that ends"] = (source, late) => source.Publish(
            shared => CartChanges(shared.TakeWhile(x => x.Id < 9), late).Merge(Trends(shared, late))),
        ["ends"] = (source, late) => Trends(source.TakeWhile(x => x.Id < 15), late),
        ["starts with"] = (source, late) => LastAfterReorder(source.StartWith(new TimedEvent(1, "a", 0)), late)
            .StartWith("start"),
    };

    public static IObservable<string> Trends(IObservable<TimedEvent> source, Action<string> late) => source
        .TrendBuckets(
            Minute,
            x => x.Key,
            x => x.Time,
            new TrendBucketsOptions { AllowedLateness = Minute / 2 })
        .NoteAll(late)
        .TopTrends(TrendScore.Trending(Minute, 2))
        .Select(report => report.Text());

    public static IObservable<string> LastAfterReorder(IObservable<TimedEvent> source, Action<string> late) => source
        .Reorder(x => x.Time, Windows)
        .NoteAll(late)
        .LastPerKey(3, x => x.Key, x => x.Id, x => x.Time)
        .Select(last => $"{last.Key}: {string.Join(' ', last.Items)}");

    private static IObservable<string> CartChanges(IObservable<TimedEvent> source, Action<string> late) => source
        .CartMinusPurchase<TimedEvent, string, int, string>(
            CartEvents.Of,
            CartEvents.Text,
            x => x.Time,
            new CartOptions { AllowedLateness = Minute / 2, AbandonAfter = Minute, ForgetAfter = Minute * 3 })
        .NoteAll(late);

    private static IObservable<string> Recommend(IObservable<TimedEvent> source, Action<string> late) => source
        .Select(ToInteraction)
        .Recommend(4, () => new ShopRecommender(Options()), x => x.User)
        .Select(list => list.ToString());

    private static IObservable<string> Composed(IObservable<TimedEvent> source, bool isForeign) => source
        .Reorder(x => x.Time, Windows)
        .Select(ToInteraction)
        .Recommend(4, isForeign ? ShopStreams.ComposeForeignWithVisits : ShopStreams.ComposeWithVisits)
        .Select(list => list.ToString());

    private static IObservable<string> OnDemand(IObservable<TimedEvent> source, Action<string> late) =>
        source.Publish(shared => shared
            .Select(ToInteraction)
            .RecommendOnDemand(
                shared.Where(x => x.Id % 3 == 0).Select(x => new RecommendationRequest<Id, Id>(x.Id % 4, 3)),
                () => new ShopRecommender(Options()))
            .Select(list => list.ToString()));

    private static IObservable<string> Branches(IObservable<TimedEvent> source, Action<string> late) => source
        .Reorder(x => x.Time, Windows)
        .NoteAll(late)
        .Publish(shared => Trends(shared, late).Merge(CartChanges(shared, late)).Merge(Recommend(shared, late)));

    private static IObservable<string> MergedAgain(IObservable<TimedEvent> source, Action<string> late) =>
        new[] { source.Where(x => x.Key == "a"), source.Where(x => x.Key != "a") }
            .MergeByEventTime(x => x.Time, new MergeOptions { AllowedLateness = Minute })
            .NoteAll(late)
            .TumblingWindow(Minute, x => x.Key, WindowAggregate.Count<TimedEvent>(), x => x.Time, Windows)
            .NoteAll(late)
            .Select(window => window.ToString());

    private static ShopRecommenderOptions Options() => new()
    {
        Buckets = Shop.Sorted with { AllowedLateness = Minute },
        BucketSize = Minute,
        TrendScore = TrendScore.Trending(Minute, 2),
        MaxUsers = 3,
    };

    private static Interaction ToInteraction(TimedEvent one) =>
        new(one.Time, (InteractionKind)(one.Id % 4), one.Key[0] - 'a', CartEvents.Item(one)) { Brand = one.Key };
}
