using FsCheck;
using FsCheck.Fluent;
using RxRecs.Machines;
using RxRecs.Recommenders;
using static RxRecs.Tests.Similarity.ItemToItemProbe;

namespace RxRecs.Tests.Similarity;

/// <summary>The sliding window and the pruning of TencentRec, by examples and against a plain computation.</summary>
public sealed class ItemToItemPruningTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly Arbitrary<(int Session, int Item, int Seconds)[]> Visits =
        (from session in Gen.Choose(0, 8)
         from item in Gen.Choose(1, 8)
         from seconds in Gen.Choose(0, 30)
         select (session, item, seconds)).ArrayOf().ToArbitrary();

    private static readonly BucketWindowOptions Minutes = new() { Bucket = TimeSpan.FromMinutes(1), Buckets = 5 };

    private static readonly Dictionary<string, ItemToItemOptions> Options = new(StringComparer.Ordinal)
    {
        ["cosine"] = new() { Shrinkage = 0, Pruning = new() { Delta = .9, Top = 1 } },
        ["shrunk cosine"] = new() { Shrinkage = 1, Pruning = new() { Delta = .98, Top = 2 } },
        ["jaccard"] = new() { Measure = ItemMeasure.Jaccard, Pruning = new() { Delta = .9, Top = 2 } },
        ["fading"] = new()
        {
            Shrinkage = 0,
            HalfLife = TimeSpan.FromMinutes(1),
            Pruning = new() { Delta = .9, Top = 1 },
        },
        ["window"] = new() { Shrinkage = 0, Window = Minutes, Pruning = new() { Delta = .9, Top = 1 } },
    };

    private static IEnumerable<string> Names => Options.Keys;

    [Test]
    public void Window_GradesOfThreeDays_CountThoseOfTwo()
    {
        // Day 0, u: a 3, b 1; day 1, v: a 1, b 2. Lesser: 1 + 1. Sums: a 4, b 3. Then day 0 leaves: 1 / sqrt(1 * 2).
        var state = ItemToItem.OfUsers(ItemToItemOptions.TencentRec with
        {
            HalfLife = null,
            Window = new() { Bucket = TimeSpan.FromDays(1), Buckets = 2 },
        });
        Learn(
            state, ("u", "a", "purchase", 0), ("u", "b", "view", 0.9), ("v", "a", "view", 1), ("v", "b", "cart", 1.5));
        Assert.That(Score(state, "a", "b"), Is.EqualTo(2 / Math.Sqrt(12)).Within(1e-12));

        Learn(state, ("w", "x", "view", 2));
        Assert.That(Score(state, "a", "b"), Is.EqualTo(1 / Math.Sqrt(2)).Within(1e-12));

        // What u did has left the window, and so counts anew; what is older than the window counts nothing.
        Learn(state, ("u", "a", "view", 2), ("y", "a", "purchase", 0.5));
        Assert.That(Score(state, "a", "b"), Is.EqualTo(1 / Math.Sqrt(4)).Within(1e-12));

        Learn(state, ("w", "x", "view", 9));
        Assert.That(Score(state, "a", "b"), Is.Zero);
    }

    [Test]
    public void Window_FullTable_LosesItsErrorWithTheWindow()
    {
        var state = ItemToItem.Recommender(new ItemToItemOptions
        {
            Measure = ItemMeasure.Together,
            MaxNeighbors = 1,
            Window = new() { Bucket = TimeSpan.FromDays(1), Buckets = 2 },
        });
        Visit(state, "1", 0, "a", "b");
        Visit(state, "2", 0, "a", "c");
        Assert.That(Ask(state, "a").Single().Reason.Error, Is.EqualTo(1));

        Visit(state, "3", 1, "a", "c");
        Assert.That(Ask(state, "a").Single() is { Score: 2, Reason.Error: 1 });
        Visit(state, "4", 2, "a", "c");
        Assert.That(Ask(state, "a").Single() is { Score: 2, Reason.Error: 0 });
    }

    [Test]
    public void Pruning_PairFarBelowTheBestOfBoth_IsGivenUp()
    {
        // ln(1 / delta) = .5, so that the margin is .5 / sqrt(n).
        var state = ItemToItem.Recommender(new ItemToItemOptions
        {
            Shrinkage = 0,
            Pruning = new() { Delta = Math.Exp(-.5), Top = 1 },
        });
        Visits4(state, "a", "b");
        Visit(state, "5", 0, "a", "c");

        // c has no other neighbor: nothing is better than a.
        Assert.That(Score(state, "a", "c"), Is.EqualTo(1 / Math.Sqrt(5)).Within(1e-12));

        // Best of both .8165, of the pair 2 / 6 after two visits: .4832 > .3536.
        Visits4(state, "c", "d");
        Visit(state, "10", 0, "a", "c");
        Assert.That(Ask(state, "a").Select(each => $"{each.Item}"), Is.EqualTo(new[] { "b" }));
        Assert.That(Ask(state, "c").Select(each => $"{each.Item}"), Is.EqualTo(new[] { "d" }));
        Assert.That(Score(state, "a", "b"), Is.EqualTo(4 / Math.Sqrt(24)).Within(1e-12));

        Visit(state, "11", 0, "a", "c");
        Assert.That(Score(state, "a", "c"), Is.Zero);
    }

    [Test]
    public void Pruning_MoreThanAreRemembered_CountsTheFirstAnew()
    {
        var state = ItemToItem.Recommender(new ItemToItemOptions
        {
            Shrinkage = 0,
            Pruning = new() { Delta = Math.Exp(-.5), Top = 1, MaxPruned = 1 },
        });
        foreach (var (one, other) in new[] { ("a", "b"), ("c", "d"), ("e", "f") })
        {
            Visits4(state, one, other);
        }

        Visit(state, "x1", 0, "a", "c");
        Visit(state, "x2", 0, "a", "c");
        Assert.That(Score(state, "a", "c"), Is.Zero, "given up");
        Visit(state, "x3", 0, "a", "e");
        Visit(state, "x4", 0, "a", "e");
        Assert.That(Score(state, "a", "e"), Is.Zero, "given up in place of it");

        // a has forgotten c, and c has not forgotten a: what c gives up it does not find.
        Visit(state, "x5", 0, "a", "c");
        Assert.That(Score(state, "a", "c"), Is.GreaterThan(0));
        Assert.That(Score(state, "c", "a"), Is.Zero);
    }

    [TestCaseSource(nameof(Names))]
    public void Pruning_AnyVisits_GivesUpWhatThePlainRuleGivesUp(string name)
    {
        var pruned = 0;
        Prop.ForAll(Visits, visits =>
        {
            var (state, naive) = (ItemToItem.Recommender(Options[name]), new NaivePruning(Options[name]));
            foreach (var each in Events(visits))
            {
                state.Learn(each);
                naive.Learn(each);
            }

            pruned += naive.Pruned;
            return Enumerable.Range(1, 8).All(item => IsSame(Ask(state, item), naive.Neighbors(item)));
        }).Holds(cases: 150);
        Assert.That(pruned, Is.GreaterThan(50), "without a pair that is given up the law says nothing");
    }

    [Test]
    public void Snapshot_AnyCut_ChangesNeitherListsNorBytes(
        [ValueSource(nameof(Names))] string name, [Values] bool isAsked) => Prop.ForAll(Visits, visits =>
    {
        var options = Options[name];
        options = options with { MaxItems = 5, MaxNeighbors = 3, Pruning = options.Pruning! with { MaxPruned = 2 } };
        var events = Events(visits);
        var (whole, cut) = (ItemToItem.Recommender(options), ItemToItem.Recommender(options));
        foreach (var each in events)
        {
            whole.Learn(each);
            cut.Learn(each);
            if (isAsked)
            {
                Ask(whole, each.Item);
            }

            var next = ItemToItem.Recommender(options);
            next.Restore(new SnapshotReader(Save(cut)));
            cut = next;
        }

        return Save(cut).AsSpan().SequenceEqual(Save(whole))
            && Enumerable.Range(1, 8).All(item => Ask(cut, item).SequenceEqual(Ask(whole, item)));
    }).Holds(cases: 60);

    [Test]
    public void Options_ThatCannotGoTogether_AreRefused()
    {
        var pruning = new HoeffdingPruningOptions { Delta = .05 };
        foreach (var options in new ItemToItemOptions[]
        {
            new() { Measure = ItemMeasure.Together, Pruning = pruning },
            new() { Balance = .3, Pruning = pruning },
            new() { Measure = ItemMeasure.Jaccard, Pairs = ItemPairs.Each, Pruning = pruning },
            new() { MaxIndicators = 5, Pruning = pruning },
            ItemToItemOptions.OttoCarts with { Measure = ItemMeasure.Cosine, Pruning = pruning },
        })
        {
            Assert.That(
                () => ItemToItem.Recommender(options), Throws.ArgumentException.With.Message.StartsWith("Pruning"));
        }

        Assert.That(
            () => ItemToItem.Recommender(new ItemToItemOptions { HalfLife = TimeSpan.FromDays(1), Window = Minutes }),
            Throws.ArgumentException.With.Message.Contains("Window"));
    }

    private static void Visits4(IRecommender<Interaction, Id, Id> state, string one, string other)
    {
        for (var i = 0; i < 4; i++)
        {
            Visit(state, $"{one}{i}", 0, one, other);
        }
    }

    private static void Visit(
        IRecommender<Interaction, Id, Id> state, string session, double day, string one, string other)
    {
        foreach (var item in new[] { one, other })
        {
            state.Learn(new(Start.AddDays(day), InteractionKind.View, Id.None, item) { Session = session });
        }
    }

    private static void Learn(
        IRecommender<Interaction, Id, Id> state, params (string User, string Item, string Kind, double Day)[] events)
    {
        foreach (var (user, item, kind, day) in events)
        {
            state.Learn(new(Start.AddDays(day), Enum.Parse<InteractionKind>(kind, true), user, item));
        }
    }

    private static Interaction[] Events((int Session, int Item, int Seconds)[] visits)
    {
        var time = Start;
        return
        [
            .. visits.Select(each => new Interaction(
                time += TimeSpan.FromSeconds(each.Seconds), InteractionKind.View, Id.None, each.Item)
            {
                Session = $"{each.Session}",
            }),
        ];
    }

    private static double Score(IRecommender<Interaction, Id, Id> state, Id item, Id found) =>
        Ask(state, item).Find(each => each.Item == found).Score;
}
