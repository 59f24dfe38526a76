using FsCheck;
using FsCheck.Fluent;
using RxRecs.Machines;
using RxRecs.Recommenders;
using static RxRecs.Tests.Similarity.ItemToItemProbe;

namespace RxRecs.Tests.Similarity;

/// <summary>Constant work per event: reservoirs, and rows that are worked out when they are touched.</summary>
public sealed class ItemToItemSampleTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly Arbitrary<(int Session, int Item, bool Bought)[]> Visits =
        (from session in Gen.Choose(0, 5)
         from item in Gen.Choose(1, 8)
         from bought in Gen.Choose(0, 2)
         select (session, item, bought == 0)).ArrayOf().ToArbitrary();

    private static readonly Dictionary<string, ItemToItemOptions> Options = new(StringComparer.Ordinal)
    {
        ["llr"] = new()
        {
            Measure = ItemMeasure.LogLikelihood,
            Sample = new() { PerVisit = 3, PerItem = 3 },
        },
        ["of visits alone"] = new() { Measure = ItemMeasure.Together, Sample = new() { PerVisit = 2 } },
        ["of items alone"] = new() { Sample = new() { PerItem = 2 } },
        ["bought after view"] = new()
        {
            Measure = ItemMeasure.LogLikelihood,
            From = new HashSet<InteractionKind> { InteractionKind.View },
            To = new HashSet<InteractionKind> { InteractionKind.Purchase },
            Sample = new() { PerVisit = 2, PerItem = 3 },
        },
        ["viewed or bought, bought"] = new()
        {
            Measure = ItemMeasure.Lift,
            From = new HashSet<InteractionKind> { InteractionKind.View, InteractionKind.Purchase },
            To = new HashSet<InteractionKind> { InteractionKind.Purchase },
            Sample = new() { PerVisit = 3, PerItem = 2 },
        },
    };

    private static IEnumerable<string> Names => Options.Keys;

    [TestCaseSource(nameof(Names))]
    public void Sample_AnyVisits_CountsThePairsOfWhatIsInTheReservoirs(string name)
    {
        var leftOut = 0;
        Prop.ForAll(Visits, visits =>
        {
            var (state, naive) = (ItemToItem.Recommender(Options[name]), new NaiveSample(Options[name]));
            foreach (var each in Events(visits))
            {
                state.Learn(each);
                naive.Learn(each);
            }

            leftOut += naive.Counts.Came - naive.Counts.Count;
            return Enumerable.Range(1, 8).All(item => IsSame(Ask(state, item), naive.Neighbors(item)));
        }).Holds(cases: 150);
        Assert.That(leftOut, Is.GreaterThan(100), "without an interaction that is left out the law says nothing");
    }

    [TestCaseSource(nameof(Names))]
    public void TouchedRows_AnyVisits_KeepTheIndicatorsOfTheLastEventThatTouchedThem(string name) =>
        Prop.ForAll(Visits, visits =>
        {
            var options = Options[name] with { MaxIndicators = 2, RescoreTouchedRows = true };
            var (state, naive) = (ItemToItem.Recommender(options), new NaiveSample(options));
            var (rows, indicators) = (naive.Rows(), new Dictionary<Id, HashSet<Id>>());
            foreach (var each in Events(visits))
            {
                state.Learn(each);
                naive.Learn(each);
                rows = naive.Rows();
                foreach (var row in naive.Touched)
                {
                    indicators[row] = Best(rows, row, 2);
                }
            }

            return Enumerable.Range(1, 8).All(item => IsSame(
                Ask(state, item),
                rows.Where(row => row.Key.From == item && indicators[row.Key.To].Contains(item))
                    .ToDictionary(row => row.Key.To, row => row.Value)));
        }).Holds(cases: 150);

    [Test]
    public void TouchedRows_ItemThatGrowsElsewhere_IsAnIndicatorUntilTheRowIsTouched()
    {
        var options = new ItemToItemOptions
        {
            Measure = ItemMeasure.Confidence,
            MaxIndicators = 1,
        };
        var (now, touched) = (
            ItemToItem.Recommender(options), ItemToItem.Recommender(options with { RescoreTouchedRows = true }));
        foreach (var state in new[] { now, touched })
        {
            // Of p's baskets a has half, b a third; then a is in many without p.
            Visit(state, "1", "a", "p");
            Visit(state, "2", "a", "x");
            Visit(state, "3", "b", "p");
            Visit(state, "4", "b", "x");
            Visit(state, "5", "b", "y");
            Visit(state, "6", "a", "x");
            Visit(state, "7", "a", "x");
        }

        Assert.That(Finds(now, "a", "p"), Is.False);
        Assert.That(Finds(now, "b", "p"), Is.True);
        Assert.That(Finds(touched, "a", "p"), Is.False, "at the time of visit 3, a had 1 of 2, b 1 of 1");
        Assert.That(Finds(touched, "b", "p"), Is.True);
        Visit(now, "8", "a", "p");
        Visit(touched, "8", "a", "p");
        Assert.That(Finds(touched, "a", "p"), Is.EqualTo(Finds(now, "a", "p")).And.True);
    }

    [Test]
    public void Sample_LongVisit_HoldsAsMuchOfItsBeginningAsOfItsEnd()
    {
        var state = ItemToItem.Recommender(new ItemToItemOptions
        {
            Measure = ItemMeasure.Together,
            Sample = new() { PerVisit = 100 },
            Sessions = new() { MaxLength = 2_000 },
            MaxNeighbors = 2_000,
        });
        for (var item = 1; item <= 1_000; item++)
        {
            state.Learn(View("s", item));
        }

        var kept = Enumerable.Range(1, 1_000).Where(item => Ask(state, item).Count > 0).ToList();
        Assert.That(kept, Has.Count.EqualTo(100));
        Assert.That(kept.Count(item => item <= 500), Is.InRange(35, 65));
    }

    [Test]
    public void Sample_VisitThatIsNoMoreKept_KeepsItsPlace()
    {
        var state = ItemToItem.Recommender(new ItemToItemOptions
        {
            Measure = ItemMeasure.Together,
            Sample = new() { PerItem = 1 },
            Sessions = new() { MaxOpen = 1 },
        });
        for (var visit = 0; visit < 50; visit++)
        {
            Visit(state, $"{visit}", "a", "b");
        }

        Assert.That(Ask(state, "a").Single().Score, Is.EqualTo(1));
    }

    [Test]
    public void Snapshot_AnyCut_ChangesNeitherListsNorBytes(
        [ValueSource(nameof(Names))] string name, [Values] bool areRowsKept) => Prop.ForAll(Visits, visits =>
    {
        var options = Options[name] with
        {
            MaxItems = 5,
            MaxNeighbors = 3,
            MaxIndicators = areRowsKept ? 2 : null,
            RescoreTouchedRows = areRowsKept,
            Sessions = new() { MaxOpen = 3 },
        };
        var (whole, cut) = (ItemToItem.Recommender(options), ItemToItem.Recommender(options));
        foreach (var each in Events(visits))
        {
            whole.Learn(each);
            cut.Learn(each);
            var next = ItemToItem.Recommender(options);
            next.Restore(new SnapshotReader(Save(cut)));
            cut = next;
        }

        return Save(cut).AsSpan().SequenceEqual(Save(whole))
            && Enumerable.Range(1, 8).All(item => Ask(cut, item).SequenceEqual(Ask(whole, item)));
    }).Holds(cases: 60);

    [TestCase(false)]
    [TestCase(true)]
    public void Learn_InTheSteadyState_AllocatesNothing(bool isCrossKind)
    {
        var options = Options[isCrossKind ? "bought after view" : "llr"] with
        {
            Sample = new() { PerVisit = 8, PerItem = 20 },
            MaxIndicators = 20,
            RescoreTouchedRows = true,
            MaxItems = 80,
            MaxNeighbors = 20,
            Sessions = new() { MaxOpen = 40, MaxLength = 30 },
        };
        var state = ItemToItem.Recommender(options);
        var random = new Random(5);
        var events = Enumerable.Range(0, 20_000).Select(i => Event(
            $"{i / 50}", random.Next(1, 40), random.Next(3) == 0)).ToArray();
        for (var i = 0; i < 3; i++)
        {
            Array.ForEach(events, state.Learn);
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        foreach (var each in events)
        {
            state.Learn(each);
        }

        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.Zero);
    }

    [Test]
    public void Options_ThatCannotGoTogether_AreRefused()
    {
        var sample = new InteractionSampleOptions();
        foreach (var options in new[]
        {
            ItemToItemOptions.TencentRec with { Sample = sample },
            ItemToItemOptions.SequentialRules with { Sample = sample },
            new ItemToItemOptions { HalfLife = TimeSpan.FromDays(1), Sample = sample },
            new ItemToItemOptions { Rising = RisingWeight.SinceFirst(TimeSpan.FromDays(1)), Sample = sample },
        })
        {
            Assert.That(
                () => ItemToItem.Recommender(options), Throws.ArgumentException.With.Message.StartsWith("Sample"));
        }

        Assert.That(
            () => ItemToItem.Recommender(new ItemToItemOptions { RescoreTouchedRows = true }),
            Throws.ArgumentException.With.Message.StartsWith("RescoreTouchedRows"));
    }

    [Test]
    public void Learn_EventOfNoItem_SaysWhatToDo()
    {
        var state = ItemToItem.Recommender(ShopRecommender.Selectors with { Item = static _ => Id.None });
        Assert.That(
            () => state.Learn(View("s", 1)), Throws.InvalidOperationException.With.Message.Contains("Where"));
    }

    private static HashSet<Id> Best(Dictionary<(Id From, Id To), double> rows, Id row, int limit)
    {
        var scores = rows.Where(each => each.Key.To == row).ToList();
        return [.. scores.Where(each => scores.Count(other => other.Value > each.Value) < limit)
            .Select(each => each.Key.From)];
    }

    private static Interaction[] Events((int Session, int Item, bool Bought)[] visits) =>
        [.. visits.Select(each => Event($"{each.Session}", each.Item, each.Bought))];

    private static Interaction Event(string session, Id item, bool isBought) =>
        new(Start, isBought ? InteractionKind.Purchase : InteractionKind.View, Id.None, item) { Session = session };

    private static Interaction View(string session, Id item) => Event(session, item, isBought: false);

    private static void Visit(IRecommender<Interaction, Id, Id> state, string session, Id one, Id other)
    {
        state.Learn(View(session, one));
        state.Learn(View(session, other));
    }

    private static bool Finds(IRecommender<Interaction, Id, Id> state, Id item, Id found) =>
        Ask(state, item).Exists(each => each.Item == found);
}
