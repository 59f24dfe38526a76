using System.Reactive.Linq;
using System.Reactive.Subjects;
using DynamicData;

namespace RxRecs.DynamicData.Tests;

public sealed class LiveResultsTests
{
    private static readonly DateTimeOffset Start = new(2019, 11, 1, 0, 0, 0, TimeSpan.Zero);

    [Test]
    public void ToChangeSet_LastPerKey_AddsUpdatesAndRemovesKeys()
    {
        var events = new[] { (1, 11), (1, 12), (2, 21), (3, 31) };

        var sets = events.ToObservable()
            .LastPerKey(2, each => each.Item1, each => each.Item2, options: new LastPerKeyOptions { MaxKeys = 2 })
            .ToChangeSet().ToEnumerable().ToList();

        Assert.That(
            sets.Select(set => string.Join(", ", set.Select(change => $"{change.Reason} {change.Key}"))),
            Is.EqualTo(new[] { "Add 1", "Update 1", "Add 2", "Remove 1", "Add 3" }));
    }

    [Test]
    public void ToCache_CartMinusPurchase_HoldsTheOpenLinesOfEveryCart()
    {
        var random = new Random(11);
        var state = new Dictionary<(Id, Id), int>();
        using var source = new Subject<Interaction>();
        using var cache = source
            .CartMinusPurchasePerUser(new CartOptions { AllowedLateness = TimeSpan.Zero }).ToCache();

        for (var i = 0; i < 3_000; i++)
        {
            var kind = (InteractionKind)random.Next(1, 4);
            var (user, item) = ((Id)random.Next(5), (Id)random.Next(8));
            source.OnNext(new Interaction(Start.AddSeconds(i), kind, user, item));
            Apply(state, kind, (user, item));
            Assert.That(cache.Items.Select(line => (line.Key, line.Item)), Is.EquivalentTo(state.Keys));
            Assert.That(cache.Items.Sum(line => line.Quantity), Is.EqualTo(state.Values.Sum()));
        }
    }

    [Test]
    public void ToChangeSet_AbandonedCart_MarksItsLinesUntilAPurchase()
    {
        var options = new CartOptions { AllowedLateness = TimeSpan.Zero, AbandonAfter = TimeSpan.FromHours(1) };
        using var source = new Subject<Interaction>();
        using var cache = source.CartMinusPurchasePerUser(options).ToCache();

        source.OnNext(new Interaction(Start, InteractionKind.Cart, 1, 11));
        source.OnNext(new Interaction(Start, InteractionKind.Cart, 1, 12));
        source.OnNext(new Interaction(Start.AddHours(2), InteractionKind.View, 2, 21));
        var abandoned = cache.Items.Select(line => line.IsAbandoned).ToList();
        source.OnNext(new Interaction(Start.AddHours(3), InteractionKind.Purchase, 1, 11));

        Assert.That(abandoned, Is.EqualTo(new[] { true, true }));
        Assert.That(cache.Items.Select(line => (line.Item, line.IsAbandoned)), Is.EqualTo(new[] { ((Id)12, false) }));
    }

    [Test]
    public void ToCache_TopTrends_HoldsTheRisingItemsOfTheNewestReport()
    {
        var purchases = new[]
        {
            (0, 1L), (0, 2L), (1, 1L), (1, 1L), (1, 1L), (1, 2L), (1, 2L), (2, 2L), (2, 2L), (2, 2L),
        };
        var reports = purchases.ToObservable()
            .Select(each => new Interaction(Start.AddDays(each.Item1), InteractionKind.Purchase, 1, each.Item2))
            .TrendBuckets(TimeSpan.FromDays(1), new TrendBucketsOptions { AllowedLateness = TimeSpan.Zero })
            .TopTrends(TrendScore.DampedChange, new TrendRankingOptions { IncludePartial = true });

        var sets = reports.ToChangeSet().ToEnumerable().ToList();
        using var cache = reports.ToCache();

        Assert.That(sets[0].Adds, Is.EqualTo(2), "items 1 and 2 rise from day 0 to day 1");
        Assert.That(cache.Items.Select(each => (each.Entry.Item, each.Rank)), Is.EqualTo(new[] { ((Id)2, 1) }));
    }

    [Test]
    public void ToChangeSet_Recommendations_AreThoseOfTheUser()
    {
        Recommendation<Id> Of(Id item, double score) =>
            new(item, score, new RecommendationReason(RecommendationSource.Popular, score));
        var lists = new[]
        {
            new RecommendationList<Id, Id>(1, [Of(10, 2), Of(11, 1)]),
            new RecommendationList<Id, Id>(2, [Of(99, 1)]),
            new RecommendationList<Id, Id>(1, [Of(10, 3), Of(12, 1)]),
        };

        var sets = lists.ToObservable().ToChangeSet(user: 1).ToEnumerable().ToList();

        Assert.That(
            sets.Select(set => (set.Adds, set.Updates, set.Removes)), Is.EqualTo(new[] { (2, 0, 0), (1, 1, 1) }));
    }

    [Test]
    public void ToChangeSet_ListsOfSessions_AllThoseOfTheUserCountUnlessOneIsChosen()
    {
        RecommendationList<Id, Id> Of(string session, Id item) =>
            new(1, [new(item, 1, new RecommendationReason(RecommendationSource.Popular, 1))]) { Session = session };
        var lists = new[] { Of("s1", 10), Of("s2", 20), Of("s1", 11) }.ToObservable();

        using var all = lists.Take(2).ToCache(user: 1);
        using var one = lists.Where(list => list.Session == "s2").ToCache(user: 1);

        Assert.That(all.Keys, Is.EqualTo(new Id[] { 20 }));
        Assert.That(one.Keys, Is.EqualTo(new Id[] { 20 }));
    }

    [Test]
    public void ToChangeSet_SourceError_Passes()
    {
        var error = new InvalidOperationException("broken");
        var source = Observable.Throw<LastItems<int, int>>(error);

        Assert.That(() => source.ToChangeSet().ToEnumerable().ToList(), Throws.Exception.SameAs(error));
    }

    private static void Apply(Dictionary<(Id, Id), int> state, InteractionKind kind, (Id, Id) line)
    {
        if (kind == InteractionKind.Cart)
        {
            state[line] = state.GetValueOrDefault(line) + 1;
        }
        else
        {
            state.Remove(line);
        }
    }
}
