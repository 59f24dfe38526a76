using System.Reactive;
using System.Reactive.Linq;
using RxRecs.Machines;
using RxRecs.Recommenders;
using RxRecs.Testing;

namespace RxRecs.Tests.Culture;

/// <summary>The operators over users, sessions and items that are plain texts, with no order given.</summary>
internal static class TextOperators
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    private static readonly TimeSpan Lateness = SampleInteractions.Disorder;
    private static readonly WindowAggregate<Interaction, long> Count = WindowAggregate.Count<Interaction>();
    private static readonly WindowOptions Windows = new() { AllowedLateness = Lateness };

    private static readonly ShopSelectors<Interaction, string, string> Selectors = new()
    {
        EventTime = static each => each.EventTime,
        Kind = static each => each.Kind,
        User = User,
        Item = Item,
        HasUser = static each => !each.User.IsNone,
        Session = static each => each.Session,
        Quantity = static each => each.Quantity,
        Facts = static each => each.Facts,
    };

    /// <summary>The operators by name: each gives what it says of events, and its snapshot at the end.</summary>
    public static IReadOnlyDictionary<string, Func<Interaction[], List<string>>> All { get; } =
        new Dictionary<string, Func<Interaction[], List<string>>>
        {
            ["TrendBuckets"] = Run(Buckets),
            ["TopTrends"] = Run(shop => Buckets(shop).TopTrends(TrendScore.DampedChange)),
            ["TrendTransitions"] = Run(shop => Buckets(shop).TrendTransitions(TrendScore.DampedChange)),
            ["TrendRange"] = Run(
                shop => Buckets(shop).TrendRange(
                    SampleInteractions.Start, SampleInteractions.Start + (3 * Hour), TrendScore.DampedChange),
                isSaved: false),
            ["TumblingWindow"] = Run(shop => shop.TumblingWindow(Hour, Item, Count, Windows)),
            ["HoppingWindow"] = Run(shop => shop.HoppingWindow(Hour, Hour / 2, Item, Count, Windows)),
            ["SessionWindow"] = Run(shop => shop.SessionWindow(Hour / 4, Item, Count, Windows)),
            ["LastPerKey"] = Run(shop => shop.LastPerKey(5, User, Item, each => each.EventTime, new() { MaxKeys = 4 })),
            ["CartMinusPurchase"] = Run(shop => shop.CartMinusPurchase(
                each => new CartEvent<string, string>(User(each), Item(each), CartActions.Of(each.Kind)),
                each => each.EventTime,
                new CartOptions { AllowedLateness = Lateness, AbandonAfter = Hour })),
            ["SimilarItems"] = Run(shop => shop.SimilarItems(5, User, Item)),
            ["NextItems"] = Run(shop => shop.NextItems(5, User, each => each.Session, Item, each => each.EventTime)),
            ["Bundles"] = Run(shop => shop.Bundles(
                Selectors, new() { Kinds = Enum.GetValues<InteractionKind>().ToHashSet(), MinTogether = 1 })),
            ["BundleCounts"] = Run(shop => shop
                .BundleCounts(
                    Selectors, new() { Kinds = Enum.GetValues<InteractionKind>().ToHashSet(), MinTogether = 1 })
                .SelectMany(Top)),
            ["SalesRanking"] = Run(shop => shop.SalesRanking(5, Item, each => each.Quantity % 2, each => 0)),
            ["CatalogItems"] = Run(shop => shop.CatalogItems(Item, each => each.Kind, each => each.Facts)),
            ["CatalogItems.Changes"] = Run(shop => shop
                .Select(each => new ItemChange<string>(Item(each), each.EventTime) { Brand = each.Brand })
                .CatalogItems()),
            ["Recommend"] = Lists(() => new ComposedRecommender<Interaction, string, string>((shop, list) =>
            {
                list.MergeBy(CandidateMerge.ReciprocalRank)
                    .AddSimilarItems(shop.SimilarItems(5, User, Item))
                    .AddNextItems(shop.NextItems(5, User, each => each.Session, Item, each => each.EventTime));
                list.Fallback.AddPopular(shop.CatalogItems(Item, each => each.Kind, each => each.Facts));
            })),
            ["Recommend.ShopRecommender"] = Lists(() => new ShopRecommender<Interaction, string, string>(Selectors)),
            ["Recommend.Blend"] = Lists(() => new BlendRecommender<Interaction, string, string>(
                (new NextItemRecommender<Interaction, string, string>(Selectors), 1),
                (ItemToItem.Recommender(Selectors), 1),
                (Baselines.PopularOfDay(Selectors), 1))),
        };

    private static List<Bundle<string>> Top(BundleState<string, string> counts)
    {
        var bundles = new List<Bundle<string>>();
        counts.Top(100, bundles);
        return bundles;
    }

    private static IObservable<TrendBucket<string>> Buckets(IObservable<Interaction> shop) => shop.TrendBuckets(
        Hour, Item, each => 1, each => each.EventTime, new TrendBucketsOptions { AllowedLateness = Lateness });

    private static Func<Interaction[], List<string>> Lists(
        Func<IRecommender<Interaction, string, string>> factory) => Run(shop => shop.Recommend(9, factory, User));

    private static Func<Interaction[], List<string>> Run<TResult>(
        Func<IObservable<Interaction>, IObservable<TResult>> build, bool isSaved = true) => events =>
    {
        var said = new List<string>();
        var writer = Observer.Create<TResult>(value => said.Add(ResultText.Of(value)), error => said.Add($"{error}"));
        if (!isSaved)
        {
            said.Add("not saved");
            build(events.ToObservable()).Subscribe(writer);
            return said;
        }

        using var pipeline = new CheckpointedPipeline<Interaction, TResult>(build, writer);
        foreach (var each in events)
        {
            pipeline.OnNext(each);
        }

        said.Add(Convert.ToHexString(pipeline.Save().Span));
        pipeline.Complete();
        return said;
    };

    private static string User(Interaction value) => value.User.ToString();

    private static string Item(Interaction value) => value.Item.ToString();
}
