using FsCheck;
using FsCheck.Fluent;
using RxRecs.Machines;
using RxRecs.Recommenders;
using static RxRecs.Tests.Similarity.ItemToItemProbe;

namespace RxRecs.Tests.Similarity;

/// <summary>Laws for every stream of visits, against loops over all of them.</summary>
public sealed class ItemToItemTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly Arbitrary<(int Session, int Item, int Seconds, bool Bought)[]> Visits =
        (from session in Gen.Choose(0, 5)
         from item in Gen.Choose(1, 8)
         from seconds in Gen.Choose(0, 40)
         from bought in Gen.Choose(0, 3)
         select (session, item, seconds, bought == 0)).ArrayOf().ToArbitrary();

    private static readonly Dictionary<string, ItemToItemOptions> Options = new(StringComparer.Ordinal)
    {
        ["cosine"] = new(),
        ["jaccard, fading"] = new() { Measure = ItemMeasure.Jaccard, HalfLife = TimeSpan.FromSeconds(5) },
        ["together, fading fast"] = new()
        {
            Measure = ItemMeasure.Together,
            HalfLife = TimeSpan.FromSeconds(1),
            Steps = 2,
        },
        ["lift"] = new() { Measure = ItemMeasure.Lift, HistoryDecay = 1, LastItems = 2 },
        ["llr"] = new() { Measure = ItemMeasure.LogLikelihood },
        ["ar"] = ItemToItemOptions.AssociationRules,
        ["sr"] = ItemToItemOptions.SequentialRules with { LastItems = 3 },
        ["bought after view"] = new()
        {
            Measure = ItemMeasure.Confidence,
            From = new HashSet<InteractionKind> { InteractionKind.View },
            To = new HashSet<InteractionKind> { InteractionKind.Purchase },
        },
        ["graded by the kind that is found"] = new()
        {
            Measure = ItemMeasure.Together,
            Graded = new() { Kinds = new() { View = 1, Purchase = 3 }, Within = TimeSpan.FromSeconds(60) },
            Steps = 4,
        },
        ["graded by the lesser kind, fading"] = new()
        {
            Graded = new() { Kinds = new() { View = 1, Purchase = 3 }, Pair = PairGrade.Least },
            Shrinkage = 0,
            HalfLife = TimeSpan.FromSeconds(20),
        },
        ["buys alone"] = ItemToItemOptions.OttoBuys with
        {
            Votes = null,
            RecommendVisited = true,
            Graded = ItemToItemOptions.OttoBuys.Graded! with { Within = TimeSpan.FromSeconds(30) },
        },
        ["window"] = new() { Window = Minutes(3) },
        ["window of one bucket, jaccard"] = new() { Measure = ItemMeasure.Jaccard, Window = Minutes(1) },
        ["window, llr of few indicators"] = new()
        {
            Measure = ItemMeasure.LogLikelihood,
            MaxIndicators = 2,
            Window = Minutes(4),
        },
        ["window, bought after view"] = new()
        {
            Measure = ItemMeasure.Lift,
            From = new HashSet<InteractionKind> { InteractionKind.View },
            To = new HashSet<InteractionKind> { InteractionKind.Purchase },
            Window = Minutes(5),
        },
        ["window, graded by the lesser kind"] = new()
        {
            Graded = new() { Kinds = new() { View = 1, Purchase = 3 }, Pair = PairGrade.Least },
            Shrinkage = 0,
            Window = Minutes(2),
        },
        ["window, sequential rules that rise"] = ItemToItemOptions.SequentialRules with
        {
            Window = Minutes(3),
            Rising = new(Start, TimeSpan.FromMinutes(2)),
        },
        ["rising"] = new()
        {
            Measure = ItemMeasure.Together,
            Rising = new(Start, TimeSpan.FromMinutes(2)),
        },
        ["few indicators"] = new() { Measure = ItemMeasure.LogLikelihood, MaxIndicators = 2 },
        ["few indicators, bought after view"] = ItemToItemOptions.CrossOccurrence(
            InteractionKind.View, InteractionKind.Purchase) with
        { MaxIndicators = 1 },
        ["votes"] = new() { Measure = ItemMeasure.Together, Votes = 2, NewestFirst = false },
        ["votes of graded"] = ItemToItemOptions.OttoCarts with { Votes = 3, NewestFirst = false },
    };

    private static IEnumerable<string> Names => Options.Keys;

    [TestCaseSource(nameof(Names))]
    public void Model_AnyVisits_AgreesWithTheFormula(string name) => Check(visits =>
    {
        var options = Options[name];
        var (events, state) = (Events(visits), ItemToItem.Recommender(options));
        Learn(state, events);
        var naive = new NaiveItemToItem(events, options);
        return Enumerable.Range(0, 6).All(session =>
        {
            var expected = naive.Of($"{session}");
            var actual = Recommend(state, session, 100);
            return actual.Count(each => each.Score > 1e-9) == expected.Count(each => each.Value > 1e-9)
                && actual.All(each => Math.Abs(each.Score - expected.GetValueOrDefault(each.Item))
                    <= 1e-9 * Math.Max(1, each.Score))
                && actual.Select(each => each.Score).SequenceEqual(actual.Select(each => each.Score).OrderDescending())
                && actual.All(each => each.Reason.Error == 0);
        });
    });

    [TestCaseSource(nameof(Names))]
    public void Explain_AnyVisits_PartsAddUpToTheScore(string name) => Check(visits =>
    {
        var state = ItemToItem.Recommender(Options[name]);
        Learn(state, Events(visits));
        return Enumerable.Range(0, 6).All(session => Recommend(state, session, 100).All(each =>
        {
            var why = state.Explain(new(Id.None, 100) { Session = $"{session}" }, each.Item);
            return why is not null
                && Math.Abs(why.Contributions.Sum(part => part.Value) - each.Score) <= 1e-9 * Math.Max(1, each.Score);
        }));
    });

    [TestCase(1)]
    [TestCase(3)]
    public void Bounded_FewNeighbors_IsWithinTheStatedError(int neighbors) => Check(visits =>
    {
        var options = new ItemToItemOptions
        {
            Measure = ItemMeasure.Together,
            MaxNeighbors = neighbors,
            LastItems = 1,
        };
        var (events, state) = (Events(visits), ItemToItem.Recommender(options));
        Learn(state, events);
        var naive = new NaiveItemToItem(events, options);
        return Enumerable.Range(0, 6).All(session =>
        {
            var expected = naive.Of($"{session}");
            var actual = Recommend(state, session, 100);
            return actual.Count <= neighbors && actual.All(each =>
                each.Score <= expected[each.Item] && expected[each.Item] <= each.Score + each.Reason.Error);
        });
    });

    [Test]
    public void Bounded_AnyMeasure_IsWithinTheStatedError(
        [ValueSource(nameof(Names))] string name, [Values(1, 2, 4)] int neighbors, [Values(1, 3, 10)] int last) =>
        Check(visits =>
        {
            var options = Options[name] with { MaxNeighbors = neighbors, LastItems = last };
            var (events, state) = (Events(visits), ItemToItem.Recommender(options));
            Learn(state, events);
            var naive = new NaiveItemToItem(events, options);
            return Enumerable.Range(0, 6).All(session =>
            {
                var expected = naive.Of($"{session}");
                return Recommend(state, session, 100).All(each =>
                    Math.Abs(expected.GetValueOrDefault(each.Item) - each.Score)
                        <= each.Reason.Error + (1e-9 * Math.Max(1, each.Score)));
            });
        });

    [TestCaseSource(nameof(Names))]
    public void Snapshot_AnyCut_ChangesNeitherListsNorBytes(string name) => Check(visits =>
    {
        var options = Options[name] with { MaxItems = 5, MaxNeighbors = 2 };
        var events = Events(visits);
        var (whole, first, second) = (
            ItemToItem.Recommender(options), ItemToItem.Recommender(options), ItemToItem.Recommender(options));
        Learn(whole, events);
        Learn(first, events[..(events.Length / 2)]);
        second.Restore(new SnapshotReader(Save(first)));
        Learn(second, events[(events.Length / 2)..]);
        return Save(second).AsSpan().SequenceEqual(Save(whole))
            && Enumerable.Range(0, 6).All(session =>
                Recommend(second, session, 5).SequenceEqual(Recommend(whole, session, 5)));
    });

    [Test]
    public void Decay_LongerThanNumbersReach_GivesTheSameAsTheLastDays()
    {
        var options = new ItemToItemOptions { Measure = ItemMeasure.Together, HalfLife = TimeSpan.FromDays(1) };
        var (old, fresh) = (ItemToItem.Recommender(options), ItemToItem.Recommender(options));
        for (var day = 0; day < 3_000; day++)
        {
            Interaction[] visit = [View(day, $"{day}", 1), View(day, $"{day}", 2 + (day % 3))];
            Learn(old, visit);
            if (day > 2_400)
            {
                Learn(fresh, visit);
            }
        }

        Assert.That(Ask(old), Is.EqualTo(Ask(fresh)));
        Assert.That(Ask(old).Select(each => each.Item), Is.EqualTo(new Id[] { 4, 3, 2 }));
        Assert.That(Ask(old)[0].Score, Is.EqualTo(8.0 / 7).Within(1e-12));
    }

    [TestCase(null, null)]
    [TestCase(10, null)]
    [TestCase(null, 20)]
    public void Recommend_AfterTheFirst_AllocatesNothing(int? votes, int? indicators)
    {
        var state = ItemToItem.Recommender(new ItemToItemOptions
        {
            HalfLife = TimeSpan.FromHours(1),
            Votes = votes,
            MaxIndicators = indicators,
        });
        var random = new Random(5);
        for (var i = 0; i < 20_000; i++)
        {
            state.Learn(View(i / 1e5, $"{i / 10}", random.Next(1, 100)));
        }

        var list = new List<Recommendation<Id>>();
        var request = new RecommendationRequest<Id, Id>(Id.None, 20) { Around = [1, 2, 3, 4, 5, 6] };
        for (var i = 0; i < 2_000; i++)
        {
            state.Recommend(request, list);
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++)
        {
            state.Recommend(request, list);
        }

        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.Zero);
        Assert.That(list, Has.Count.EqualTo(20));
    }

    [TestCase(false, false, false)]
    [TestCase(true, false, false)]
    [TestCase(false, true, false)]
    [TestCase(false, false, true)]
    public void Learn_VisitsOfAnyLength_AllocatesNothingInTheSteadyState(
        bool isCrossKind, bool isGraded, bool isPruned)
    {
        var options = new ItemToItemOptions
        {
            Window = isPruned ? Minutes(10) : null,
            Pruning = isPruned ? new() { Delta = .9, Top = 2, MaxPruned = 10 } : null,
            Graded = isGraded ? ItemToItemOptions.OttoCarts.Graded : null,
            MaxIndicators = isGraded ? 5 : null,
            MaxItems = 80,
            MaxNeighbors = 20,
            Sessions = new() { MaxOpen = 40, MaxLength = 30 },
        };
        var state = ItemToItem.Recommender(isCrossKind
            ? options with
            {
                From = new HashSet<InteractionKind> { InteractionKind.View },
                To = new HashSet<InteractionKind> { InteractionKind.Purchase },
            }
            : options);
        var (random, visit) = (new Random(5), 0);
        var events = Enumerable.Range(0, 20_000).Select(i =>
        {
            visit += random.Next(1 + (i % 40)) == 0 ? 1 : 0;
            var kind = random.Next(3) == 0 ? InteractionKind.Purchase : InteractionKind.View;
            return new Interaction(Start.AddSeconds(i), kind, Id.None, random.Next(1, 100)) { Session = $"{visit}" };
        }).ToArray();
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

    private static BucketWindowOptions Minutes(int buckets) =>
        new() { Bucket = TimeSpan.FromMinutes(1), Buckets = buckets };

    private static List<Recommendation<Id>> Ask(IRecommender<Interaction, Id, Id> state) =>
        ItemToItemProbe.Ask(state, 1, 10);

    private static Interaction View(double day, string session, long item) =>
        new(Start.AddDays(day), InteractionKind.View, Id.None, item) { Session = session };

    private static Interaction[] Events((int Session, int Item, int Seconds, bool Bought)[] visits)
    {
        var time = Start;
        return
        [
            .. visits.Select(each => new Interaction(
                time += TimeSpan.FromSeconds(each.Seconds),
                each.Bought ? InteractionKind.Purchase : InteractionKind.View,
                Id.None,
                each.Item) { Session = $"{each.Session}" }),
        ];
    }

    private static void Learn(IRecommender<Interaction, Id, Id> state, IEnumerable<Interaction> events)
    {
        foreach (var each in events)
        {
            state.Learn(each);
        }
    }

    private static List<Recommendation<Id>> Recommend(IRecommender<Interaction, Id, Id> state, int session, int count)
    {
        var list = new List<Recommendation<Id>>();
        state.Recommend(new(Id.None, count) { Session = $"{session}" }, list);
        return list;
    }

    private static void Check(Func<(int Session, int Item, int Seconds, bool Bought)[], bool> law) =>
        FsCheck.Fluent.Prop.ForAll(Visits, law).Holds(cases: 150);
}
