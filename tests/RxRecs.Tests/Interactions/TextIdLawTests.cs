using System.Reactive;
using System.Reactive.Concurrency;
using System.Reactive.Linq;
using System.Reflection;
using RxRecs.Machines;
using RxRecs.Testing;
using RxRecs.Tests.Contract;
using RxRecs.Tests.Trending;

namespace RxRecs.Tests.Interactions;

/// <summary>
/// A stream, and its copy with every id replaced by a text that keeps their order, give the same results under the
/// replacement: every operator over interactions, their snapshots, and the recommender.
/// </summary>
public sealed class TextIdLawTests
{
    private const int Events = 250;

    private static readonly MethodInfo ResultsOfCase =
        typeof(TextIdLawTests).GetMethod(nameof(Results), BindingFlags.NonPublic | BindingFlags.Static)!;

    private static readonly MethodInfo ResultsOverACut =
        typeof(TextIdLawTests).GetMethod(nameof(ResultsWithSnapshot), BindingFlags.NonPublic | BindingFlags.Static)!;

    [TestCaseSource(nameof(Cases))]
    public void Operator_IdsReplacedByTexts_GivesTheSame(IOperatorCase one)
    {
        for (var seed = 1; seed <= 2; seed++)
        {
            var numbers = Call(ResultsOfCase, one, seed, false);

            Assert.That(numbers, Is.Not.Empty);
            Assert.That(Call(ResultsOfCase, one, seed, true), Is.EqualTo(numbers));
        }
    }

    [TestCaseSource(nameof(SavedCases))]
    public void Operator_IdsReplacedByTexts_SnapshotChangesNothing(IOperatorCase one)
    {
        var withCuts = Call(ResultsOverACut, one, 3, true);

        Assert.That(withCuts, Is.EqualTo(Call(ResultsOfCase, one, 3, false)));
    }

    [Test]
    public void ShopRecommender_IdsReplacedByTexts_GivesTheSameListsAndSnapshots([Range(1, 4)] int seed)
    {
        var events = SampleInteractions.Disordered(new Random(seed), 600).Select(TextIds.Spread).ToList();
        var users = events.Select(each => each.User).Distinct().ToList();
        var numbers = Recommender(events, id => id);
        var texts = Recommender(events.Select(TextIds.Of), TextIds.Of);
        var restored = Recommender([], TextIds.Of);
        Copy(texts, restored);

        foreach (var user in users)
        {
            var expected = Lists(numbers, user);
            Assert.That(Lists(texts, TextIds.Of(user)), Is.EqualTo(expected), $"user {user}");
            Assert.That(Lists(restored, TextIds.Of(user)), Is.EqualTo(expected), $"user {user}, restored");
            Assert.That(texts.Knows(TextIds.Of(user)), Is.EqualTo(numbers.Knows(user)));
        }

        Assert.That(users.Sum(user => Lists(numbers, user).Count), Is.GreaterThan(users.Count));
        Assert.That(
            TextIds.Back(ResultText.Of(texts.Trend)), Is.EqualTo(ResultText.Of(numbers.Trend)).And.Contains("Ready"));
    }

    /// <summary>Numbers that the text of an id is, and ids that differ in a letter alone, mix in one stream.</summary>
    [Test]
    public void LastItemsPerUser_EqualIdsInOtherForms_AreOneUser()
    {
        Id[] users = ["42", 42, Id.Parse("42.0"), "007", "7", 7, "SKU-1", "sku-1"];
        var last = users
            .Select((user, i) => new Interaction(SampleInteractions.Start, InteractionKind.View, user, i))
            .ToObservable().LastItemsPerUser(9).ToEnumerable()
            .GroupBy(each => each.Key).ToDictionary(each => each.Key, each => each.Last().Items.Length);

        Assert.That(last, Is.EqualTo(new Dictionary<Id, int>
        {
            [42] = 3,
            ["007"] = 1,
            [7] = 2,
            ["SKU-1"] = 1,
            ["sku-1"] = 1,
        }));
    }

    private static IEnumerable<TestCaseData> Cases() =>
        from one in ContractSuite.CasesIn(typeof(TextIdLawTests).Assembly)
        where one is not PriceStatisticsCase && ResultOf(one) is not null
        select new TestCaseData(one).SetArgDisplayNames(one.Name);

    /// <summary>
    /// All that can be saved: a timer of one's own is refused in a checkpointed pipeline, and a range is taken once.
    /// </summary>
    private static IEnumerable<TestCaseData> SavedCases() => Cases().Where(
        data => data.Arguments[0] is not (RunMachineInEventTimeCase or TrendBucketsHoppingCase or TrendRangeCase));

    private static Type? ResultOf(IOperatorCase one)
    {
        for (var type = one.GetType(); type is not null; type = type.BaseType)
        {
            if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(OperatorCase<,>))
            {
                var arguments = type.GetGenericArguments();
                return arguments[0] == typeof(Interaction) ? arguments[1] : null;
            }
        }

        return null;
    }

    private static List<string> Call(MethodInfo method, IOperatorCase one, int seed, bool asTexts) =>
        (List<string>)method.MakeGenericMethod(ResultOf(one)!).Invoke(null, [one, seed, asTexts])!;

    private static List<string> Results<TResult>(OperatorCase<Interaction, TResult> one, int seed, bool asTexts)
    {
        var results = new List<string>();
        one.Build(Stream(one, seed, asTexts).ToObservable(), new FaultInjector(), new HistoricalScheduler())
            .Subscribe(Writer<TResult>(results));
        return results;
    }

    private static List<string> ResultsWithSnapshot<TResult>(
        OperatorCase<Interaction, TResult> one, int seed, bool asTexts)
    {
        var results = new List<string>();
        var pipeline = Pipeline(null);
        var random = new Random(seed);
        try
        {
            foreach (var value in Stream(one, seed, asTexts))
            {
                if (random.Next(10) == 0)
                {
                    var saved = pipeline.Save();
                    pipeline.Dispose();
                    pipeline = Pipeline(saved);
                }

                pipeline.OnNext(value);
            }

            pipeline.Complete();
        }
        finally
        {
            pipeline.Dispose();
        }

        return results;

        CheckpointedPipeline<Interaction, TResult> Pipeline(ReadOnlyMemory<byte>? snapshot) => new(
            source => one.Build(source, new FaultInjector(), new HistoricalScheduler()),
            Writer<TResult>(results),
            snapshot);
    }

    private static IEnumerable<Interaction> Stream<TResult>(
        OperatorCase<Interaction, TResult> one, int seed, bool asTexts)
    {
        var numbers = one.Events(new Random(seed), Events).Select(TextIds.Spread);
        return asTexts ? numbers.Select(TextIds.Of) : numbers;
    }

    private static IObserver<TResult> Writer<TResult>(List<string> results) => Observer.Create<TResult>(
        value => results.Add(TextIds.Back(ResultText.Of(value))),
        error => results.Add("error " + error.Message),
        () => results.Add("completed"));

    private static ShopRecommender Recommender(IEnumerable<Interaction> events, Func<Id, Id> replace)
    {
        var third = replace(TextIds.Spread(Sample(3)).Item);
        var recommender = new ShopRecommender(new ShopRecommenderOptions
        {
            Buckets = new TrendBucketsOptions { AllowedLateness = SampleInteractions.Disorder },
            BucketSize = TimeSpan.FromHours(1),
            ExcludeSeen = true,
            Filter = new ItemFilter
            {
                Categories = new HashSet<Id> { replace(0), replace(TextIds.Spread(Sample(1)).Item) },
            },
        }, filters: [new ExcludedItemsFilter<Id, Id>(new HashSet<Id> { third })]);
        foreach (var value in events)
        {
            recommender.Learn(value);
        }

        return recommender;
    }

    private static Interaction Sample(Id item) => new(SampleInteractions.Start, InteractionKind.View, Id.None, item);

    private static void Copy(ShopRecommender from, ShopRecommender to)
    {
        var writer = new SnapshotWriter();
        from.Snapshot(writer);
        to.Restore(new SnapshotReader(writer.Written.ToArray()));
    }

    private static List<string> Lists(ShopRecommender recommender, Id user)
    {
        var list = new List<Recommendation<Id>>();
        recommender.Recommend(user, 20, list);
        return list.ConvertAll(each => TextIds.Back(ResultText.Of(each)));
    }
}
