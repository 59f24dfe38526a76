using RxRecs.Machines;
using RxRecs.Recommenders;

namespace RxRecs.Tests.Machines;

/// <summary>The damaged state of a recommender is refused, or is one that lists can be made from.</summary>
public sealed class HostileRecommenderTests
{
    private static readonly DateTimeOffset Noon = new(2024, 5, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly SessionOptions Short = new() { MaxOpen = 2, MaxLength = 3 };
    private static readonly HashSet<InteractionKind> Views = [InteractionKind.View];

    private static readonly Interaction[] Before =
    [
        Event(0, "u", "a", InteractionKind.View), Event(1, "u", "b", InteractionKind.Cart),
        Event(2, "v", "b", InteractionKind.View), Event(3, "v", "a", InteractionKind.Purchase),
        Event(4, "u", "c", InteractionKind.View), Event(5, "u", "a", InteractionKind.Purchase),
        Event(6, "w", "c", InteractionKind.View),
    ];

    private static readonly Interaction[] After =
    [
        Event(7, "w", "a", InteractionKind.View), Event(8, "u", "b", InteractionKind.Purchase),
        Event(9, "x", "d", InteractionKind.Cart), Event(100, "v", "c", InteractionKind.View),
    ];

    private static readonly TestCaseData[] Recommenders =
    [
        Case("ItemToItem", () => ItemToItem.Recommender(new() { Sessions = Short, MaxItems = 3, MaxNeighbors = 2 })),
        Case("ItemToItem.Graded", () => ItemToItem.Recommender(ItemToItemOptions.TencentRec with { Sessions = Short })),
        Case("ItemToItem.Within", () => ItemToItem.Recommender(ItemToItemOptions.OttoCarts with { Sessions = Short })),
        Case("ItemToItem.Cross", () => ItemToItem.Recommender(new() { Sessions = Short, From = Views })),
        Case("ItemToItem.Indicators", () => ItemToItem.Recommender(new()
        {
            Sessions = Short, Measure = ItemMeasure.LogLikelihood, MaxIndicators = 1,
        })),
        Case("ItemToItem.Window", () => ItemToItem.Recommender(new()
        {
            Sessions = Short, MaxItems = 3, MaxNeighbors = 2, Shrinkage = 0, Pruning = new() { Delta = .9, Top = 1 },
            Window = new() { Bucket = TimeSpan.FromMinutes(1), Buckets = 3 },
        })),
        Case("ItemToItem.Sample", () => ItemToItem.Recommender(new()
        {
            Sessions = Short, Measure = ItemMeasure.LogLikelihood, MaxIndicators = 1, RescoreTouchedRows = true,
            MaxItems = 3, Sample = new() { PerVisit = 1, PerItem = 2 },
        })),
        Case("NextItem", () => new NextItemRecommender(new() { Sessions = Short, MaxSessions = 4, MaxItems = 3 }))
            .SetCategory("Slow"),
        Case("NextItem.SessionKnn", () => new NextItemRecommender(new()
        {
            Sessions = Short, SessionKnn = SessionKnnOptions.Vstan, MaxSessions = 4,
        })),
        Case("SimilarItems", () => new SimilarItemsRecommender(new() { MaxUsers = 2, LastCount = 2 })),
        Case("Popularity", () => new PopularityRecommender()),
        Case("Content", () => ContentBased.Recommender()),
        Case("BoughtTogether", () => ItemToItem.Recommender(ItemToItemOptions.BoughtTogether)),
        Case("Shop", () => new ShopRecommender(new()
        {
            Sources = [new(RecommendationSource.BuyAgain), new(RecommendationSource.History)],
            Fallbacks = [new(RecommendationSource.PopularOfDay)],
            MaxUsers = 2,
            MaxItems = 3,
        })).SetCategory("Slow"),
        Case("BuyAgain", () => new BuyAgainRecommender()),
        Case("ItemModel", () => new ItemModelRecommender(Table())),
    ];

    [TestCaseSource(nameof(Recommenders))]
    public void Restore_DamagedState_IsRefusedOrRuns(Func<IRecommender<Interaction, Id, Id>> factory) =>
        HostileSnapshot.AssertRefusedOrRuns(
            () => new RecommendMachine<Interaction, Id, Id>(3, factory(), static one => one.User), Before, After);

    private static Interaction Event(int minute, Id user, Id item, InteractionKind kind) =>
        new(Noon.AddMinutes(minute), kind, user, item);

    private static NeighborTable<Id> Table()
    {
        var builder = new NeighborTableBuilder<Id>();
        builder.Add("a", "b", 1);
        return builder.Build();
    }

    private static TestCaseData Case(string name, Func<IRecommender<Interaction, Id, Id>> factory) =>
        new TestCaseData(factory).SetArgDisplayNames(name);
}
