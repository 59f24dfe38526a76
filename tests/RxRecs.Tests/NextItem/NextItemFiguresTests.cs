using RxRecs.Recommenders;

namespace RxRecs.Tests.NextItem;

/// <summary>
/// Tells how good the next item is on public data, by the protocol of session-rec: every position of a test session
/// foretells its next item, which may be the present one. The training file is learned first; live, each test event is
/// learned once it has been foretold.
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
        var (train, test) = data == "rsc15-100k"
            ? (PublicSessions.Rsc15("train_full"), PublicSessions.Rsc15("test"))
            : (PublicSessions.Lines(data, "train"), PublicSessions.Lines(data, "test"));
        var recommender = new NextItemRecommender();
        train.ForEach(recommender.Learn);
        var before = recommender.State.Preset;
        var (hits, ranks, count) = PublicSessions.Foretell(recommender, test);
        TestContext.Out.WriteLine(
            $"{data}: {count} predictions, HR@20 {hits / count:.0000}, MRR@20 {ranks / count:.0000}, "
            + $"preset {before}, in the end {recommender.State.Preset}");
        Assert.That(hits / count, Is.GreaterThanOrEqualTo(hitRate));
        Assert.That(ranks / count, Is.GreaterThanOrEqualTo(meanReciprocalRank));
    }
}
