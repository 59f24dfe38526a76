using System.Reactive.Linq;
using System.Reactive.Subjects;
using RxRecs.Analytics;
using RxRecs.Machines;
using RxRecs.Recommenders;
using RxRecs.Tests.Time;

namespace RxRecs.Tests.Quality;

/// <summary>The meter counts what is set aside, whichever form is subscribed to.</summary>
[NonParallelizable]
public sealed class SetAsideEventsTests
{
    private static readonly DateTimeOffset Start = new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly EventTimeOptions Sorted = new() { AllowedLateness = TimeSpan.Zero };
    private static readonly int[] Minutes = [5, 3, 6, 4];

    private SetAsideCounts _listener = null!;

    private IReadOnlyDictionary<string, long> Counted => _listener.Counts;

    [SetUp]
    public void SetUp() => _listener = new SetAsideCounts();

    [TearDown]
    public void TearDown() => _listener.Dispose();

    [Test]
    public void LateEvents_InEitherForm_AreCountedByOperator([Values] bool withLateEvents)
    {
        var ordered = Minutes.ToObservable().Reorder(minute => Start.AddMinutes(minute), Sorted);
        using var subscription = withLateEvents ? ordered.WithLateEvents().Subscribe() : ordered.Subscribe();
        Assert.That(Counted, Is.EqualTo(new Dictionary<string, long> { ["operator=Reorder reason=late"] = 2 }));
    }

    [Test]
    public void LateEvents_OfEachOperator_BearItsName()
    {
        var events = Minutes.Select(minute => new TimedEvent(minute * 60, "a", minute)).ToObservable();
        var minute = TimeSpan.FromMinutes(1);
        var windows = new WindowOptions { AllowedLateness = TimeSpan.Zero };
        var count = WindowAggregate.Count<TimedEvent>();
        events.TrendBuckets(
            minute, x => x.Key, x => x.Time, new TrendBucketsOptions { AllowedLateness = TimeSpan.Zero }).Subscribe();
        events.TumblingWindow(minute, count, x => x.Time, windows).Subscribe();
        events.HoppingWindow(minute, minute, count, x => x.Time, windows).Subscribe();
        events.SessionWindow(minute, count, x => x.Time, windows).Subscribe();
        events.SlidingWindow(minute, count, x => x.Time, windows).Subscribe();
        var merge = new MergeOptions { AllowedLateness = TimeSpan.Zero };
        new[] { events }.MergeByEventTime(x => x.Time, merge).Subscribe();
        Assert.That(Counted.Keys.Order(StringComparer.Ordinal), Is.EqualTo(new[]
        {
            "HoppingWindow", "MergeByEventTime", "SessionWindow", "SlidingWindow", "TrendBuckets", "TumblingWindow",
        }.Select(name => $"operator={name} reason=late")));
    }

    // A window of a minute, one touch kept, and a conversion at the end.
    [TestCase(61, 0)]
    [TestCase(60, 1)]
    public void Attribution_TouchThatLeaves_IsCountedWhereAConversionCouldStillReachIt(int second, int evicted)
    {
        var events = new[] { 0, second, 200 }.Select(at => new TimedEvent(at, "a", at)).ToObservable();
        events.AttributeConversions(
            TimeSpan.FromMinutes(1),
            x => x.Key,
            x => x.Key,
            x => x.Id == 200 ? AttributionRole.Conversion : AttributionRole.Touch,
            x => x.Time,
            new() { AllowedLateness = TimeSpan.FromDays(1), MaxTouches = 1 }).Subscribe();

        Assert.That(Counted.GetValueOrDefault("operator=AttributeConversions reason=evicted"), Is.EqualTo(evicted));
    }

    [Test]
    public void TrendScore_ThatIsNotFinite_IsNoneAndCounted()
    {
        var minutes = new[] { 0, 1, 1, 2 }.Select(minute => new TimedEvent(minute * 60, "a", minute)).ToObservable();
        var buckets = minutes.TrendBuckets(
            TimeSpan.FromMinutes(1),
            x => x.Key,
            x => x.Time,
            new TrendBucketsOptions { AllowedLateness = TimeSpan.Zero });

        var scores = buckets.TrendTransitions(new Quotient()).SelectMany(each => each.Changes).ToList().Wait();

        Assert.That(scores.Select(each => each.Score), Is.EqualTo(new double?[] { null, 1 }));
        Assert.That(
            Counted, Is.EqualTo(new Dictionary<string, long> { ["operator=TrendScore reason=not_finite"] = 1 }));
    }

    [Test]
    public void RejectedEvents_InEitherForm_AreCountedByReason([Values] bool withRejected)
    {
        var price = new Interaction(Start, InteractionKind.Purchase, 1, 2) { Price = 3 };
        decimal[] prices = [3, 6000, 9000, -5];
        var sane = prices.Select(each => price with { Price = each }).ToObservable()
            .Sanitize(new SanitizeOptions { LargestNumber = 5000 });
        using var subscription = withRejected ? sane.WithRejected().Subscribe() : sane.Subscribe();
        Assert.That(Counted, Is.EqualTo(new Dictionary<string, long>
        {
            ["operator=Sanitize reason=number_too_large"] = 2,
            ["operator=Sanitize reason=number_too_small"] = 1,
        }));
    }

    [Test]
    public void EventsWithoutAKey_OfEachOperator_AreCounted()
    {
        Interaction[] all =
        [
            new(Start, InteractionKind.Cart, default, 7) { Brand = "b" },
            new(Start, InteractionKind.View, default, 7) { Brand = "b" },
            new(Start, InteractionKind.Cart, 1, 7) { Brand = "b", Session = "s" },
        ];
        var events = all.ToObservable();
        var carts = new CartOptions { AllowedLateness = TimeSpan.Zero };
        events.LastItemsPerUser(3).Subscribe();
        events.LastItemsPerSession(3).Subscribe();
        events.LastInteractionsPerUser(3).Subscribe();
        events.LastBrandsPerUser(3).Subscribe();
        events.CartMinusPurchasePerUser(carts).Subscribe();
        events.CartMinusPurchasePerSession(carts).Subscribe();
        events.SimilarItems(3).Subscribe();
        events.NextItems(3).Subscribe();
        Assert.That(Counted, Is.EquivalentTo(new Dictionary<string, long>
        {
            ["operator=LastItemsPerUser reason=no_key"] = 2,
            ["operator=LastItemsPerSession reason=no_key"] = 2,
            ["operator=LastInteractionsPerUser reason=no_key"] = 2,
            ["operator=LastBrandsPerUser reason=no_key"] = 2,
            ["operator=CartMinusPurchasePerUser reason=no_key"] = 1,
            ["operator=CartMinusPurchasePerSession reason=no_key"] = 1,
            ["operator=SimilarItems reason=no_key"] = 2,
            ["operator=NextItems reason=no_key"] = 2,
        }));
    }

    [Test]
    public void Evaluations_EventsToScoreWithoutAKey_AreCounted()
    {
        Interaction[] all =
        [
            new(Start, InteractionKind.View, default, 7) { Session = "s" },
            new(Start, InteractionKind.Remove, default, 7) { Session = "s" },
            new(Start, InteractionKind.View, 1, 7),
            new(Start, InteractionKind.Purchase, default, 7) { Quantity = -1 },
        ];
        var ranks = new List<PrequentialResult>();
        all.ToObservable().EvaluatePrequentially(() => new PopularityRecommender()).Subscribe(ranks.Add);
        all.ToObservable().EvaluateSessions(() => new PopularityRecommender()).Subscribe();

        Assert.That(ranks, Has.Count.EqualTo(1));
        Assert.That(Counted, Is.EqualTo(new Dictionary<string, long>
        {
            ["operator=EvaluatePrequentially reason=no_key"] = 1,
            ["operator=EvaluateSessions reason=no_key"] = 3,
        }));
    }

    [Test]
    public void Blend_FiguresThatAreNotFinite_AreCounted()
    {
        var blend = new BlendRecommender<Interaction, Id, Id>(
            (new OddScores(double.NaN, 2, double.PositiveInfinity, -1), 1), (new PopularityRecommender(), 1));
        var list = new List<Recommendation<Id>>();
        blend.Recommend(new("anna", 10), list);

        Assert.That(list.Select(each => each.Score), Is.EqualTo(new[] { 1.0, 0, 0, 0 }));
        Assert.That(
            Counted, Is.EqualTo(new Dictionary<string, long> { ["operator=Blend reason=not_finite"] = 2 }));
    }

    [Test]
    public void Recommend_ForeignValuesBeyondKeepAtMost_AreCounted()
    {
        var staff = new RecommendationSource("Staff");
        Interaction[] views = [.. Enumerable.Range(0, 3).Select(user => View(0, 'a', 0) with { User = user })];
        views.ToObservable().Recommend(5, (shop, list) => list
            .KeepAtMost(users: 2, itemsPerUser: 3)
            .Add(staff, shop, each => each.User, each => ["a", "b", "c", "d", "e"])).Subscribe();

        Assert.That(Counted, Is.EqualTo(new Dictionary<string, long>
        {
            ["operator=Recommend reason=too_many_items"] = 6,
            ["operator=Recommend reason=evicted"] = 1,
        }));
    }

    [Test]
    public void Recommend_ForeignItemsThatAreNone_AreCountedAndTheOthersAreShown()
    {
        var staff = new RecommendationSource("Staff");
        var lists = new List<RecommendationList<Id, Id>>();
        Observable.Return(View(0, 'a', 0) with { User = 1 }).Recommend(5, (shop, list) => list
            .Add(staff, shop, each => each.User, each => ["b", Id.None, "c", Id.None])).Subscribe(lists.Add);

        Assert.That(lists[0].Items.Select(each => each.Item), Is.EqualTo(new Id[] { "b", "c" }));
        Assert.That(
            Counted, Is.EqualTo(new Dictionary<string, long> { ["operator=Recommend reason=no_item"] = 2 }));
    }

    [Test]
    public void Recommend_WaitingValuesBeyondKeepAtMost_AreCounted()
    {
        using var values = new Subject<Id>();
        using var recommender = new ComposedRecommender<Interaction, Id, Id>((_, list) => list
            .KeepAtMost(users: 2, itemsPerUser: 3)
            .Add(new RecommendationSource("Staff"), values, each => each, each => [each]));
        for (var i = 0; i < 5; i++)
        {
            values.OnNext(i);
        }

        Assert.That(
            Counted, Is.EqualTo(new Dictionary<string, long> { ["operator=Recommend reason=evicted"] = 3 }));
    }

    [Test]
    public void Recommend_ForeignCartsBeyondKeepAtMost_AreCounted()
    {
        Interaction[] carts =
        [
            .. from user in Enumerable.Range(0, 3)
               from item in "abc"
               select new Interaction(Start, InteractionKind.Cart, user, $"{item}"),
        ];
        carts.ToObservable().Recommend(5, (shop, list) => list
            .KeepAtMost(users: 2, itemsPerUser: 2)
            .AddCart(shop.CartMinusPurchasePerUser(new() { AllowedLateness = TimeSpan.Zero }).Where(_ => true)))
            .Subscribe();

        Assert.That(Counted, Is.EqualTo(new Dictionary<string, long>
        {
            ["operator=Recommend reason=too_many_items"] = 3,
            ["operator=Recommend reason=evicted"] = 1,
        }));
    }

    [Test]
    public void ItemToItem_PairsGivenUpAndEventsOlderThanTheWindow_AreCounted()
    {
        var state = ItemToItem.Recommender(new ItemToItemOptions
        {
            Shrinkage = 0,
            Window = new() { Bucket = TimeSpan.FromDays(1), Buckets = 2 },
            Pruning = new() { Delta = Math.Exp(-.5), Top = 1 },
        });
        string[] visits = ["ab", "ab", "ab", "ab", "ac", "cd", "cd", "cd", "cd", "ac"];
        foreach (var (number, visit) in visits.Index())
        {
            foreach (var item in visit)
            {
                state.Learn(View(number, item, 3));
            }
        }

        state.Learn(View(99, 'a', 1));
        Assert.That(Counted, Is.EqualTo(new Dictionary<string, long>
        {
            ["operator=ItemToItem reason=pruned"] = 1,
            ["operator=ItemToItem reason=late"] = 1,
        }));
    }

    [Test]
    public void Instrument_InTheDocument_IsTheOneOfTheMeter()
    {
        var document = File.ReadAllText(Path.Combine(Repository.Root, "docs", "telemetry.md"));
        Assert.That(
            document, Does.Contain($"| `{SetAsideEvents.CounterName}` | counter | `{{event}}` | operator, reason |"));
        string[] others =
        [
            SetAsideEvents.Late, SetAsideEvents.TooManyKeys, SetAsideEvents.Unreadable, SetAsideEvents.NoKey,
            SetAsideEvents.NotRead, SetAsideEvents.Pruned, SetAsideEvents.NotFinite, SetAsideEvents.Evicted,
            SetAsideEvents.TooManyItems, SetAsideEvents.NoItem,
        ];
        foreach (var word in Reasons().Concat(others))
        {
            Assert.That(document, Does.Contain($"`{word}`"));
        }
    }

    [Test]
    public void Counting_WithoutAListener_AllocatesNothing()
    {
        _listener.Dispose();
        SetAsideEvents.Add("Reorder", SetAsideEvents.Late);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1_000; i++)
        {
            SetAsideEvents.Add("Reorder", SetAsideEvents.Late);
        }

        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.Zero);
    }

    /// <summary>
    /// The names that the reasons of <c>Sanitize</c> have on the meter, by the rule that they follow.
    /// </summary>
    private static IEnumerable<string> Reasons() => Enum.GetNames<RejectionReason>().Select(name =>
        string.Concat(name.Select((letter, i) => char.IsUpper(letter) && i > 0 ? $"_{letter}" : $"{letter}"))
            .ToLowerInvariant());

    private static Interaction View(int visit, char item, int day) =>
        new(Start.AddDays(day), InteractionKind.View, Id.None, $"{item}") { Session = $"{visit}" };

    /// <summary>Recommends items with given scores, whatever they are.</summary>
    private sealed class OddScores(params double[] scores) : IRecommender<Interaction, Id, Id>
    {
        public void Learn(Interaction value)
        {
        }

        public void Recommend(in RecommendationRequest<Id, Id> request, List<Recommendation<Id>> recommendations)
        {
            recommendations.Clear();
            recommendations.AddRange(scores.Select(static (score, place) => new Recommendation<Id>(
                place + 1, score, new RecommendationReason(RecommendationSource.ItemToItem, score))));
        }

        public void Snapshot(SnapshotWriter writer)
        {
        }

        public void Restore(SnapshotReader reader)
        {
        }
    }

    /// <summary>Is infinite for an item that was there once.</summary>
    private sealed class Quotient : TrendScore
    {
        public override string Name => "quotient";

        public override double? Score(in TrendScoreInput input) => input.Now / (input.Before - 1);
    }
}
