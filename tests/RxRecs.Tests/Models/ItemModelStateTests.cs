using RxRecs.Machines;
using RxRecs.Recommenders;
using RxRecs.Tests.Tables;

namespace RxRecs.Tests.Models;

/// <summary>What holds for any model from outside; what a table and vectors compute has tests of its own.</summary>
public sealed class ItemModelStateTests
{
    [Test]
    public void Recommend_ByAModelOfOnesOwn_NamesItsSourceAndHash()
    {
        var recommender = new ItemModelRecommender(new Successor(step: 1));
        recommender.Learn(View("7"));
        var list = new List<Recommendation<Id>>();
        recommender.Recommend(new(Id.None, 5) { Session = "s" }, list);

        Assert.That(list.Select(each => (each.Item, each.Score)), Is.EqualTo(new[] { ((Id)8, 1d) }));
        Assert.That(list[0].Reason.Source, Is.EqualTo(Successor.Own));
        Assert.That(list[0].Reason.Detail, Is.EqualTo("step 1"));
        Assert.That(recommender.Explain(new(Id.None, 5) { Session = "s" }, 8)!.Score, Is.EqualTo(1));
    }

    [Test]
    public void Replace_WhileRunning_MakesAQueryForEachModelOnce()
    {
        var (one, two) = (new Successor(step: 1), new Successor(step: 2));
        var state = new ItemModelState<Id, Id>(one);
        var list = new List<NextItem<Id>>();
        foreach (var model in new[] { one, two })
        {
            state.Replace(model);
            Assert.That(state.Query(Id.None, null, [7], 5, list), Is.SameAs(model));
            Assert.That(state.Query(Id.None, null, [7], 5, list), Is.SameAs(state.Model));
        }

        Assert.That(list.Select(each => each.Item), Is.EqualTo(new Id[] { 9 }));
        Assert.That((one.Queries, two.Queries), Is.EqualTo((1, 1)));
    }

    [Test]
    public void Replace_ByAModelOfAnotherSource_IsRefused()
    {
        var state = new ItemModelState<Id, Id>(NeighborTableTests.Build([(1, 2, 5)]));
        var table = state.Model;

        Assert.That(
            () => state.Replace(new ItemVectorsBuilder<Id>(2).Build()),
            Throws.ArgumentException.With.Message.Contains("NeighborTable").And.Message.Contains("ItemVectors"));
        Assert.That(state.Model, Is.SameAs(table));
    }

    [TestCase(0, 1)]
    [TestCase(3, 1.5)]
    public void WeightAt_AnyPlace_FallsByTheRange(int back, double range) => Assert.That(
        new ItemModelOptions { QueryRange = range }.WeightAt(back), Is.EqualTo(Math.Exp(-back / range)));

    private static Interaction View(Id item) =>
        new(DateTimeOffset.UnixEpoch, InteractionKind.View, Id.None, item) { Session = "s" };

    /// <summary>Recommends the item whose number is so much higher than that of the last one.</summary>
    private sealed class Successor(int step) : IItemModel<Id>, IItemModelQuery<Id>
    {
        public static RecommendationSource Own { get; } = new("Successor");

        public int Queries { get; private set; }

        public RecommendationSource Source => Own;

        public string Hash => $"step {step}";

        public IItemModelQuery<Id> CreateQuery(ItemModelOptions options)
        {
            Queries++;
            return this;
        }

        public void Run(IReadOnlyList<Id> visit, int count, List<NextItem<Id>> items, Func<Id, bool>? accept)
        {
            items.Clear();
            items.Add(new(int.Parse(visit[^1].ToString()) + step, 1));
        }

        public IReadOnlyList<ScoreContribution<Id>> Explain(IReadOnlyList<Id> visit, Id item) =>
            [new(Own, 1) { MatchedItem = visit[^1], Detail = Hash }];
    }
}
