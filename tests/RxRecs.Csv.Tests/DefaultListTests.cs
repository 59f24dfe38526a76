namespace RxRecs.Csv.Tests;

/// <summary>The default list is better than each of its parts on public data; skipped where there is none.</summary>
[Category(Repository.DataTests)]
public sealed class DefaultListTests
{
    [TestCase("retailrocket/sampled_events.csv", false)]
    [TestCase("rees46-cosmetics/2019-Oct.csv", false)]
    [TestCase("rees46-cosmetics/2019-Oct.csv", true)]
    [TestCase("rees46-cosmetics/2019-Nov.csv", false)]
    [TestCase("rees46-cosmetics/2019-Nov.csv", true)]
    [TestCase("rees46-multicategory/2019-Oct.csv", false)]
    [TestCase("rees46-multicategory/2019-Oct.csv", true)]
    public void Default_OfEachDataSet_BeatsHistoryTrendsAndPopularity(string path, bool ofViews)
    {
        var events = DefaultListFigures.Sorted(path);
        InteractionKind[] targets = ofViews
            ? [InteractionKind.View]
            : [InteractionKind.Cart, InteractionKind.Purchase];
        var list = DefaultListFigures.Evaluate(events, static () => new ShopRecommender(), targets);
        foreach (var source in new[]
        {
            RecommendationSource.History, RecommendationSource.Trending, RecommendationSource.Popular,
        })
        {
            var alone = DefaultListFigures.Evaluate(events, () => DefaultListFigures.Alone(source), targets);

            Assert.That(list.HitRate, Is.GreaterThan(alone.HitRate), $"hit rate of {source}");
            Assert.That(list.Mrr, Is.GreaterThan(alone.Mrr), $"MRR of {source}");
        }
    }
}
