namespace RxRecs.Csv.Tests;

/// <summary>The default list is better than each of its parts on public data; skipped where there is none.</summary>
[Category(Repository.DataTests)]
public sealed class DefaultListTests
{
    private static readonly InteractionKind[] Buys = [InteractionKind.Cart, InteractionKind.Purchase];

    private static readonly RecommendationSource[] Parts =
        [RecommendationSource.History, RecommendationSource.Trending, RecommendationSource.Popular];

    [TestCase("retailrocket/sampled_events.csv", false)]
    [TestCase("retailrocket/sampled_events.csv", true)]
    [TestCase("rees46-cosmetics/2019-Oct.csv", false)]
    [TestCase("rees46-cosmetics/2019-Oct.csv", true)]
    [TestCase("rees46-cosmetics/2019-Nov.csv", false)]
    [TestCase("rees46-cosmetics/2019-Nov.csv", true)]
    [TestCase("rees46-multicategory/2019-Oct.csv", false)]
    [TestCase("rees46-multicategory/2019-Oct.csv", true)]
    public void Default_OfEachDataSet_BeatsHistoryTrendsAndPopularity(string path, bool ofViews)
    {
        var events = DefaultListFigures.Sorted(path);
        var targets = ofViews ? [InteractionKind.View] : Buys;
        var list = DefaultListFigures.Evaluate(events, static () => new ShopRecommender(), targets);
        foreach (var source in Parts)
        {
            var alone = DefaultListFigures.Evaluate(events, () => DefaultListFigures.Alone(source), targets);

            Assert.That(list.HitRate, Is.GreaterThan(alone.HitRate), $"hit rate of {source}");
            Assert.That(list.Mrr, Is.GreaterThan(alone.Mrr), $"MRR of {source}");
        }
    }

    /// <summary>Over visits of which most have no user; the log of open-avenues has 15 places to be predicted.</summary>
    [TestCase("otto-sample/train.jsonl")]
    [TestCase("open-avenues-log/002_readme_log_input.csv")]
    public void Default_ByNextItem_IsNoWorseThanHistoryTrendsAndPopularity(string path)
    {
        var events = DefaultListFigures.Sorted(path);
        var list = DefaultListFigures.EvaluateNextItems(events, static () => new ShopRecommender());
        foreach (var source in Parts)
        {
            var alone = DefaultListFigures.EvaluateNextItems(events, () => DefaultListFigures.Alone(source));

            Assert.That(list.HitRate, Is.GreaterThanOrEqualTo(alone.HitRate), $"hit rate of {source}");
            Assert.That(list.Mrr, Is.GreaterThanOrEqualTo(alone.Mrr), $"MRR of {source}");
        }
    }

    /// <summary>Whichever part fails, the rest still beats those of the three that are left.</summary>
    [Test]
    [Combinatorial]
    public void Default_WithoutOneSource_BeatsHistoryTrendsAndPopularityThatAreLeft(
        [Values(
            "retailrocket/sampled_events.csv", "rees46-cosmetics/2019-Nov.csv", "rees46-multicategory/2019-Oct.csv")]
        string path,
        [Values("OpenCart", "History", "NextItem", "SimilarItems", "TrendingBrand", "Trending", "Popular")]
        string missing)
    {
        var events = DefaultListFigures.Sorted(path);
        var rest = new ShopRecommenderOptions().Sources.Where(rule => rule.Source.Name != missing).ToArray();
        var list = DefaultListFigures.Evaluate(
            events, () => new ShopRecommender(new ShopRecommenderOptions { Sources = rest }), Buys);
        foreach (var source in Parts.Where(source => source.Name != missing))
        {
            var alone = DefaultListFigures.Evaluate(events, () => DefaultListFigures.Alone(source), Buys);

            Assert.That(list.HitRate, Is.GreaterThan(alone.HitRate), $"hit rate of {source}");
            Assert.That(list.Mrr, Is.GreaterThan(alone.Mrr), $"MRR of {source}");
        }
    }
}
