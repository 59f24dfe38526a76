using System.Reactive.Linq;
using FsCheck;
using FsCheck.Fluent;
using RxRecs.Machines;
using RxRecs.Recommenders;
using RxRecs.Tests.Quality;

namespace RxRecs.Tests.Evaluation;

public sealed class PrequentialTests
{
    private static readonly DateTimeOffset Start = new(2019, 10, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly PrequentialOptions Small =
        new() { ListLength = 3, WindowSize = 4, FadingFactor = 0.9, MaxPairs = 8 };

    private static readonly Arbitrary<Interaction[]> Events =
        (from user in Gen.Choose(-1, 3)
         from item in Gen.Choose(0, 8)
         from kind in Gen.Choose(0, 3)
         select Event(user < 0 ? Id.None : user, item, (InteractionKind)kind)).ArrayOf().ToArbitrary();

    [Test]
    public void EvaluatePrequentially_AnyEvents_AgreesWithANaiveComputation() => Prop.ForAll(Events, events =>
    {
        var recommender = new CountingRecommender();
        var results = MachineRun.All(Machine(recommender, Small with { MaxPairs = 1000 }), events);
        var naive = new Naive(events, 3);
        Assert.That(recommender.Learned, Is.EqualTo(events.Length));
        Assert.That(results.Select(one => one.Rank), Is.EqualTo(naive.Ranks));
        Assert.That(results.Select(one => one.Relation), Is.EqualTo(naive.Relations));
        Assert.That(results.Select(one => one.IsColdItem), Is.EqualTo(naive.Cold));
        for (var i = 0; i < results.Count; i++)
        {
            AssertMeans(results[i].Cumulative, naive.Ranks[..(i + 1)], _ => 1);
            AssertMeans(results[i].Windowed, naive.Ranks[Math.Max(0, i - 3)..(i + 1)], _ => 1);
            AssertMeans(results[i].Fading, naive.Ranks[..(i + 1)], age => Math.Pow(0.9, age));
        }
    }).Holds();

    [Test]
    public void EvaluatePrequentially_AnyEvents_GivesFiguresBetweenZeroAndOne() => Prop.ForAll(Events, events =>
    {
        foreach (var one in MachineRun.All(Machine(new CountingRecommender(), Small), events.Take(20).ToArray()))
        {
            foreach (var means in new[] { one.Cumulative, one.Windowed, one.Fading })
            {
                Assert.That(new[] { means.HitRate, means.Mrr, means.Ndcg }, Is.All.InRange(0, 1));
                Assert.That(
                    means.Mrr, Is.LessThanOrEqualTo(means.Ndcg + 1e-12).And.LessThanOrEqualTo(means.HitRate + 1e-12));
            }

            Assert.That(new[] { one.FallbackShare, one.Coverage }, Is.All.InRange(0, 1));
        }
    }).Holds();

    [Test]
    public void EvaluatePrequentially_SnapshotAtAnyCut_ChangesNothing() => Prop.ForAll(
        Events,
        events => MachineRun.AssertSnapshotLaw(
            () => Machine(new CountingRecommender(), Small), events.Take(20).ToArray()))
        .Holds();

    [Test]
    public void EvaluatePrequentially_DamagedSnapshot_IsRefused() => MachineRun.AssertDamageIsRefused(
        () => Machine(new CountingRecommender(), Small), [Event(1, 2), Event(1, 2), Event(2, 3), Event(1, 3)]);

    [Test]
    public void EvaluatePrequentially_OtherSettings_RefuseTheSnapshot()
    {
        var snapshot = RxRecs.Machines.MachineSnapshot.Save(Machine(new CountingRecommender(), Small));
        PrequentialOptions[] others =
            [Small with { ListLength = 4 }, Small with { WindowSize = 5 }, Small with { FadingFactor = 1 }];
        foreach (var other in others)
        {
            Assert.That(
                () => RxRecs.Machines.MachineSnapshot.Restore(Machine(new CountingRecommender(), other), snapshot),
                Throws.TypeOf<RxRecs.SnapshotException>());
        }
    }

    /// <summary>
    /// The canary: every item occurs once, so nothing but the event itself could tell it. A recommender that hits here
    /// has been shown the event before it was asked.
    /// </summary>
    [Test]
    public void EvaluatePrequentially_EveryItemOnce_NobodyCanHit()
    {
        var events = Enumerable.Range(0, 200).Select(item => Event(item % 7, item)).ToArray();
        var recommender = new CountingRecommender
        {
            First = (_, learned) => events.Take(learned).TakeLast(1).Select(one => one.Item),
        };
        var summary = events.ToObservable().EvaluatePrequentially(() => recommender).Summarize().Wait();
        Assert.That(summary.Overall, Is.EqualTo(new MetricMeans(200, 0, 0, 0)));
        Assert.That(summary.ColdItems.Count, Is.EqualTo(200));
    }

    /// <summary>
    /// The canary sings: one that does know the next item is found out, by its hits on items that never
    /// occurred.
    /// </summary>
    [Test]
    public void EvaluatePrequentially_RecommenderThatKnowsTheFuture_ShowsInTheColdItems()
    {
        var events = Enumerable.Range(0, 200).Select(item => Event(item % 7, item)).ToArray();
        var oracle = new CountingRecommender { First = (_, learned) => [events[learned].Item] };
        var summary = events.ToObservable().EvaluatePrequentially(() => oracle).Summarize().Wait();
        Assert.That(summary.ColdItems, Is.EqualTo(new MetricMeans(200, 1, 1, 1)));
    }

    [Test]
    public void EvaluatePrequentially_ShuffledFuture_GivesNoLiftOverPopularity()
    {
        var random = new Random(7);
        var events = Enumerable.Range(0, 1000)
            .Select(_ => Event(random.Next(50), (long)(20 * Math.Pow(random.NextDouble(), 2)))).ToArray();
        var comparison = events.ToObservable().CompareRecommenders(
            () => new CountingRecommender(),
            () => new CountingRecommender { First = LastOfUser },
            options: new PrequentialOptions { ListLength = 5 }).LastAsync().Wait();
        var all = comparison.Overall;
        Assert.That(all.Count, Is.EqualTo(1000));
        Assert.That(all.IsSignificant && all.SecondOnly > all.FirstOnly, Is.False);
        Assert.That(comparison.First.Cumulative.HitRate, Is.InRange(0.4, 0.6));

        IEnumerable<Id> LastOfUser(Id user, int learned) =>
            events.Take(learned).Where(one => one.User == user).TakeLast(1).Select(one => one.Item);
    }

    [Test]
    public void EvaluatePrequentially_PopularityAlone_IsAllFallback()
    {
        Interaction[] events = [Event(1, 5), Event(2, 5), Event(3, 6), Event(1, 5)];
        var results = events.ToObservable().EvaluatePrequentially(() => new CountingRecommender()).ToList().Wait();
        Assert.That(results.Select(one => one.Rank), Is.EqualTo([0, 1, 0, 1]));
        Assert.That(results.Select(one => one.Shown), Is.EqualTo([0, 1, 1, 2]));
        Assert.That(results.Select(one => one.FallbackShare), Is.EqualTo([0, 1, 1, 1]));
        Assert.That(results.Select(one => one.Coverage), Is.EqualTo([0, 1, 1, 1]));
        Assert.That(results[^1].Cumulative, Is.EqualTo(new MetricMeans(4, 0.5, 0.5, 0.5)));
    }

    [Test]
    public void EvaluatePrequentially_CartsAndPurchases_SplitRemindersFromDiscoveries()
    {
        Interaction[] events =
        [
            Event(1, 5, InteractionKind.Cart), Event(1, 5), Event(1, 5, InteractionKind.Purchase), Event(1, 5),
            Event(1, 6, InteractionKind.Cart), Event(1, 6, InteractionKind.Remove), Event(1, 6),
            Event(Id.None, 6),
        ];
        var results = events.ToObservable().EvaluatePrequentially(() => new CountingRecommender());
        Assert.That(results.Select(one => one.Relation).ToList().Wait(), Is.EqualTo(
        [
            TargetRelation.New, TargetRelation.InCart, TargetRelation.InCart, TargetRelation.Seen, TargetRelation.New,
            TargetRelation.Seen,
        ]));
        var summary = results.Summarize().Wait();
        Assert.That(summary.Overall.Count, Is.EqualTo(6));
        Assert.That(summary.Reminders, Is.EqualTo(new MetricMeans(4, 1, 0.875, (3 + 1 / Math.Log2(3)) / 4)));
        Assert.That(summary.Discoveries, Is.EqualTo(new MetricMeans(2, 0, 0, 0)));
        Assert.That(summary.ColdItems.Count, Is.EqualTo(2));
        Assert.That(summary.WithList.Count, Is.EqualTo(5));
        Assert.That(summary.ByKind(InteractionKind.Purchase), Is.EqualTo(new MetricMeans(1, 1, 1, 1)));
        Assert.That(summary.ByKind(InteractionKind.Remove), Is.EqualTo(default(MetricMeans)));
    }

    [Test]
    public void EvaluatePrequentially_Targets_LearnsTheRestInSilence()
    {
        var recommender = new CountingRecommender();
        Interaction[] events = [Event(1, 5), Event(1, 5, InteractionKind.Purchase), Event(1, 5)];
        var results = events.ToObservable()
            .EvaluatePrequentially(() => recommender, one => one.Kind == InteractionKind.Purchase).ToList().Wait();
        Assert.That(results.Single().Rank, Is.EqualTo(1));
        Assert.That(recommender.Learned, Is.EqualTo(3));
    }

    [Test]
    public void EvaluatePrequentially_MorePairsThanTheBound_ForgetsAndCounts()
    {
        var machine = Machine(new CountingRecommender(), Small with { MaxPairs = 1 });
        var results = MachineRun.All(machine, [Event(1, 5), Event(1, 6), Event(1, 5)]);
        Assert.That(results[^1].Relation, Is.EqualTo(TargetRelation.New));
        Assert.That(machine.ForgottenPairs, Is.EqualTo(2));
    }

    [Test]
    public void EvaluatePrequentially_EmptySource_GivesAnEmptySummary()
    {
        var results = Observable.Empty<Interaction>().EvaluatePrequentially(() => new CountingRecommender());
        Assert.That(results.ToList().Wait(), Is.Empty);
        Assert.That(results.Summarize().Wait().Overall, Is.EqualTo(default(MetricMeans)));
    }

    [Test]
    public void EvaluatePrequentially_TwoSubscriptions_AreIndependent()
    {
        Interaction[] events = [Event(1, 5), Event(2, 5)];
        var summaries = events.ToObservable().EvaluatePrequentially(() => new CountingRecommender()).Summarize();
        Assert.That(summaries.Wait().Overall, Is.EqualTo(new MetricMeans(2, 0.5, 0.5, 0.5)));
        Assert.That(summaries.Wait().Overall, Is.EqualTo(new MetricMeans(2, 0.5, 0.5, 0.5)));
    }

    [Test]
    public void CompareRecommenders_SnapshotAtAnyCut_ChangesNothing() => Prop.ForAll(
        Events,
        events => MachineRun.AssertSnapshotLaw(Comparison, events.Take(20).ToArray())).Holds();

    [Test]
    public void CompareRecommenders_DamagedSnapshot_IsRefused() =>
        MachineRun.AssertDamageIsRefused(Comparison, [Event(1, 2), Event(1, 2), Event(2, 3)]);

    [Test]
    public void CompareRecommenders_Window_CountsItsEventsAlone() => Prop.ForAll(Events, events =>
    {
        var all = MachineRun.All(Comparison(), events);
        foreach (var (one, at) in all.Select((one, at) => (one, at)))
        {
            var window = all.Take(at + 1).TakeLast(4).Aggregate(
                default(McNemar), (counts, next) => counts.With(next.First.Rank > 0, next.Second.Rank > 0));
            Assert.That(one.Windowed, Is.EqualTo(window));
            Assert.That(one.Overall.Count, Is.EqualTo(at + 1));
        }
    }).Holds();

    [Test]
    public void PrequentialOptions_OutOfRange_AreRefused()
    {
        Assert.That(() => Small with { ListLength = 0 }, Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => Small with { WindowSize = 0 }, Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => Small with { FadingFactor = double.NaN }, Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => Small with { FadingFactor = 0 }, Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    private static CompareRecommendersMachine<Interaction, Id, Id> Comparison() => new(
        new CountingRecommender(),
        new CountingRecommender { First = (user, _) => [user] },
        one => one.User,
        one => one.Item,
        options: Small);

    private static PrequentialMachine<Interaction, Id, Id> Machine(
        CountingRecommender recommender, PrequentialOptions options) => new(
        recommender, one => one.User, one => one.Item, one => one.Kind, options: options)
        {
            HasUser = one => !one.User.IsNone,
        };

    private static Interaction Event(Id user, Id item, InteractionKind kind = InteractionKind.View) =>
        new(Start, kind, user, item);

    private static void AssertMeans(MetricMeans means, int[] ranks, Func<int, double> weight)
    {
        var weights = ranks.Select((_, at) => weight(ranks.Length - 1 - at)).ToArray();
        var total = weights.Sum();
        Assert.That(means.Count, Is.EqualTo(ranks.Length));
        Assert.That(means.HitRate, Is.EqualTo(Mean(rank => 1)).Within(1e-12));
        Assert.That(means.Mrr, Is.EqualTo(Mean(rank => 1.0 / rank)).Within(1e-12));
        Assert.That(means.Ndcg, Is.EqualTo(Mean(rank => 1 / Math.Log2(rank + 1))).Within(1e-12));

        double Mean(Func<int, double> value) =>
            ranks.Zip(weights, (rank, share) => rank == 0 ? 0 : value(rank) * share).Sum() / total;
    }

    private sealed class Naive
    {
        public Naive(Interaction[] events, int k)
        {
            for (var i = 0; i < events.Length; i++)
            {
                var now = events[i];
                if (now.User.IsNone || now.Kind == InteractionKind.Remove)
                {
                    continue;
                }

                var before = events[..i];
                var list = before.GroupBy(one => one.Item)
                    .OrderByDescending(item => item.Count()).ThenBy(item => item.Key)
                    .Select(item => item.Key).Take(k).ToList();
                _ranks.Add(list.IndexOf(now.Item) + 1);
                Cold.Add(before.All(one => one.Item != now.Item));
                var own = before.Where(one => one.User == now.User && one.Item == now.Item).ToArray();
                var lastChange = own.LastOrDefault(one => one.Kind != InteractionKind.View);
                var inCart = own.Any(one => one.Kind != InteractionKind.View)
                    && lastChange.Kind == InteractionKind.Cart;
                Relations.Add(
                    own.Length == 0 ? TargetRelation.New : inCart ? TargetRelation.InCart : TargetRelation.Seen);
            }
        }

        private readonly List<int> _ranks = [];

        public int[] Ranks => _ranks.ToArray();

        public List<TargetRelation> Relations { get; } = [];

        public List<bool> Cold { get; } = [];
    }
}
