using System.Text.Json;

namespace RxRecs.Tests.Recommenders;

/// <summary>The acceptance cases of reference systems 002 and 003, through the shop recommender.</summary>
public sealed class ShopRecommenderCaseTests
{
    private static readonly DateTimeOffset Start = new(2019, 11, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset End003 = new(2019, 11, 5, 0, 0, 0, TimeSpan.Zero);

    [Test]
    public void Case002_TopTrending_AsOfBucketOne()
    {
        var recommender = new ShopRecommender(new ShopRecommenderOptions
        {
            Buckets = new TrendBucketsOptions { AllowedLateness = TimeSpan.Zero, Origin = Start },
            BucketSize = TimeSpan.FromDays(7),
            KindWeights = new KindWeights { Cart = 0 },
            TrendScore = TrendScore.DampedChange,
            TrendRanking = new TrendRankingOptions { Top = 5, MinChange = 1 },
            Sources =
            [
                new CandidateRule(RecommendationSource.Trending) { Quota = 1 },
                new CandidateRule(RecommendationSource.SimilarItems) { Quota = 1 },
            ],
        });
        foreach (var each in CaseFiles.Input("002").Where(each => each.EventTime < Start.AddDays(14)))
        {
            recommender.Learn(each);
        }

        recommender.AdvanceTo(Start.AddDays(14));

        var expected = CaseFiles.Expected("002").GetProperty("recommended");
        Assert.That(
            recommender.Trend!.Rising.Select(each => (each.Item, each.Score)),
            Is.EqualTo(expected.GetProperty("top_trending_as_of_bucket_1").EnumerateArray().Select(
                each => (
                    (Id)each.GetProperty("product_id").GetInt64(), (double?)each.GetProperty("trend").GetDouble()))));
    }

    [Test]
    public void Case002_UnknownUser_GetsTheTrendAsAFallback()
    {
        var recommender = new ShopRecommender(new ShopRecommenderOptions
        {
            Buckets = new TrendBucketsOptions { AllowedLateness = TimeSpan.Zero, Origin = Start },
            BucketSize = TimeSpan.FromDays(7),
            KindWeights = new KindWeights { Cart = 0 },
            TrendScore = TrendScore.DampedChange,
            Sources = [new CandidateRule(RecommendationSource.SimilarItems)],
        });
        foreach (var each in CaseFiles.Input("002").Where(each => each.EventTime < Start.AddDays(14)))
        {
            recommender.Learn(each);
        }

        recommender.AdvanceTo(Start.AddDays(14));

        var list = Shop.Ask(recommender, 532647354, 2);
        Assert.That(list.Select(each => each.Item), Is.EqualTo(new Id[] { 1004767, 1004856 }));
        Assert.That(list.Select(each => each.Reason.IsFallback), Is.All.True);
        Assert.That(
            list[0].Reason, Is.EqualTo(new RecommendationReason(RecommendationSource.Trending, 0.8, null, true)));
    }

    [TestCase(50, "recommendations_cap50")]
    [TestCase(2, "recommendations_cap2")]
    public void Case003_Recommendations_MatchTrendAndRecentBrands(int recentBrands, string block)
    {
        var recommender = Case003(recentBrands);

        foreach (var user in CaseFiles.Expected("003").GetProperty("recommended").GetProperty(block).EnumerateObject())
        {
            Assert.That(
                Shop.Items(recommender, long.Parse(user.Name)),
                Is.EqualTo(user.Value.EnumerateArray().Select(each => (Id)each.GetInt64())),
                "user " + user.Name);
        }
    }

    [TestCase(50, "recent_brands_cap50")]
    [TestCase(2, "recent_brands_cap2")]
    public void Case003_RecentBrands_AreTheLastOfEachUser(int recentBrands, string block)
    {
        var recommender = Case003(recentBrands);

        foreach (var user in CaseFiles.Expected("003").GetProperty("recommended").GetProperty(block).EnumerateObject())
        {
            var oldestFirst = recommender.Brands.Newest(long.Parse(user.Name)).ToArray().Reverse();
            Assert.That(
                oldestFirst,
                Is.EqualTo(user.Value.EnumerateArray().Select(each => each.GetString())),
                "user " + user.Name);
        }
    }

    [TestCase(100, "min_percent=100")]
    [TestCase(100.5, "min_percent=100.5")]
    public void Case003_Threshold_IsInclusive(double percent, string block)
    {
        JsonElement checks = CaseFiles.Expected("003").GetProperty("recommended").GetProperty("threshold_checks");

        Assert.That(
            Case003(50, percent).Trend!.Rising.Select(each => each.Item),
            Is.EqualTo(checks.GetProperty(block).EnumerateArray().Select(each => (Id)each.GetInt64())));
    }

    private static ShopRecommender Case003(int recentBrands, double minPercent = 10)
    {
        var recommender = new ShopRecommender(new ShopRecommenderOptions
        {
            Buckets = Shop.Sorted,
            TrendScore = TrendScore.PercentChange,
            TrendRanking = new TrendRankingOptions { AmongPopular = 10, MinScore = minPercent },
            RecentBrands = recentBrands,
            Sources = [new CandidateRule(RecommendationSource.TrendingBrand)],
            Fallbacks = [],
            ExcludeBought = false,
        });
        foreach (var each in CaseFiles.Input("003").Where(each => each.EventTime < End003))
        {
            recommender.Learn(each);
        }

        recommender.AdvanceTo(End003);
        return recommender;
    }
}
