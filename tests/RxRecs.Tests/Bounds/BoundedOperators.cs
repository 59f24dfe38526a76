using System.Reactive.Linq;
using RxRecs.Analytics;
using RxRecs.Machines;
using RxRecs.Recommenders;

namespace RxRecs.Tests.Bounds;

/// <summary>
/// Every operator that keeps something per user, session or item, with all its bounds at a cap. Nothing ever closes:
/// buckets, windows and sessions are longer than the flood, except where a bucket has to close for what is tried.
/// </summary>
internal static class BoundedOperators
{
    private static readonly TimeSpan Ever = TimeSpan.FromDays(3650);
    private static readonly TimeSpan Lateness = TimeSpan.Zero;
    private static readonly WindowAggregate<Interaction, long> Count = WindowAggregate.Count<Interaction>();

    /// <summary>The operators that keep nothing per key, each with what it keeps.</summary>
    public static IReadOnlyDictionary<string, string> NotKeyed { get; } = new Dictionary<string, string>
    {
        ["Reorder"] = "the events within the allowed lateness",
        ["MergeByEventTime"] = "the events within the allowed lateness, MaxPending per source",
        ["ReplayEvents"] = "the next event",
        ["ReadAhead"] = "the values that were read ahead, as many as was said",
        ["RunMachine"] = "what the user's machine keeps",
        ["RunningStatistics"] = "a sketch, unless an exact median is asked for",
        ["Summarize"] = "sums",
        ["ReadAllAsync"] = "the values that wait to be read, within the capacity",
        ["FromAsyncEnumerable"] = "nothing",
        ["Rerank"] = "nothing",
        ["Results"] = "nothing",
        ["LateEvents"] = "nothing",
        ["RejectedEvents"] = "nothing",
        ["DeadLetters"] = "nothing",
        ["Counts"] = "nothing",
    };

    /// <summary>The cases by name: the operator, and after a point what is special about the case.</summary>
    public static IReadOnlyDictionary<string, Func<IObservable<Interaction>, int, IDisposable>> Cases { get; } =
        new Dictionary<string, Func<IObservable<Interaction>, int, IDisposable>>
        {
            ["TrendBuckets"] = (shop, cap) => shop.TrendBuckets(Ever, Buckets(cap)).Subscribe(),
            ["TrendBuckets.Overlapping"] = (shop, cap) =>
                shop.TrendBuckets(Ever, Buckets(cap) with { Advance = Ever / 5 }).Subscribe(),
            ["TopTrends"] = (shop, cap) => Closing(shop, cap).TopTrends(Fading(cap)).Subscribe(),
            ["TrendTransitions"] = (shop, cap) => Closing(shop, cap).TrendTransitions(Fading(cap)).Subscribe(),
            ["TrendRange"] = (shop, cap) => shop
                .TrendBuckets(BucketSize(cap) * 20, Buckets(cap) with { Origin = Flood.Start })
                .TrendRange(Flood.Start, Flood.Start + (BucketSize(cap) * 40), Fading(cap)).Subscribe(),
            ["TumblingWindow"] = (shop, cap) => shop.TumblingWindow(Ever, User, Count, Windows(cap)).Subscribe(),
            ["TumblingWindow.OfItems"] = (shop, cap) =>
                shop.TumblingWindow(Ever, Item, Count, Windows(cap)).Subscribe(),
            ["HoppingWindow"] = (shop, cap) =>
                shop.HoppingWindow(Ever, Ever / 4, User, Count, Windows(cap)).Subscribe(),
            ["SessionWindow"] = (shop, cap) => shop.SessionWindow(Ever, User, Count, Windows(cap)).Subscribe(),
            ["SlidingWindow"] = (shop, cap) => shop.SlidingWindow(Ever, User, Count, Windows(cap)).Subscribe(),
            ["AttributeConversions"] = (shop, cap) => shop.AttributeConversions(
                Ever, new AttributionOptions { AllowedLateness = Lateness, MaxTouches = cap }).Subscribe(),
            ["LastPerKey"] = (shop, cap) =>
                shop.LastPerKey(5, User, Item, each => each.EventTime, Last(cap)).Subscribe(),
            ["LastItemsPerUser"] = (shop, cap) => shop.LastItemsPerUser(5, Last(cap)).Subscribe(),
            ["LastItemsPerSession"] = (shop, cap) => shop.LastItemsPerSession(5, Last(cap)).Subscribe(),
            ["LastInteractionsPerUser"] = (shop, cap) => shop.LastInteractionsPerUser(5, Last(cap)).Subscribe(),
            ["LastBrandsPerUser"] = (shop, cap) => shop.LastBrandsPerUser(5, Last(cap)).Subscribe(),
            ["CartMinusPurchase"] = (shop, cap) => shop.CartMinusPurchase(
                each => new CartEvent<Id, Id>(each.User, each.Item, CartAction.Add),
                each => each.EventTime,
                Carts(cap)).Subscribe(),
            ["CartMinusPurchasePerUser"] = (shop, cap) => shop.CartMinusPurchasePerUser(Carts(cap)).Subscribe(),
            ["CartMinusPurchasePerSession"] = (shop, cap) => shop.CartMinusPurchasePerSession(Carts(cap)).Subscribe(),
            ["SimilarItems"] = (shop, cap) => shop.SimilarItems(3, Similar(cap)).Subscribe(),
            ["NextItems"] = (shop, cap) => shop.NextItems(3, Next(cap)).Subscribe(),
            ["Sessionize"] = (shop, cap) => shop.Sessionize(Sessions(cap)).Subscribe(),
            ["CatalogItems"] = (shop, cap) => shop.CatalogItems(new ItemCatalogOptions { MaxItems = cap }).Subscribe(),
            ["CatalogItems.Changes"] = (shop, cap) => Changes(shop)
                .CatalogItems(new ItemCatalogOptions { MaxItems = cap }).Subscribe(),
            ["Bundles"] = (shop, cap) => shop.Bundles(Bundles(cap)).Subscribe(),
            ["BundleCounts"] = (shop, cap) => shop.BundleCounts(Bundles(cap)).Subscribe(),
            ["Enrich"] = (shop, cap) => shop.Publish(shared => shared.Enrich(
                Changes(shared), Item, (_, known) => known, new ItemCatalogOptions { MaxItems = cap })).Subscribe(),
            ["EnrichAsOf"] = (shop, cap) => shop.Publish(shared => shared.EnrichAsOf(
                shared,
                User,
                User,
                each => each.EventTime,
                each => each.EventTime,
                new EnrichAsOfOptions { AllowedLateness = Lateness, MaxChanges = cap })).Subscribe(),
            ["Triggers"] = (shop, cap) => shop.Publish(shared => shared.Triggers(
                Changes(shared), Triggers(cap))).Subscribe(),
            ["TriggersWithLists"] = (shop, cap) => shop.Publish(shared => shared.TriggersWithLists(
                Changes(shared),
                3,
                () => new SimilarItemsRecommender<Interaction, Id, Id>(
                    User, Item, new SimilarItemsOptions { MaxUsers = cap }),
                Triggers(cap))).Subscribe(),
            ["Insights"] = (shop, cap) => shop.Insights(Ever, Insights(cap)).Subscribe(),
            ["Insights.Closing"] = (shop, cap) => shop.Insights(
                BucketSize(cap), Insights(cap) with { Origin = Flood.Start, PeriodsKept = 3 }).Subscribe(),
            ["Recommend"] = (shop, cap) => shop.Recommend<Interaction, Id, Id>(
                3,
                (events, list) => list.KeepAtMost(cap, 3)
                    .AddHistory(events.LastItemsPerUser(3, Last(cap)))
                    .Add(new RecommendationSource("Just now"), events, each => each.User, each => [each.Item]),
                User)
                .Subscribe(),
            ["RecommendOnDemand"] = (shop, cap) => shop.RecommendOnDemand(
                Observable.Never<RecommendationRequest<Id, Id>>(), () => new ShopRecommender(Shop(cap))).Subscribe(),
            ["RunErasable"] = (shop, cap) => shop.Select(UserInput.Of<Interaction, Id>).RunErasable(
                events => events.LastItemsPerUser(3, Last(cap)),
                UserSelectors.Interactions,
                new ErasureOptions { MaxEvents = cap, MaxUsers = cap }).Subscribe(),
            ["Sanitize"] = (shop, cap) => shop.Sanitize(
                new SanitizeOptions { DuplicateHorizon = Ever, MaxRemembered = cap }).Subscribe(),
            ["SalesRanking"] = (shop, cap) =>
                shop.SalesRanking(3, new SalesRankingOptions { MaxItems = cap }).Subscribe(),
            ["EvaluatePrequentially"] = (shop, cap) => shop.EvaluatePrequentially(
                RecentItems(cap), options: new PrequentialOptions { MaxItems = cap, MaxPairs = cap }).Subscribe(),
            ["CompareRecommenders"] = (shop, cap) => shop.CompareRecommenders(
                RecentItems(cap),
                RecentItems(cap),
                options: new PrequentialOptions { MaxItems = cap, MaxPairs = cap }).Subscribe(),
            ["EvaluateSessions"] = (shop, cap) => shop.EvaluateSessions(
                RecentItems(cap),
                new SessionProtocolOptions { MaxOpenSessions = cap, MaxUsers = cap, MaxItems = cap }).Subscribe(),
            ["EvaluateNextItems"] = (shop, cap) => NextItemResults(shop, cap, false).Subscribe(),
            ["EvaluateNextItems.RemainingItems"] = (shop, cap) => NextItemResults(shop, cap, true).Subscribe(),
            ["EvaluateNextItems.Summary"] = (shop, cap) =>
            {
                var summary = new NextItemSummary<Id>(["popular", "successors", "recent"], cap);
                return NextItemResults(shop, cap, false).Subscribe(summary.Add);
            },
        };

    private static BundleOptions Bundles(int cap) => new()
    {
        Kinds = Enum.GetValues<InteractionKind>().ToHashSet(),
        MaxItems = cap,
        MaxNeighbors = 10,
        Baskets = Sessions(cap),
    };

    private static IObservable<ItemChange<Id>> Changes(IObservable<Interaction> shop) => shop.Select(
        static each => new ItemChange<Id>(each.Item, each.EventTime) { IsInStock = each.Kind == InteractionKind.View });

    private static TimeSpan BucketSize(int cap) => Flood.Step * cap * 2;

    private static IObservable<TrendBucket<Id>> Closing(IObservable<Interaction> shop, int cap) =>
        shop.TrendBuckets(BucketSize(cap), Buckets(cap) with { Origin = Flood.Start });

    private static TriggerOptions Triggers(int cap) => new()
    {
        AllowedLateness = Lateness,
        InterestWindow = Ever,
        CoolDown = Ever,
        MaxUsers = cap,
        MaxUsersPerItem = cap,
        MaxInterests = cap,
        MaxItems = cap,
    };

    private static InsightOptions Insights(int cap) =>
        new() { AllowedLateness = Lateness, MaxUsers = cap, MaxItems = cap };

    private static TrendScore Fading(int cap) => TrendScore.Trending(Ever, 2, cap);

    private static TrendBucketsOptions Buckets(int cap) => new()
    {
        AllowedLateness = Lateness,
        MaxItemsPerBucket = cap,
    };

    private static WindowOptions Windows(int cap) => new() { AllowedLateness = Lateness, MaxKeys = cap };

    private static LastPerKeyOptions Last(int cap) => new() { MaxKeys = cap };

    private static CartOptions Carts(int cap) => new() { AllowedLateness = Lateness, MaxKeys = cap };

    private static SimilarItemsOptions Similar(int cap) => new() { MaxUsers = cap, MaxHolders = 10 };

    private static SessionOptions Sessions(int cap) => new() { MaxOpen = cap };

    private static NextItemOptions Next(int cap) => new()
    {
        MaxSessions = cap,
        MaxEvents = cap,
        MaxItems = cap,
        Sessions = Sessions(cap),
    };

    private static ShopRecommenderOptions Shop(int cap) => new()
    {
        MaxUsers = cap,
        MaxItems = cap,
        MaxPurchases = cap,
        Similar = Similar(cap),
        NextItems = Next(cap),
        Buckets = Buckets(cap),
        BucketSize = BucketSize(cap),
        TrendScore = Fading(cap),
    };

    private static Func<IRecommender<Interaction, Id, Id>> RecentItems(int cap) =>
        () => Baselines.RecentItems(Sessions(cap));

    private static IObservable<NextItemResult<Id>> NextItemResults(
        IObservable<Interaction> shop, int cap, bool remainingItems)
    {
        var selectors = ShopRecommender.Selectors;
        return shop.EvaluateNextItems(
            () =>
            [
                Baselines.PopularOfDay(selectors, maxEvents: cap),
                Baselines.Successors(selectors, Sessions(cap), cap, 3),
                Baselines.RecentItems(Sessions(cap)),
            ],
            options: new NextItemProtocolOptions
            {
                ListLength = 3,
                MaxItems = cap,
                MaxHeldResults = cap,
                Sessions = Sessions(cap),
                RemainingItems = remainingItems,
            });
    }

    private static Id User(Interaction value) => value.User;

    private static Id Item(Interaction value) => value.Item;
}
