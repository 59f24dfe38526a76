using System.Reactive.Linq;
using RxRecs.Machines;
using RxRecs.Recommenders;
using RxRecs.Tests.Quality;

namespace RxRecs.Tests.Bounds;

/// <summary>Checks that the meter counts what leaves at a bound before its time and nothing else tells of.</summary>
[NonParallelizable]
public sealed class EvictedKeysTests
{
    private static readonly DateTimeOffset Start = new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly SessionOptions OneVisit = new() { MaxOpen = 1 };

    private SetAsideCounts _listener = null!;

    [SetUp]
    public void SetUp() => _listener = new SetAsideCounts();

    [TearDown]
    public void TearDown() => _listener.Dispose();

    [Test]
    public void Sessionize_SecondVisit_IsCounted()
    {
        Visits("a b a").ToObservable().Sessionize(OneVisit).Subscribe();
        AssertEvicted("Sessionize", 2);
    }

    [Test]
    public void NextItems_OpenVisitsAndVisitsThatAreKept_AreCounted()
    {
        Visits("ab cd").ToObservable().NextItems(3, new() { Sessions = OneVisit }).Subscribe();
        AssertEvicted("NextItems", 1);
        Visits("ab cd").ToObservable().NextItems(3, new() { MaxSessions = 1 }).Subscribe();
        AssertEvicted("NextItems", 2);
    }

    [Test]
    public void SimilarItems_SecondUser_IsCounted()
    {
        Visits("a b").ToObservable().SimilarItems(3, new() { MaxUsers = 1 }).Subscribe();
        AssertEvicted("SimilarItems", 1);
    }

    [Test]
    public void CatalogItems_SecondItem_IsCounted([Values] bool isChange)
    {
        using var subscription = isChange
            ? new ItemChange<Id>[] { new("a", Start), new("b", Start) }.ToObservable()
                .CatalogItems(new() { MaxItems = 1 }).Subscribe()
            : Visits("ab").ToObservable().CatalogItems(new() { MaxItems = 1 }).Subscribe();
        AssertEvicted("CatalogItems", 1);
    }

    [Test]
    public void Enrich_SecondItem_IsCounted()
    {
        var changes = new ItemChange<Id>[] { new("a", Start), new("b", Start) }.ToObservable();
        Observable.Empty<Interaction>().Enrich(changes, each => each.Item, (_, item) => item, new() { MaxItems = 1 })
            .Subscribe();
        AssertEvicted("Enrich", 1);
    }

    [Test]
    public void Bundles_SecondBasketAndThirdItem_AreCounted()
    {
        var purchases = Visits("a b c").Select(each => Purchase(each.User, each.Item));
        purchases.ToObservable().Bundles(new() { MaxItems = 2, Baskets = OneVisit }).Subscribe();
        AssertEvicted("Bundles", 3);
    }

    [Test]
    public void Insights_LineBeyondAFullCart_IsCounted()
    {
        var carts = Enumerable.Range(0, 1_001).Select(item => new Interaction(Start, InteractionKind.Cart, 1, item));
        carts.ToObservable().Insights(TimeSpan.FromDays(1), new() { AllowedLateness = TimeSpan.Zero }).Subscribe();
        AssertEvicted("Insights", 1);
    }

    [Test]
    public void Recommenders_AtTheirBounds_AreCountedByName()
    {
        Learn(ItemToItem.Recommender(new() { MaxItems = 2 }), Visits("abc"));
        Learn(ItemToItem.Recommender(new() { Sessions = OneVisit }), Visits("a b"));
        Learn(Baselines.RecentItems(OneVisit), Visits("a b"));
        Learn(Baselines.Successors(ShopRecommender.Selectors, maxItems: 1), Visits("abc"));
        Learn(Baselines.PopularOfDay(ShopRecommender.Selectors, maxEvents: 1), Visits("ab"));
        Learn(new BuyAgainRecommender(maxPurchases: 1), Visits("ab").Select(each => Purchase(each.User, each.Item)));
        Learn(ContentBased.Recommender(ShopRecommender.Selectors, maxKeys: 1), Visits("a a"));
        Learn(new ItemModelRecommender(new Nothing(), new() { Sessions = OneVisit }), Visits("a b"));
        Assert.That(_listener.Counts, Is.EquivalentTo(new Dictionary<string, long>
        {
            ["operator=ItemToItem reason=evicted"] = 2,
            ["operator=Baselines reason=evicted"] = 2,
            ["operator=PopularOfDay reason=evicted"] = 1,
            ["operator=BuyAgain reason=evicted"] = 1,
            ["operator=ItemModel reason=evicted"] = 1,
            ["operator=ContentBased reason=evicted"] = 1,
        }));
    }

    [Test]
    public void PopularOfDay_EventOlderThanTheDay_LeavesInItsTime()
    {
        var state = new PopularOfDayState<Id>();
        state.Learn("a", 1, Start);
        state.Learn("b", 1, Start.AddDays(2));
        Assert.That(_listener.Counts, Is.Empty);
    }

    [Test]
    public void EvaluatePrequentially_SecondPair_IsCounted()
    {
        Visits("ab").ToObservable()
            .EvaluatePrequentially(() => new PopularityRecommender(), options: new() { MaxPairs = 1 }).Subscribe();
        AssertEvicted("EvaluatePrequentially", 1);
    }

    [Test]
    public void EvaluateSessions_SecondOpenSession_IsCounted()
    {
        Visits("a b").Select(each => each with { Session = "s" }).ToObservable()
            .EvaluateSessions(() => new PopularityRecommender(), new() { MaxOpenSessions = 1 }).Subscribe();
        AssertEvicted("EvaluateSessions", 1);
    }

    [Test]
    public void EvaluateNextItems_SecondItemVisitAndHeldResult_AreCounted()
    {
        Evaluate("ab", new() { MaxItems = 1 });
        AssertEvicted("EvaluateNextItems", 1);
        Evaluate("a b", new() { Sessions = OneVisit });
        AssertEvicted("EvaluateNextItems", 2);
        Evaluate("abc", new() { RemainingItems = true, MaxHeldResults = 1 });
        AssertEvicted("EvaluateNextItems", 3);
    }

    [Test]
    public void EvaluateNextItems_LastItemOnlyWithinItsBound_EndsNoVisitEarly()
    {
        Assert.That(
            Evaluate("abcd", new() { LastItemOnly = true, MaxHeldResults = 1 }).Select(each => each.Item),
            Is.EqualTo(new Id[] { "d" }));
        Assert.That(_listener.Counts, Is.Empty);
    }

    private static List<NextItemResult<Id>> Evaluate(string visits, NextItemProtocolOptions options)
    {
        var results = new List<NextItemResult<Id>>();
        using var subscription = Visits(visits).ToObservable()
            .EvaluateNextItems(() => [new PopularityRecommender()], options: options).Subscribe(results.Add);
        return results;
    }

    private static void Learn(IRecommender<Interaction, Id, Id> recommender, IEnumerable<Interaction> events)
    {
        foreach (var each in events)
        {
            recommender.Learn(each);
        }
    }

    // Each word is the visit of another user, who looks at an item a letter.
    private static IEnumerable<Interaction> Visits(string visits) =>
        from visit in visits.Split(' ').Index()
        from item in visit.Item
        select new Interaction(Start.AddMinutes(visit.Index), InteractionKind.View, 1 + visit.Index, $"{item}");

    private static Interaction Purchase(Id user, Id item) => new(Start, InteractionKind.Purchase, user, item);

    private void AssertEvicted(string operatorName, long count) => Assert.That(
        _listener.Counts,
        Is.EqualTo(new Dictionary<string, long> { [$"operator={operatorName} reason=evicted"] = count }));

    private sealed class Nothing : IItemModel<Id>
    {
        public RecommendationSource Source { get; } = new("nothing");

        public string Hash => "v1";

        public IItemModelQuery<Id> CreateQuery(ItemModelOptions options) => throw new NotSupportedException();
    }
}
