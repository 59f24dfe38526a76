using FsCheck;
using FsCheck.Fluent;
using RxRecs.Machines;
using RxRecs.Recommenders;
using RxRecs.Tests.Quality;

namespace RxRecs.Tests.Evaluation;

public sealed class BaselinesTests
{
    private static readonly DateTimeOffset Start = new(2019, 10, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly Arbitrary<Interaction[]> Events =
        (from minutes in Gen.Choose(0, 300)
         from session in Gen.Choose(0, 3)
         from item in Gen.Choose(0, 6)
         from kind in Gen.Choose(0, 3)
         select new Interaction(Start.AddMinutes(minutes), (InteractionKind)kind, Id.None, item)
         {
             Session = $"s{session}",
         }).ArrayOf().ToArbitrary();

    [Test]
    public void PopularOfDay_AnyOrder_CountsWhatIsWithinTheSpanOfTheNewestEvent() => Prop.ForAll(Events, events =>
    {
        var weights = new KindWeights { View = 0.1, Cart = 1, Purchase = 3 };
        var recommender = Baselines.PopularOfDay(weights, TimeSpan.FromHours(1));
        Array.ForEach(events, recommender.Learn);
        var newest = events.Select(static each => each.EventTime).DefaultIfEmpty().Max();
        var expected = events
            .Where(each => each.EventTime > newest.AddHours(-1) && weights.Of(each.Kind) > 0)
            .GroupBy(static each => each.Item)
            .Select(item => (Item: item.Key, Count: item.Sum(each => (decimal)weights.Of(each.Kind))))
            .OrderByDescending(static each => each.Count).ThenBy(static each => each.Item)
            .Take(3)
            .Select(static each => (each.Item, (double)each.Count));
        Assert.That(Ask(recommender, new(Id.None, 3)).Select(each => (each.Item, each.Score)), Is.EqualTo(expected));
    }).Holds();

    [Test]
    public void Successors_AnyVisits_AreCountedAndTheNewestOfEqualOnesComesFirst() => Prop.ForAll(Events, events =>
    {
        var sorted = events.OrderBy(static each => each.EventTime).ToArray();
        var recommender = Baselines.Successors();
        Array.ForEach(sorted, recommender.Learn);
        var items = sorted.Where(static each => each.Kind != InteractionKind.Remove).ToArray();
        var pairs = items.Select((each, n) => (
                Before: items.Take(n).Where(it => it.Session == each.Session).Select(static it => (Id?)it.Item)
                    .LastOrDefault(),
                each.Item,
                Place: n))
            .Where(static each => each.Before is not null);
        foreach (var session in items.Select(static each => each.Session).Distinct())
        {
            var last = items.Last(each => each.Session == session).Item;
            var expected = pairs.Where(each => each.Before == last).GroupBy(static each => each.Item)
                .OrderByDescending(static each => each.Count()).ThenByDescending(each => each.Max(it => it.Place))
                .Select(static each => each.Key);
            Assert.That(
                Ask(recommender, new(Id.None, 10) { Session = session }).Select(static each => each.Item),
                Is.EqualTo(expected));
        }
    }).Holds();

    [Test]
    public void Successors_MoreThanAreKept_TheRarestMakesRoomAndHandsOnItsCount()
    {
        var counts = new SuccessorCounts<Id>(2);
        foreach (var item in new[] { 1, 1, 1, 2, 3 })
        {
            counts.Add(item);
        }

        Assert.That(counts.Items, Is.EqualTo(new (Id, long)[] { (1, 3), (3, 2) }));
    }

    [Test]
    public void RecentItems_Request_IsAboutTheVisitOrWhatItNames()
    {
        var recommender = Baselines.RecentItems();
        foreach (var item in new[] { 1, 2, 1, 3 })
        {
            recommender.Learn(new Interaction(Start, InteractionKind.View, Id.None, item) { Session = "a" });
        }

        var ofVisit = new RecommendationRequest<Id, Id>(Id.None, 5) { Session = "a" };
        Assert.That(Ask(recommender, ofVisit).Select(static each => each.Item), Is.EqualTo(new Id[] { 3, 1, 2 }));
        Assert.That(
            Ask(recommender, ofVisit with { Around = [7, 8], Excluded = new HashSet<Id> { 8 } })
                .Select(each => each.Item),
            Is.EqualTo(new Id[] { 7 }));
        Assert.That(Ask(recommender, new(Id.None, 5) { Session = "b" }), Is.Empty);
    }

    [Test]
    public void Delayed_AnyVisits_KnowsTheVisitAtOnceAndLearnsWhatIsOldEnough() => Prop.ForAll(Events, events =>
    {
        var (sorted, delay) = (events.OrderBy(static each => each.EventTime).ToArray(), TimeSpan.FromMinutes(90));
        var (old, visits) = (Baselines.Successors(), Baselines.RecentItems());
        var recommender = Baselines.Delayed(Baselines.Successors(), delay);
        Array.ForEach(sorted, recommender.Learn);
        Array.ForEach(sorted, visits.Learn);
        foreach (var each in sorted.Where(each => each.EventTime <= sorted[^1].EventTime - delay))
        {
            old.Learn(each);
        }

        foreach (var session in sorted.Select(static each => each.Session).Distinct())
        {
            var request = new RecommendationRequest<Id, Id>(Id.None, 10) { Session = session };
            var visit = Ask(visits, request).Select(static each => each.Item).Reverse().ToArray();
            Assert.That(
                Ask(recommender, request),
                Is.EqualTo(visit.Length == 0 ? [] : Ask(old, request with { Around = visit })));
        }
    }).Holds();

    [Test]
    public void Delayed_ByNothing_IsTheRecommenderItself() => Prop.ForAll(Events, events =>
    {
        var options = new NextItemOptions { SessionKnn = SessionKnnOptions.Vstan };
        var live = new NextItemRecommender(options);
        var recommender = Baselines.Delayed(new NextItemRecommender(options), TimeSpan.Zero);
        var views = events.Where(static each => each.Kind != InteractionKind.Remove);
        foreach (var each in views.OrderBy(static each => each.EventTime))
        {
            live.Learn(each);
            recommender.Learn(each);
            var request = new RecommendationRequest<Id, Id>(Id.None, 10) { Session = each.Session };
            Assert.That(Ask(recommender, request), Is.EqualTo(Ask(live, request)));
            Assert.That(
                recommender.Explain(request, each.Item)?.Score, Is.EqualTo(live.Explain(request, each.Item)?.Score));
        }
    }).Holds();

    [Test]
    public void Delayed_SnapshotAtAnyCut_ChangesNothing() => Prop.ForAll(
        Events,
        static events => MachineRun.AssertSnapshotLaw(
            static () => new EvaluateNextItemsMachine<Interaction, Id, Id>(
                [Baselines.Delayed(Baselines.Successors(), TimeSpan.FromMinutes(30))],
                ShopRecommender.Selectors,
                null,
                null),
            [.. events.OrderBy(static each => each.EventTime).Take(20)],
            static result => (result.Session, result.Position, string.Join(' ', result.Verdicts[0].Items)))).Holds();

    [Test]
    public void Delayed_TimeAndTheEnd_ReachTheRecommenderAsMuchLater()
    {
        var (inner, noon) = (new TimedRecommender(), new DateTimeOffset(2020, 1, 1, 12, 0, 0, TimeSpan.Zero));
        var recommender = Baselines.Delayed(inner, TimeSpan.FromHours(1));
        recommender.Learn(new Interaction(noon, InteractionKind.View, 1, 2));

        recommender.AdvanceTo(noon.AddMinutes(59));
        Assert.That(inner.Calls, Is.EqualTo(["to 11:59"]));
        recommender.AdvanceTo(noon.AddMinutes(60));
        recommender.AdvanceTo(DateTimeOffset.MinValue);
        recommender.Complete();
        (recommender as IDisposable)!.Dispose();

        Assert.That(inner.Calls.Skip(1), Is.EqualTo(["learn 12:00", "to 12:00", "to 00:00", "complete", "dispose"]));
        Assert.That((recommender.Watermark, recommender.RuleCounts.Count), Is.EqualTo((noon, 1)));
    }

    [Test]
    public void Delayed_NegativeSpan_IsRefused() => Assert.That(
        static () => Baselines.Delayed(Baselines.Successors(), TimeSpan.FromTicks(-1)),
        Throws.TypeOf<ArgumentOutOfRangeException>());

    private static List<Recommendation<Id>> Ask(
        IRecommender<Interaction, Id, Id> recommender, RecommendationRequest<Id, Id> request)
    {
        var list = new List<Recommendation<Id>>();
        recommender.Recommend(request, list);
        return list;
    }

    /// <summary>Notes when it is told what.</summary>
    private sealed class TimedRecommender : IRecommender<Interaction, Id, Id>, IDisposable
    {
        public List<string> Calls { get; } = [];

        public DateTimeOffset Watermark { get; private set; }

        public IReadOnlyList<ListRuleCount> RuleCounts { get; } = [new("rule", 1, 0)];

        public void Learn(Interaction value)
        {
            Watermark = value.EventTime;
            Calls.Add($"learn {value.EventTime:HH:mm}");
        }

        public void AdvanceTo(DateTimeOffset watermark) => Calls.Add($"to {watermark:HH:mm}");

        public void Complete() => Calls.Add("complete");

        public void Dispose() => Calls.Add("dispose");

        public void Recommend(
            in RecommendationRequest<Id, Id> request, List<Recommendation<Id>> recommendations) =>
            recommendations.Clear();

        public void Snapshot(SnapshotWriter writer)
        {
        }

        public void Restore(SnapshotReader reader)
        {
        }
    }
}
