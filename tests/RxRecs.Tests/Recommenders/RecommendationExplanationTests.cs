using RxRecs.Recommenders;

namespace RxRecs.Tests.Recommenders;

/// <summary>An explanation can be read as it is printed.</summary>
public sealed class RecommendationExplanationTests
{
    [Test]
    public void ToString_AScoreOfTwoParts_IsTheirSum()
    {
        var why = new RecommendationExplanation<Id>(
            "mug", 1.75, [new(RecommendationSource.History, 1.5), new(RecommendationSource.Trending, .25)]);

        Assert.That($"{why}", Is.EqualTo("mug: 1.75 = History 1.5 + Trending 0.25"));
        Assert.That(
            $"{why with { IsFallback = true, LeftOutBy = "AtMostPerBrand" }}",
            Is.EqualTo("mug: 1.75 = History 1.5 + Trending 0.25, for everybody, left out by AtMostPerBrand"));
    }
}
