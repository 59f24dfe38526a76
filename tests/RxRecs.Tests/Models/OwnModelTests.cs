using RxRecs.Machines;
using RxRecs.Recommenders;

namespace RxRecs.Tests.Models;

/// <summary>Tests that the answers of a user's own model are believed only where a list can be made of them.</summary>
public sealed class OwnModelTests
{
    private static readonly TestCaseData[] WrongLists =
    [
        Wrong("the score NaN", new NextItem<Id>("x", double.NaN)),
        Wrong("the score Infinity", new NextItem<Id>("x", double.PositiveInfinity)),
        Wrong("the score -1.5", new NextItem<Id>("x", -1.5)),
        Wrong("the score 0", new NextItem<Id>("x", 0)),
        Wrong("x twice", new("x", 2), new("x", 1)),
        Wrong("best first", new("x", 1), new("y", 2)),
        Wrong("none", new NextItem<Id>(Id.None, 1)),
        Wrong("4 items where 3", new("a", 4), new("b", 3), new("c", 2), new("d", 1)),
        Wrong("not accepted", new NextItem<Id>("excluded", 1)),
    ];

    [TestCaseSource(nameof(WrongLists))]
    public void Recommend_WrongList_IsAnErrorThatNamesTheModel(NextItem<Id>[] items, string problem)
    {
        var recommender = new ItemModelRecommender(new Own { Items = items });
        var request = new RecommendationRequest<Id, Id>(Id.None, 3)
        {
            Around = ["mug"],
            Excluded = new HashSet<Id> { "excluded" },
        };

        Assert.That(
            () => recommender.Recommend(request, []),
            Throws.InvalidOperationException.With.Message.Contains("'own' of hash 'h'").And.Message.Contains(problem));
    }

    [Test]
    public void Recommend_EqualScoresAndAFullList_AreTaken()
    {
        var recommender = new ItemModelRecommender(new Own { Items = [new("y", 1), new("x", 1)] });
        var list = new List<Recommendation<Id>>();
        for (var time = 0; time < 2; time++)
        {
            recommender.Recommend(new(Id.None, 2) { Around = ["mug"] }, list);
            Assert.That(list.Select(each => each.Item), Is.EqualTo(new Id[] { "y", "x" }));
        }
    }

    [Test]
    public void Recommend_AsASourceOfAShop_IsTheSameError()
    {
        var state = new ItemModelState<Id, Id>(new Own { Items = [new("x", double.NaN)] });
        var ranking = new CandidateRanking<Id, Id>(
            [(CandidateSources.ItemModel(state), new(Own.Name))], [], []);

        Assert.That(
            () => ranking.Rank(new(Id.None, 3) { Around = ["mug"] }, []),
            Throws.InvalidOperationException.With.Message.Contains("'own'"));
    }

    [Test]
    public void Recommend_NoQuery_IsAnErrorThatNamesTheModel() => Assert.That(
        () => new ItemModelRecommender(new Own { HasQuery = false }).Recommend(new(Id.None, 3), []),
        Throws.InvalidOperationException.With.Message.Contains("'own'").And.Message.Contains("CreateQuery"));

    [TestCase(null)]
    [TestCase(double.NaN)]
    public void Explain_WrongParts_IsAnErrorThatNamesTheModel(double? part)
    {
        var model = new Own { Items = [new("x", 1)], Parts = part is { } value ? [new(Own.Name, value)] : null };
        Assert.That(
            () => new ItemModelRecommender(model).Explain(new(Id.None, 3) { Around = ["mug"] }, "x"),
            Throws.InvalidOperationException.With.Message.Contains("'own'").And.Message.Contains("explained x"));
    }

    [TestCase(null)]
    [TestCase("")]
    public void Model_WithoutHash_IsRefused(string? hash)
    {
        Assert.That(
            () => new ItemModelRecommender(new Own { Hash = hash! }),
            Throws.ArgumentException.With.Message.Contains("'own'").And.Message.Contains("Hash"));

        var state = new ItemModelState<Id, Id>(new Own());
        Assert.That(() => state.Replace(new Own { Hash = hash! }), Throws.ArgumentException);
    }

    [Test]
    public void Model_WithoutSource_IsRefused() => Assert.That(
        () => new ItemModelRecommender(new Own { Source = default }),
        Throws.ArgumentException.With.Message.Contains("Own").And.Message.Contains("Source"));

    private static TestCaseData Wrong(string problem, params NextItem<Id>[] items) =>
        new TestCaseData(items, problem).SetArgDisplayNames(problem);

    private sealed class Own : IItemModel<Id>, IItemModelQuery<Id>
    {
        public static RecommendationSource Name { get; } = new("own");

        public RecommendationSource Source { get; init; } = Name;

        public string Hash { get; init; } = "h";

        public bool HasQuery { get; init; } = true;

        public NextItem<Id>[] Items { get; init; } = [];

        public ScoreContribution<Id>[]? Parts { get; init; } = [];

        public IItemModelQuery<Id> CreateQuery(ItemModelOptions options) => HasQuery ? this : null!;

        public void Run(IReadOnlyList<Id> visit, int count, List<NextItem<Id>> items, Func<Id, bool>? accept) =>
            items.AddRange(Items);

        public IReadOnlyList<ScoreContribution<Id>> Explain(IReadOnlyList<Id> visit, Id item) => Parts!;
    }
}
