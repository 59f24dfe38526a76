using FsCheck;
using FsCheck.Fluent;
using RxRecs.Machines;
using RxRecs.Recommenders;

namespace RxRecs.Tests.Tables;

/// <summary>Lists by a table of neighbors, against sums over all of it.</summary>
public sealed class NeighborTableStateTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly Arbitrary<(int Session, int Item, int Weight)[]> Streams =
        (from session in Gen.Choose(0, 3)
         from item in Gen.Choose(0, 9)
         from weight in Gen.Choose(-4, 8)
         select (session, item, weight)).ArrayOf().ToArbitrary();

    [Test]
    public void Model_AnyVisitsAndTable_AgreesWithTheFormula([Values] bool current, [Values(1, 3, 20)] int last) =>
        Prop.ForAll(Streams, stream =>
        {
            var options = new ItemModelOptions
            {
                RecommendCurrentItem = current,
                LastItems = last,
                QueryRange = 2,
            };
            var (table, recommender) = (TableOf(stream), new ItemModelRecommender(TableOf(stream), options));
            Learn(recommender, stream);
            return Enumerable.Range(0, 4).All(session =>
            {
                var expected = Naive(table, Visit(stream, session), options);
                var actual = Ask(recommender, session);
                return actual.Select(each => each.Item).SequenceEqual(expected.Select(each => each.Item))
                    && actual.Zip(expected).All(pair => Math.Abs(pair.First.Score - pair.Second.Score) < 1e-12)
                    && actual.All(each => each.Reason.Detail == table.Hash);
            });
        }).Holds();

    [Test]
    public void Explain_AnyVisits_PartsAddUpToTheScoreAndNameTheTable() => Prop.ForAll(Streams, stream =>
    {
        var recommender = new ItemModelRecommender(TableOf(stream));
        Learn(recommender, stream);
        return Enumerable.Range(0, 4).All(session =>
        {
            var visit = Visit(stream, session);
            return Ask(recommender, session).All(each =>
            {
                var why = recommender.Explain(new(Id.None, 100) { Session = $"{session}" }, each.Item);
                return why is not null && Math.Abs(why.Score - each.Score) < 1e-12
                    && why.Contributions.All(part =>
                        part.Detail == recommender.State.Model.Hash && visit.Contains(part.MatchedItem))
                    && why.Contributions.DistinctBy(part => part.MatchedItem).Count() == why.Contributions.Count;
            });
        });
    }).Holds();

    [Test]
    public void Snapshot_AnyCut_ChangesNeitherListsNorBytes() => Prop.ForAll(Streams, stream =>
    {
        var options = new ItemModelOptions { LastItems = 2, Sessions = new() { MaxOpen = 3 } };
        var table = TableOf(stream);
        ItemModelRecommender whole = new(table, options), first = new(table, options), second = new(table, options);
        Learn(whole, stream);
        Learn(first, stream[..(stream.Length / 2)]);
        second.Restore(new SnapshotReader(Save(first)));
        Learn(second, stream[(stream.Length / 2)..], stream.Length / 2);
        return Save(second).AsSpan().SequenceEqual(Save(whole))
            && Enumerable.Range(0, 4).All(session => Ask(second, session).SequenceEqual(Ask(whole, session)));
    }).Holds();

    [Test]
    public void Replace_WhileRunning_GivesTheNextListByTheNewTableAlone()
    {
        var (old, fresh) = (NeighborTableTests.Build([(1, 2, 5), (2, 3, 5)]), NeighborTableTests.Build([(2, 4, 7)]));
        var recommender = new ItemModelRecommender(old);
        Learn(recommender, [(0, 1, 0), (0, 2, 0)]);
        var before = Ask(recommender, 0);
        recommender.State.Replace(fresh);
        var after = Ask(recommender, 0);

        Assert.That(before.Select(each => each.Item), Is.EqualTo(new Id[] { 3, 2 }));
        Assert.That(after.Select(each => (each.Item, each.Score, each.Reason.Detail)),
            Is.EqualTo(new[] { ((Id)4, 7d, (string?)fresh.Hash) }));
    }

    [Test]
    public void Restore_OverAnotherTable_SaysOverWhich()
    {
        var (old, fresh) = (NeighborTableTests.Build([(1, 2, 5)]), NeighborTableTests.Build([(1, 3, 5)]));
        var saved = new ItemModelRecommender(old);
        Learn(saved, [(0, 1, 0)]);

        var restored = new ItemModelRecommender(fresh);
        restored.Restore(new SnapshotReader(Save(saved)));
        Assert.That(restored.State.RestoredHash, Is.EqualTo(old.Hash).And.Not.EqualTo(restored.State.Model.Hash));
        Assert.That(Ask(restored, 0).Select(each => each.Item), Is.EqualTo(new Id[] { 3 }));

        var strict = new ItemModelRecommender(fresh, new() { RequireSameModel = true });
        Assert.That(
            () => strict.Restore(new SnapshotReader(Save(saved))),
            Throws.TypeOf<SnapshotException>().With.Message.Contains(old.Hash).And.Message.Contains(fresh.Hash));
        Assert.That(strict.State.RestoredHash, Is.Null);
    }

    [Test]
    public void Blend_WithTheLiveIndex_TakesItsScoresApart()
    {
        var table = new ItemModelRecommender(NeighborTableTests.Build([(1, 9, 2), (1, 2, 1)]));
        using var blend = new BlendRecommender<Interaction, Id, Id>((new NextItemRecommender(), 1), (table, 0.5));
        foreach (var (session, item) in new[] { (0, 1), (0, 2), (1, 1) })
        {
            blend.Learn(View(session, item, 0));
        }

        var list = new List<Recommendation<Id>>();
        blend.Recommend(new(Id.None, 5) { Session = "1" }, list);
        var why = blend.Explain(new(Id.None, 5) { Session = "1" }, 9);

        Assert.That(list.Select(each => each.Item), Is.SupersetOf(new Id[] { 2, 9 }));
        Assert.That(why!.Contributions, Has.Count.EqualTo(1));
        Assert.That(why.Contributions[0].Detail, Is.EqualTo(table.State.Model.Hash));
        Assert.That(why.Contributions[0].Value, Is.EqualTo(0.5).Within(1e-12));
    }

    [Test]
    public void Source_InTheShopsList_ProposesByTheTable()
    {
        var state = new ItemModelState<Id, Id>(NeighborTableTests.Build([(1, 9, 2), (1, 2, 1)]));
        var shop = new ShopRecommender(
            new ShopRecommenderOptions { Sources = [new(RecommendationSource.NeighborTable)] },
            [CandidateSources.ItemModel(state)]);
        shop.Learn(View(0, 1, 0));
        state.Learn(Id.None, "0", 1, Start);
        var list = new List<Recommendation<Id>>();
        shop.Recommend(new(Id.None, 5) { Session = "0", Excluded = new HashSet<Id> { 2 } }, list);

        Assert.That(list.Select(each => each.Item), Is.EqualTo(new Id[] { 9 }));
        Assert.That(
            list[0].Reason.Describe(), Is.EqualTo($"goes with this visit by table {state.Model.Hash} (2)"));
    }

    [Test]
    public void Recommend_AfterTheFirst_AllocatesNothing()
    {
        var random = new Random(3);
        var recommender = new ItemModelRecommender(NeighborTableTests.Build(
            Enumerable.Range(0, 5_000).Select(i => (i / 100, i % 100, random.Next(1, 100)))));
        Learn(recommender, [(0, 1, 0), (0, 2, 0), (0, 3, 0)]);
        var list = new List<Recommendation<Id>>();
        var request = new RecommendationRequest<Id, Id>(Id.None, 20) { Session = "0" };
        var visit = View(0, 7, 0);
        for (var i = 0; i < 2_000; i++)
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

    /// <summary>Pairs of a stream: each event's item has that of the one after it as a neighbor.</summary>
    private static NeighborTable<Id> TableOf((int Session, int Item, int Weight)[] stream) => NeighborTableTests.Build(
        stream.Zip(stream.Skip(1), (one, next) => (one.Item, next.Item, one.Weight))
            .DistinctBy(pair => (pair.Item1, pair.Item2)));

    private static List<(Id Item, double Score)> Naive(
        NeighborTable<Id> table, List<Id> visit, ItemModelOptions options)
    {
        var scores = new Dictionary<Id, double>();
        for (var place = Math.Max(1, visit.Count - options.LastItems + 1); place <= visit.Count; place++)
        {
            foreach (var (item, weight) in table.NeighborsOf(visit[place - 1]))
            {
                var value = Math.Exp(-(visit.Count - place) / options.QueryRange) * weight;
                scores[item] = scores.GetValueOrDefault(item) + value;
            }
        }

        return
        [
            .. scores.Where(each => Math.Round(each.Value, 12) > 0
                    && (options.RecommendCurrentItem || each.Key != visit[^1]))
                .Select(each => (each.Key, Math.Round(each.Value, 12)))
                .OrderByDescending(each => each.Item2).ThenBy(each => each.Key),
        ];
    }

    private static List<Id> Visit((int Session, int Item, int Weight)[] stream, int session) =>
        [.. stream.Where(each => each.Session == session).Select(each => (Id)each.Item)];

    private static Interaction View(int session, int item, int seconds) =>
        new(Start.AddSeconds(seconds), InteractionKind.View, Id.None, item) { Session = $"{session}" };

    private static void Learn(
        ItemModelRecommender recommender, (int Session, int Item, int Weight)[] stream, int second = 0)
    {
        for (var i = 0; i < stream.Length; i++)
        {
            recommender.Learn(View(stream[i].Session, stream[i].Item, second + i));
        }
    }

    private static List<Recommendation<Id>> Ask(ItemModelRecommender recommender, int session)
    {
        var list = new List<Recommendation<Id>>();
        recommender.Recommend(new(Id.None, 100) { Session = $"{session}" }, list);
        return list;
    }

    private static byte[] Save(ItemModelRecommender recommender)
    {
        var writer = new SnapshotWriter();
        recommender.Snapshot(writer);
        return writer.Written.ToArray();
    }
}
