using FsCheck;
using FsCheck.Fluent;
using RxRecs.Machines;
using RxRecs.Recommenders;

namespace RxRecs.Tests.Vectors;

/// <summary>Lists of visits by vectors, against sums of cosines over all items.</summary>
public sealed class ItemVectorsStateTests
{
    private const int Items = 12;
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    // Item 11 has no vector; 3 and 4 have the same, 5 has the opposite one.
    private static readonly Dictionary<Id, float[]> Usual = Make(seed: 1);

    private static readonly Arbitrary<(int Session, int Item)[]> Streams =
        (from session in Gen.Choose(0, 3) from item in Gen.Choose(0, Items - 1) select (session, item))
        .ArrayOf().ToArbitrary();

    [Test]
    public void Model_AnyVisits_AgreesWithTheFormula(
        [Values] bool current, [Values(1, 3, 20)] int last, [Values(1, 4, 100)] int count) =>
        Prop.ForAll(Streams, stream =>
        {
            var options = new ItemModelOptions { RecommendCurrentItem = current, LastItems = last, QueryRange = 2 };
            var recommender = new ItemModelRecommender(Build(Usual), options);
            Learn(recommender, stream);
            return Enumerable.Range(0, 4).All(session =>
            {
                var expected = Naive(Usual, Visit(stream, session), options);
                var actual = Ask(recommender, session, count);

                // What cancels out to the last digits may be in or not.
                return actual.Count >= Math.Min(count, expected.Count(each => each.Score > 1e-12))
                    && actual.All(each => Math.Abs(each.Score - Score(expected, each.Item)) < 1e-12)
                    && actual.Zip(expected).All(pair => Math.Abs(pair.First.Score - pair.Second.Score) < 1e-12)
                    && actual.Zip(actual.Skip(1)).All(pair => pair.First.Score > pair.Second.Score
                        || (pair.First.Score == pair.Second.Score && pair.First.Item.CompareTo(pair.Second.Item) < 0))
                    && actual.All(each => each.Reason.Detail == recommender.State.Model.Hash);
            });
        }).Holds();

    [Test]
    public void Recommend_ManyItemsNearlyTheSame_AgreesWithTheFormula([Values(1, 2, 3)] int seed)
    {
        // Products in single precision are in another order than the scores.
        var random = new Random(seed);
        var start = Enumerable.Range(0, 64).Select(_ => (float)(random.NextDouble() - 0.5)).ToArray();
        var vectors = Enumerable.Range(0, 1_000).ToDictionary(
            item => (Id)item,
            _ => start.Select(value => value + (float)((random.NextDouble() - 0.5) * 2e-4)).ToArray());
        var recommender = new ItemModelRecommender(Build(vectors));
        (int, int)[] stream = [(0, 17), (0, 400), (0, 17), (0, 999)];
        Learn(recommender, stream);

        Assert.That(
            Ask(recommender, 0, 20).Select(each => each.Item),
            Is.EqualTo(Naive(vectors, Visit(stream, 0), new(), digits: 15).Take(20).Select(each => each.Item)));
    }

    [Test]
    public void Recommend_OneItem_GivesItsNearestWithTheirCosines()
    {
        var vectors = Build(Usual);
        var nearest = new List<ItemCosine<Id>>();
        vectors.FindNearest(7, 5, nearest);
        var recommender = new ItemModelRecommender(vectors);
        Learn(recommender, [(0, 7)]);

        Assert.That(
            Ask(recommender, 0).Select(each => new ItemCosine<Id>(each.Item, each.Score)),
            Is.EqualTo(nearest.Where(each => each.Cosine > 0)).And.Not.Empty);
    }

    [Test]
    public void Recommend_AroundItems_IsOfTheseAlone()
    {
        var recommender = new ItemModelRecommender(Build(Usual));
        Learn(recommender, [(0, 1), (1, 7)]);
        var list = new List<Recommendation<Id>>();
        recommender.Recommend(
            new(Id.None, 100) { Session = "0", Around = [7], Excluded = new HashSet<Id> { 3 } }, list);

        Assert.That(list, Is.EqualTo(Ask(recommender, 1).Where(each => each.Item != 3)).And.Not.Empty);
    }

    [Test]
    public void Recommend_WithoutAVector_IsEmpty()
    {
        var recommender = new ItemModelRecommender(Build(Usual));
        Learn(recommender, [(0, 11)]);

        Assert.That(Ask(recommender, 0), Is.Empty);
        Assert.That(recommender.Explain(new(Id.None, 5) { Session = "0" }, 3), Is.Null);
    }

    [Test]
    public void Explain_AnyVisits_PartsAddUpToTheScoreAndNameTheVectors() => Prop.ForAll(Streams, stream =>
    {
        var recommender = new ItemModelRecommender(Build(Usual));
        Learn(recommender, stream);
        return Enumerable.Range(0, 4).All(session =>
        {
            var visit = Visit(stream, session);
            return Ask(recommender, session).All(each =>
            {
                var why = recommender.Explain(new(Id.None, 100) { Session = $"{session}" }, each.Item);
                return why is not null && Math.Abs(why.Score - each.Score) < 1e-12
                    && why.Contributions.All(part => part.Source == RecommendationSource.ItemVectors
                        && part.Detail == recommender.State.Model.Hash
                        && visit.Contains(part.MatchedItem) && part.MatchedItem != each.Item)
                    && why.Contributions.DistinctBy(part => part.MatchedItem).Count() == why.Contributions.Count;
            });
        });
    }).Holds();

    [Test]
    public void Snapshot_AnyCut_ChangesNeitherListsNorBytes() => Prop.ForAll(Streams, stream =>
    {
        var options = new ItemModelOptions { LastItems = 2, Sessions = new() { MaxOpen = 3 } };
        var vectors = Build(Usual);
        ItemModelRecommender whole = new(vectors, options), first = new(vectors, options);
        var second = new ItemModelRecommender(vectors, options);
        Learn(whole, stream);
        Learn(first, stream[..(stream.Length / 2)]);
        second.Restore(new SnapshotReader(Save(first)));
        Learn(second, stream[(stream.Length / 2)..], stream.Length / 2);
        return Save(second).AsSpan().SequenceEqual(Save(whole))
            && Enumerable.Range(0, 4).All(session => Ask(second, session).SequenceEqual(Ask(whole, session)));
    }).Holds();

    [Test]
    public void Replace_WhileRunning_GivesTheNextListByTheNewVectorsAlone()
    {
        var (old, fresh) = (
            Build(new() { [1] = [1, 0], [2] = [1, 1], [3] = [-1, 0] }),
            Build(new() { [1] = [1, 0, 0], [3] = [3, 4, 0] }));
        var recommender = new ItemModelRecommender(old);
        Learn(recommender, [(0, 1)]);
        var before = Ask(recommender, 0);
        recommender.State.Replace(fresh);
        var after = Ask(recommender, 0);

        Assert.That(before.Select(each => each.Item), Is.EqualTo(new Id[] { 2 }));
        Assert.That(after.Select(each => (each.Item, each.Reason.Detail)), Is.EqualTo(new[] { ((Id)3, fresh.Hash) }));
        Assert.That(after[0].Score, Is.EqualTo(0.6).Within(1e-15));
        Assert.That(
            after[0].Reason.Describe(), Is.EqualTo($"near this visit by vectors {fresh.Hash} (0.6)"));
    }

    [Test]
    public void Restore_OverOtherVectors_SaysOverWhich()
    {
        var (old, fresh) = (Build(Usual), Build(Make(seed: 2)));
        var saved = new ItemModelRecommender(old);
        Learn(saved, [(0, 1)]);

        var restored = new ItemModelRecommender(fresh);
        restored.Restore(new SnapshotReader(Save(saved)));
        Assert.That(restored.State.RestoredHash, Is.EqualTo(old.Hash).And.Not.EqualTo(fresh.Hash));
        Assert.That(Ask(restored, 0), Is.Not.Empty);

        var strict = new ItemModelRecommender(fresh, new() { RequireSameModel = true });
        Assert.That(
            () => strict.Restore(new SnapshotReader(Save(saved))),
            Throws.TypeOf<SnapshotException>().With.Message.Contains(old.Hash).And.Message.Contains(fresh.Hash)
                .And.Message.Contains(nameof(ItemModelOptions.RequireSameModel)));
        Assert.That(strict.State.RestoredHash, Is.Null);
        Assert.That(
            () => new ItemModelRecommender(old, new() { LastItems = 3 }).Restore(new SnapshotReader(Save(saved))),
            Throws.TypeOf<SnapshotException>().With.Message.Contains("20 LastItems, not 3"));
    }

    [Test]
    public void Blend_WithTheLiveIndex_TakesItsScoresApart()
    {
        var vectors = new ItemModelRecommender(Build(new() { [1] = [1, 0], [9] = [3, 4], [8] = [0, 1] }));
        using var blend = new BlendRecommender<Interaction, Id, Id>((new NextItemRecommender(), 1), (vectors, 0.5));
        foreach (var (session, item) in new[] { (0, 1), (0, 2), (1, 1) })
        {
            blend.Learn(View(session, item, 0));
        }

        var list = new List<Recommendation<Id>>();
        blend.Recommend(new(Id.None, 5) { Session = "1" }, list);
        var why = blend.Explain(new(Id.None, 5) { Session = "1" }, 9);

        Assert.That(list.Select(each => each.Item), Is.SupersetOf(new Id[] { 2, 9 }));
        Assert.That(why!.Contributions.Single().Value, Is.EqualTo(0.5).Within(1e-12));
    }

    [Test]
    public void Source_InTheShopsList_ProposesByTheVectors()
    {
        var state = new ItemModelState<Id, Id>(Build(new() { [1] = [1, 0], [9] = [3, 4], [2] = [4, 3] }));
        var shop = new ShopRecommender(
            new ShopRecommenderOptions { Sources = [new(RecommendationSource.ItemVectors)], Fallbacks = [] },
            [CandidateSources.ItemModel(state)]);
        shop.Learn(View(0, 1, 0));
        state.Learn(Id.None, "0", 1, Start);
        var list = new List<Recommendation<Id>>();
        var request = new RecommendationRequest<Id, Id>(Id.None, 5)
        {
            Session = "0",
            Excluded = new HashSet<Id> { 2 },
        };
        shop.Recommend(request, list);

        Assert.That(list.Select(each => each.Item), Is.EqualTo(new Id[] { 9 }));
        Assert.That(shop.Explain(request, 9)!.Contributions.Single().MatchedItem, Is.EqualTo((Id)1));
    }

    [Test]
    public void Recommend_AfterTheFirst_AllocatesNothing()
    {
        var random = new Random(3);
        var recommender = new ItemModelRecommender(Build(Enumerable.Range(0, 2_000).ToDictionary(
            item => (Id)item, _ => Enumerable.Range(0, 32).Select(_ => random.NextSingle() - 0.5f).ToArray())));
        Learn(recommender, [(0, 1), (0, 2), (0, 3)]);
        var list = new List<Recommendation<Id>>();
        var request = new RecommendationRequest<Id, Id>(Id.None, 20) { Session = "0" };
        var visit = View(0, 7, 0);
        for (var i = 0; i < 500; i++)
        {
            recommender.Learn(visit);
            recommender.Recommend(request, list);
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++)
        {
            recommender.Learn(visit);
            recommender.Recommend(request, list);
        }

        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.Zero);
        Assert.That(list, Has.Count.EqualTo(20));
    }

    [TestCase(0, 1)]
    [TestCase(1_001, 1)]
    [TestCase(5, 0)]
    [TestCase(5, double.NaN)]
    public void Options_OutOfRange_AreRefused(int last, double range) => Assert.That(
        () => new ItemModelOptions { LastItems = last, QueryRange = range },
        Throws.InstanceOf<ArgumentOutOfRangeException>());

    private static Dictionary<Id, float[]> Make(int seed)
    {
        var random = new Random(seed);
        var vectors = Enumerable.Range(0, Items - 1).ToDictionary(
            item => (Id)item, _ => Enumerable.Range(0, 3).Select(_ => random.NextSingle() - 0.5f).ToArray());
        vectors[4] = [.. vectors[3].Select(value => value * 4)];
        vectors[5] = [.. vectors[3].Select(value => -value)];
        return vectors;
    }

    private static ItemVectors<Id> Build(Dictionary<Id, float[]> vectors)
    {
        var builder = new ItemVectorsBuilder<Id>(vectors.First().Value.Length);
        foreach (var (item, vector) in vectors)
        {
            Assert.That(builder.TryAdd(item, vector), Is.True);
        }

        return builder.Build();
    }

    private static List<(Id Item, double Score)> Naive(
        Dictionary<Id, float[]> vectors, List<Id> visit, ItemModelOptions options, int digits = 12)
    {
        var last = visit.TakeLast(options.LastItems).Reverse().Index().ToList();
        return
        [
            .. vectors
                .Where(each => options.RecommendCurrentItem || visit.Count == 0 || each.Key != visit[^1])
                .Select(each => (Item: each.Key, Score: last
                    .Where(one => one.Item != each.Key && vectors.ContainsKey(one.Item))
                    .Sum(one => Math.Exp(-one.Index / options.QueryRange)
                        * Cosine(vectors[one.Item], each.Value))))
                .Where(each => each.Score > 0)
                .OrderByDescending(each => Math.Round(each.Score, digits))
                .ThenBy(each => each.Item),
        ];
    }

    private static double Score(List<(Id Item, double Score)> list, Id item) =>
        list.Find(each => each.Item == item).Score;

    private static double Cosine(float[] x, float[] y) =>
        x.Zip(y, (a, b) => (double)a * b).Sum()
        / Math.Sqrt(x.Sum(a => (double)a * a)) / Math.Sqrt(y.Sum(b => (double)b * b));

    private static List<Id> Visit((int Session, int Item)[] stream, int session) =>
        [.. stream.Where(each => each.Session == session).Select(each => (Id)each.Item)];

    private static Interaction View(int session, int item, int seconds) =>
        new(Start.AddSeconds(seconds), InteractionKind.View, Id.None, item) { Session = $"{session}" };

    private static void Learn(ItemModelRecommender recommender, (int Session, int Item)[] stream, int second = 0)
    {
        for (var i = 0; i < stream.Length; i++)
        {
            recommender.Learn(View(stream[i].Session, stream[i].Item, second + i));
        }
    }

    private static List<Recommendation<Id>> Ask(ItemModelRecommender recommender, int session, int count = 100)
    {
        var list = new List<Recommendation<Id>>();
        recommender.Recommend(new(Id.None, count) { Session = $"{session}" }, list);
        return list;
    }

    private static byte[] Save(ItemModelRecommender recommender)
    {
        var writer = new SnapshotWriter();
        recommender.Snapshot(writer);
        return writer.Written.ToArray();
    }
}
