using System.Reactive.Linq;
using FsCheck;
using FsCheck.Fluent;
using RxRecs.Recommenders;
using RxRecs.Tests.Quality;

namespace RxRecs.Tests.Evaluation;

public sealed class EvaluateNextItemsTests
{
    private static readonly DateTimeOffset Start = new(2019, 10, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly Arbitrary<Interaction[]> Visits =
        (from session in Gen.Choose(0, 4)
         from item in Gen.Choose(0, 6)
         from kind in Gen.Choose(0, 3)
         select (session, item, kind)).ArrayOf()
        .Select(static all => all.Select((each, n) =>
            At(n, $"s{each.session}", each.item, (InteractionKind)each.kind)).ToArray())
        .ToArbitrary();

    [Test]
    public void EvaluateNextItems_AnyVisits_AgreesWithANaiveComputation() => Prop.ForAll(Visits, events =>
    {
        var results = Run(events, () => [Baselines.RecentItems(), new LastItemRecommender()]);
        var items = events.Where(static each => each.Kind != InteractionKind.Remove).ToArray();
        var expected = items
            .Select((each, n) => (Event: each, Before: items.Take(n).Where(it => it.Session == each.Session).ToArray()))
            .Where(static each => each.Before.Length > 0)
            .ToArray();
        Assert.That(results.Select(static each => each.Item), Is.EqualTo(expected.Select(each => each.Event.Item)));
        for (var i = 0; i < results.Count; i++)
        {
            var newest = expected[i].Before.Reverse().Select(static each => each.Item).Distinct().ToList();
            var learned = events.TakeWhile(each => each != expected[i].Event).ToArray();
            Assert.Multiple(() =>
            {
                Assert.That(results[i].Verdicts[0].Items, Is.EqualTo(newest));
                Assert.That(results[i].Verdicts[0].Rank, Is.EqualTo(newest.IndexOf(results[i].Item) + 1));
                Assert.That(results[i].IsRepeat, Is.EqualTo(newest.Contains(results[i].Item)));
                Assert.That(results[i].Position, Is.EqualTo(expected[i].Before.Length + 1));
                Assert.That(
                    results[i].EventsBefore, Is.EqualTo(learned.LongCount(each => each.Item == results[i].Item)));
                Assert.That(
                    results[i].Verdicts[1].Items[0], Is.EqualTo(learned[^1].Item),
                    "all that came before is learned, and nothing else");
            });
        }
    }).Holds();

    [Test]
    public void EvaluateNextItems_SnapshotAtAnyCut_ChangesNothing() => Prop.ForAll(
        Visits,
        events => MachineRun.AssertSnapshotLaw(
            () => new EvaluateNextItemsMachine<Interaction, Id, Id>(
                [Baselines.Successors(), Baselines.PopularOfDay(span: TimeSpan.FromMinutes(5))],
                ShopRecommender.Selectors,
                null,
                new() { RemainingItems = true, Sessions = new() { MaxOpen = 3, MaxLength = 3 }, MaxItems = 4 }),
            events.Take(20).ToArray(),
            static result => (
                result.Session,
                result.Position,
                result.Item,
                string.Join(';', result.Verdicts.Select(each =>
                    $"{each.Rank}: {string.Join(' ', each.Items)} {each.Recall}")))))
        .Holds();

    [Test]
    public void EvaluateNextItems_DamagedSnapshot_IsRefused() => MachineRun.AssertDamageIsRefused(
        () => new EvaluateNextItemsMachine<Interaction, Id, Id>(
            [Baselines.Successors(), Baselines.PopularOfDay()],
            ShopRecommender.Selectors,
            null,
            new() { RemainingItems = true }),
        [At(0, "a", 1), At(1, "a", 2), At(2, "b", 1), At(3, "a", 1)]);

    [Test]
    public void EvaluateNextItems_Frozen_LearnsNothingOfTheTestAndAsksAroundTheVisit()
    {
        Interaction[] events =
            [At(0, "a", 1), At(1, "a", 2), At(2, "b", 1), At(3, "b", 2), At(4, "b", 3), At(5, "c", 2)];
        var results = Run(
            [.. events, At(6, "c", 3)],
            () => [Baselines.Successors()],
            each => each.Session is "b" or "c",
            new() { Frozen = true });
        Assert.That(
            results.Select(static each => (each.Item, each.Verdicts[0].Rank)),
            Is.EqualTo(new (Id, int)[] { (2, 1), (3, 0), (3, 0) }), "2 after 1 is of the training, 3 after 2 is not");
        Assert.That(
            () => events.ToObservable().EvaluateNextItems(
                () => [Baselines.Successors()], options: new() { Frozen = true }),
            Throws.ArgumentException.With.Message.Contains("isTest"));
    }

    [Test]
    public void EvaluateNextItems_RecommenderThatIsNullOrThereTwice_IsRefused()
    {
        var twice = Baselines.RecentItems();
        foreach (var recommenders in new IRecommender<Interaction, Id, Id>[][] { [null!], [twice, twice] })
        {
            Assert.That(
                () => Run([At(0, "a", 1)], () => recommenders),
                Throws.ArgumentException.With.Message.Contains("each there once"));
        }
    }

    [Test]
    public void EvaluateNextItems_LastItemOnly_PredictsTheLastItemOfEachVisit()
    {
        Interaction[] events =
            [At(0, "a", 1), At(1, "b", 1), At(2, "a", 2), At(3, "b", 2), At(4, "a", 3), At(5, "c", 2)];
        var results = Run(events, () => [Baselines.RecentItems()], options: new() { LastItemOnly = true });
        Assert.That(
            results.Select(static each => (each.Position, each.Item)), Is.EqualTo(new (int, Id)[] { (3, 3), (2, 2) }));
    }

    [Test]
    public void EvaluateNextItems_RemainingItems_HoldsEachListAgainstTheRestOfItsVisit()
    {
        Interaction[] events = [At(0, "a", 1), At(1, "a", 2), At(2, "a", 1), At(3, "a", 2), At(4, "a", 3)];
        var results = Run(events, () => [Baselines.RecentItems()], options: new() { RemainingItems = true });
        Assert.That(
            results.Select(static each => (
                each.Verdicts[0].Precision, each.Verdicts[0].Recall, each.Verdicts[0].AveragePrecision)),
            Is.EqualTo(new (double?, double?, double?)[]
            {
                (1, 1.0 / 3, 1.0 / 3), (1, 2.0 / 3, 2.0 / 3), (0.5, 0.5, 0.25), (0, 0, 0),
            }));
    }

    [Test]
    public void EvaluateNextItems_RepeatsCollapsed_AreNeitherPredictedNorPlaces()
    {
        Interaction[] events = [At(0, "a", 1), At(1, "a", 1), At(2, "a", 2), At(3, "a", 2), At(4, "a", 1)];
        var results = Run(
            events, () => [Baselines.RecentItems()], options: new() { Sessions = new() { KeepRepeats = false } });
        Assert.That(
            results.Select(static each => (each.Position, each.Item)), Is.EqualTo(new (int, Id)[] { (2, 2), (3, 1) }));
    }

    [Test]
    public void EvaluateNextItems_WithoutARecommender_EndsWithAnError() => Assert.That(
        () => Run([At(0, "a", 1)], () => []), Throws.ArgumentException.With.Message.Contains("no recommender"));

    /// <summary>
    /// Is the leak canary: where the future is random, nobody can know more of it than what is popular.
    /// </summary>
    [Test]
    public void EvaluateNextItems_FutureWithoutPattern_NobodyBeatsChance()
    {
        const int items = 50;
        const int length = 10;
        var random = new Random(7);
        var events = Enumerable.Range(0, 20_000)
            .Select(n => At(n / 10, $"s{n / 5}", random.Next(items))).ToArray();
        var summary = Summary(
            events,
            () =>
            [
                new NextItemRecommender(), Baselines.Successors(), Baselines.RecentItems(), Baselines.PopularOfDay(),
                new PeekingRecommender(events),
            ],
            ["next", "successors", "recent", "popular", "peeks"],
            new() { ListLength = length });
        var scores = summary.Scores();
        foreach (var honest in scores.Take(4))
        {
            Assert.That(honest.HitRate.Low, Is.LessThan((double)length / items), honest.Name);
        }

        Assert.That(scores[4].HitRate.Low, Is.GreaterThan((double)length / items), "a peek is seen");
    }

    private static NextItemSummary<Id> Summary(
        Interaction[] events,
        Func<IReadOnlyList<IRecommender<Interaction, Id, Id>>> recommenders,
        string[] names,
        NextItemProtocolOptions? options = null)
    {
        var summary = new NextItemSummary<Id>(names);
        Run(events, recommenders, options: options).ForEach(summary.Add);
        return summary;
    }

    private static List<NextItemResult<Id>> Run(
        Interaction[] events,
        Func<IReadOnlyList<IRecommender<Interaction, Id, Id>>> recommenders,
        Func<Interaction, bool>? isTest = null,
        NextItemProtocolOptions? options = null) =>
        [.. events.ToObservable().EvaluateNextItems(recommenders, isTest, options).ToEnumerable()];

    private static Interaction At(
        int minutes, string session, int item, InteractionKind kind = InteractionKind.View) =>
        new(Start.AddMinutes(minutes), kind, Id.None, item) { Session = session };
}
