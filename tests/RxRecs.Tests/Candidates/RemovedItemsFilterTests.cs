namespace RxRecs.Tests.Candidates;

public sealed class RemovedItemsFilterTests
{
    private const long User = 1;
    private static readonly DateTimeOffset Start = new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [TestCase("view 7", "7")]
    [TestCase("cart 7, remove 7", "")]
    [TestCase("cart 7, remove 7, cart 7", "7")]
    [TestCase("view 8, cart 7, remove 7", "8")]
    [TestCase("remove 7, view 7", "7")]
    public void Recommend_RemovedItem_IsLeftOutUntilItIsPutInAgain(string events, string expected) =>
        Assert.That(Recommend(events, excludeRemoved: true), Is.EqualTo(expected));

    [Test]
    public void Recommend_RemovedItemWithoutTheFilter_IsHistory() =>
        Assert.That(Recommend("cart 7, remove 7", excludeRemoved: false), Is.EqualTo("7"));

    [Test]
    public void Recommend_BoughtItem_IsTheOtherFiltersAffair() =>
        Assert.That(Recommend("cart 7, purchase 7", excludeRemoved: true, excludeBought: false), Is.EqualTo("7"));

    private static string Recommend(string events, bool excludeRemoved, bool excludeBought = true)
    {
        var recommender = new ShopRecommender(new ShopRecommenderOptions
        {
            Buckets = new TrendBucketsOptions { AllowedLateness = TimeSpan.Zero },
            Sources = [new(RecommendationSource.OpenCart), new(RecommendationSource.History)],
            Fallbacks = [],
            ExcludeRemoved = excludeRemoved,
            ExcludeBought = excludeBought,
        });
        foreach (var (index, text) in events.Split(", ").Index())
        {
            var parts = text.Split(' ');
            recommender.Learn(new Interaction(
                Start.AddMinutes(
                    index), Enum.Parse<InteractionKind>(parts[0], ignoreCase: true), User, long.Parse(parts[1])));
        }

        var list = new List<Recommendation<Id>>();
        recommender.Recommend(User, 5, list);
        return string.Join(' ', list.Select(each => each.Item));
    }
}
