using RxRecs.Recommenders;

namespace RxRecs.Tests.Similarity;

public sealed class ItemScoreTests
{
    [TestCase(13, 1_000, 1_000, 100_000, 0.8038)]
    [TestCase(1, 0, 0, 2, 3.8191)]
    [TestCase(1, 0, 0, 10_000, 20.4208)]
    [TestCase(10, 0, 0, 100_000, 204.2078)]
    public void SignedLogLikelihood_PublishedTables_GiveTheirValues(
        double both, double first, double second, double neither, double expected) =>
        Assert.That(
            ItemScore.SignedLogLikelihood(both, first, second, neither), Is.EqualTo(expected).Within(1e-4));

    [Test]
    public void SignedLogLikelihood_RarerTogetherThanByChance_IsBelowZero() => Assert.That(
        ItemScore.SignedLogLikelihood(1, 100, 100, 100), Is.LessThan(-1));

    [TestCase(ItemMeasure.Together, 3)]
    [TestCase(ItemMeasure.Cosine, 0.1)]
    [TestCase(ItemMeasure.Jaccard, 3.0 / 17)]
    [TestCase(ItemMeasure.Lift, 3.0)]
    [TestCase(ItemMeasure.Confidence, 0.3)]
    public void Of_ThreeOfTenTogether_FollowsTheFormula(ItemMeasure measure, double expected) => Assert.That(
        ItemScore.Of(new() { Measure = measure }, 3, 10, 10, 100), Is.EqualTo(expected).Within(1e-12));
}
