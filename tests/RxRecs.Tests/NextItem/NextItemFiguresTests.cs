using System.Reactive.Linq;
using RxRecs.Recommenders;

namespace RxRecs.Tests.NextItem;

/// <summary>
/// Tells how good the next item is on public data, by the protocol of session-rec: every position of a test session
/// predicts its next item, which may be the present one. The training file is learned first; live, each test event is
/// learned once it has been predicted.
/// </summary>
[Category("Slow")]
[Category(Repository.DataTests)]
public sealed class NextItemFiguresTests
{
    [TestCase("rsc15-100k", .703, .38)]
    [TestCase("yoochoose-1-64", .714, .317)]
    [TestCase("diginetica", .544, .197)]
    public void Live_PresetChosenWhileRunning_ReachesTheFigures(string data, double hitRate, double meanReciprocalRank)
    {
        var (train, test) = PublicSessions.Parts(data);
        var recommender = new NextItemRecommender();
        train.ForEach(recommender.Learn);
        var before = recommender.State.Preset;
        var (hits, ranks, count) = PublicSessions.Predict(recommender, test);
        TestContext.Out.WriteLine(
            $"{data}: {count} predictions, HR@20 {hits / count:.0000}, MRR@20 {ranks / count:.0000}, "
            + $"preset {before}, in the end {recommender.State.Preset}");
        Assert.That(hits / count, Is.GreaterThanOrEqualTo(hitRate));
        Assert.That(ranks / count, Is.GreaterThanOrEqualTo(meanReciprocalRank));
    }

    [TestCase("rsc15-100k")]
    [TestCase("yoochoose-1-64", Explicit = true, Reason = "Minutes of work.")]
    [TestCase("diginetica", Explicit = true, Reason = "Minutes of work.")]
    public void Live_PresetChosenWhileRunning_IsNearTheBestOfAll(string data)
    {
        var scores = Evaluate(data, [
            ("chosen", static () => new NextItemRecommender()),
            .. new[]
            {
                PairKernelOptions.Sharp, PairKernelOptions.Wide, PairKernelOptions.LongBrowse, PairKernelOptions.Joint,
                PairKernelOptions.Onward, PairKernelOptions.Returning,
            }.Select(static preset => (preset.Name, Make(new NextItemOptions { Kernel = preset }))),
        ]);

        foreach (var preset in scores.Skip(1))
        {
            Assert.That(scores[0].Means.HitRate, Is.GreaterThan(preset.Means.HitRate - .003), preset.Name);
            Assert.That(scores[0].Means.Mrr, Is.GreaterThan(preset.Means.Mrr - .003), preset.Name);
        }
    }

    [TestCase("rsc15-100k")]
    [TestCase("yoochoose-1-64", Explicit = true, Reason = "Minutes of work.")]
    [TestCase("diginetica", Explicit = true, Reason = "Minutes of work.")]
    public void Live_ListOfTheShop_BeatsHistoryTrendsAndPopularity(string data)
    {
        var scores = Evaluate(data, [
            ("shop", static () => new ShopRecommender()),
            .. new[]
            {
                RecommendationSource.History, RecommendationSource.Trending, RecommendationSource.Popular,
            }.Select(static source => (source.Name, Alone(source))),
        ]);

        foreach (var part in scores.Skip(1))
        {
            Assert.That(scores[0].Means.HitRate, Is.GreaterThan(part.Means.HitRate), part.Name);
            Assert.That(scores[0].Means.Mrr, Is.GreaterThan(part.Means.Mrr), part.Name);
        }
    }

    /// <summary>Figures of plain implementations of the published methods, over the same files.</summary>
    [TestCase("rsc15-100k", "v-sknn", .6875, .3738)]
    [TestCase("yoochoose-1-64", "vmis-knn", .6712, .2717)]
    [TestCase("yoochoose-1-64", "vmis-knn without the current item", .5307, .2057)]
    public void Frozen_SessionKnn_IsWithinThreeThousandthsOfAPlainOne(
        string data, string method, double hitRate, double meanReciprocalRank)
    {
        var options = method == "v-sknn"
            ? new NextItemOptions
            {
                LastItems = 100,
                SessionKnn = SessionKnnOptions.VSknn with
                {
                    Neighbors = 1_000,
                    Sessions = 5_000,
                    VisitWeight = PositionWeight.Logarithmic,
                    MatchWeight = PositionWeight.Quadratic,
                    RarityWeight = 2,
                },
            }
            : new NextItemOptions
            {
                LastItems = 9,
                SessionKnn = SessionKnnOptions.VmisKnn,
                RecommendCurrentItem = method == "vmis-knn",
            };
        var means = Evaluate(data, [(method, Make(options))], new NextItemProtocolOptions { Frozen = true })[0].Means;

        Assert.That(means.HitRate, Is.EqualTo(hitRate).Within(.003));
        Assert.That(means.Mrr, Is.EqualTo(meanReciprocalRank).Within(.003));
    }

    /// <summary>The one preset for a shop that chooses none.</summary>
    [Test]
    public void Live_LongBrowseAlone_ReachesTheFigureOfOneDefault()
    {
        var options = new NextItemOptions { Kernel = PairKernelOptions.LongBrowse };

        Assert.That(
            Evaluate("yoochoose-1-64", [("long browse", Make(options))])[0].Means.HitRate,
            Is.GreaterThanOrEqualTo(.713));
    }

    private static Func<IRecommender<Interaction, Id, Id>> Make(NextItemOptions options) =>
        () => new NextItemRecommender(options);

    private static Func<IRecommender<Interaction, Id, Id>> Alone(RecommendationSource source) => () =>
        new ShopRecommender(new ShopRecommenderOptions { Sources = [new(source)], Fallbacks = [new(source)] });

    private static IReadOnlyList<NextItemScores> Evaluate(
        string data,
        (string Name, Func<IRecommender<Interaction, Id, Id>> Create)[] recommenders,
        NextItemProtocolOptions? options = null)
    {
        var (train, test) = PublicSessions.Parts(data);
        var summary = new NextItemSummary<Id>(recommenders.Select(static each => each.Name));
        var isTest = false;
        train.ToObservable().Concat(Observable.Defer(() =>
            {
                isTest = true;
                return test.ToObservable();
            }))
            .EvaluateNextItems(() => [.. recommenders.Select(static each => each.Create())], _ => isTest, options)
            .ForEachAsync(summary.Add)
            .Wait();
        var scores = summary.Scores();
        foreach (var each in scores)
        {
            TestContext.Out.WriteLine(
                $"{data} {each.Name}: HR@20 {each.Means.HitRate:.0000}, MRR@20 {each.Means.Mrr:.0000}");
        }

        return scores;
    }
}
