using RxRecs.Recommenders;
using RxRecs.Tests.NextItem;

namespace RxRecs.Tests.Linear;

/// <summary>
/// Tests how good the table of a linear model is on public data, by the protocol of the next items: trained on the
/// training file, frozen, while the visits of the test go on.
/// </summary>
[Category("Slow")]
[Category(Repository.DataTests)]
public sealed class LinearModelFiguresTests
{
    [Test]
    public void Frozen_TableOfYooChoose_HasTheHitRateThatTheDocumentsName()
    {
        var trainer = new LinearModelTrainer<Id>(new());
        foreach (var visit in PublicSessions.Lines("yoochoose-1-64", "train").GroupBy(static each => each.Session))
        {
            trainer.Add([.. visit.Select(static each => each.Item)], visit.Last().EventTime);
        }

        var recommender = new ItemModelRecommender(trainer.Train());
        var (hits, ranks, count) = PublicSessions.Predict(
            recommender, PublicSessions.Lines("yoochoose-1-64", "test"));
        TestContext.Out.WriteLine(
            $"{trainer.ItemCount} items, {trainer.VisitCount} visits, {count} predictions: "
            + $"HR@20 {hits / count:.0000}, MRR@20 {ranks / count:.0000}");
        Assert.That(hits / count, Is.EqualTo(.6952).Within(.004));
        Assert.That(ranks / count, Is.EqualTo(.3090).Within(.004));
    }
}
