namespace RxRecs.Tests.Recommendations;

public sealed class RecommendationReasonTests
{
    [Test]
    public void Describe_EverySource_HasItsOwnWords() => Assert.That(
        new[]
        {
            RecommendationSource.OpenCart, RecommendationSource.TrendingBrand, RecommendationSource.Trending,
            RecommendationSource.SimilarItems, RecommendationSource.History, RecommendationSource.Popular,
            RecommendationSource.NextItem, RecommendationSource.BuyAgain, RecommendationSource.PopularOfDay,
            RecommendationSource.ItemToItem, RecommendationSource.NeighborTable, RecommendationSource.Content,
            RecommendationSource.ItemVectors, RecommendationSource.BoughtTogether, new RecommendationSource("Staff"),
        }.Select(source => new RecommendationReason(source, 1.5, "emil").Describe()),
        Is.Unique);

    [TestCase(1 / 3d, "goes with what was touched before (0.333333)")]
    [TestCase(12.0000001, "goes with what was touched before (12)")]
    [TestCase(1.25e-9, "goes with what was touched before (1.25E-09)")]
    [TestCase(1_234_567, "goes with what was touched before (1234567)")]
    [TestCase(1_234_567.5, "goes with what was touched before (1234567.5)")]
    public void Describe_Figure_HasSixDigitsOrIsWhole(double value, string expected) => Assert.That(
        new RecommendationReason(RecommendationSource.ItemToItem, value).Describe(), Is.EqualTo(expected));

    [TestCase(null, false, "Staff (2)")]
    [TestCase("of the week", true, "Staff, of the week (2), for everybody")]
    public void Describe_ForeignSource_TellsItsNameDetailAndFigure(string? detail, bool isFallback, string expected) =>
        Assert.That(
            new RecommendationReason(new RecommendationSource("Staff"), 2, detail, isFallback).Describe(),
            Is.EqualTo(expected));

    [Test]
    public void Source_DefaultOrNameless_NamesNothing()
    {
        Assert.That(default(RecommendationSource).ToString(), Is.Empty);
        Assert.That(() => new RecommendationSource(""), Throws.ArgumentException);
        Assert.That(
            () => new RecommendationSource("Staff", (RecommendationPurpose)5),
            Throws.InstanceOf<ArgumentOutOfRangeException>());
    }
}
