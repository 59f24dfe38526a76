using RxRecs.Shop.Input;
using RxRecs.Shop.Reports;

namespace RxRecs.Shop.Tests;

public sealed class RecommendationSentencesTests
{
    [TestCase(21.73913043478261, "21.73913043478261")]
    [TestCase(225, "225.0")]
    [TestCase(116.66666666666667, "116.66666666666667")]
    [TestCase(-0.5, "-0.5")]
    [TestCase(0, "0.0")]
    [TestCase(1e12, "1000000000000.0")]
    [TestCase(0.00001, "1e-05")]
    public void Number_AnyValue_HasTheFewestDigitsAndAPoint(double value, string expected) =>
        Assert.That(RecommendationSentences.Number(value), Is.EqualTo(expected));

    [Test]
    public void Merged_ItemsNotKnown_PrintsNan() => Assert.That(
        RecommendationSentences.Merged([Of(7, RecommendationSource.Popular, 1)], new ItemNames()),
        Is.EqualTo("Recommending [Product ID: 7, Category: nan, Brand: nan]"));

    [Test]
    public void Merged_NoItems_SaysSo() =>
        Assert.That(RecommendationSentences.Merged([], new ItemNames()), Is.EqualTo("No recommendations"));

    [Test]
    public void LinesForUser_ItemsOfOtherSources_CarryTheirReason() => Assert.That(
        RecommendationSentences.LinesForUser(
            3, [Of(7, RecommendationSource.OpenCart, 2), Of(8, RecommendationSource.Popular, 4, true)]),
        Is.EqualTo(new[]
        {
            "For user 3:",
            "Recommended product 7 - in your cart (2)",
            "Recommended product 8 - popular (4), for everybody",
        }));

    private static Recommendation<Id> Of(
        Id item, RecommendationSource source, double value, bool isFallback = false) =>
        new(item, 1, new RecommendationReason(source, value, null, isFallback));
}
