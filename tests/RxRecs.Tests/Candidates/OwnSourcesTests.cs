using RxRecs.Machines;
using RxRecs.Recommenders;

namespace RxRecs.Tests.Candidates;

/// <summary>Candidate sources and filters of a user's own in the shop recommender.</summary>
public sealed class OwnSourcesTests
{
    private static readonly RecommendationSource Staff = new("Staff", RecommendationPurpose.Discovery);

    private static readonly ShopRecommenderOptions Options = new()
    {
        Buckets = new TrendBucketsOptions { AllowedLateness = TimeSpan.Zero },
        Merge = CandidateMerge.Priority,
        Sources = [new(RecommendationSource.OpenCart), new CandidateRule(Staff) { Quota = 2 }],
    };

    [Test]
    public void Recommend_OwnSource_IsMergedByItsRule()
    {
        var recommender = new ShopRecommender(Options, [new Fixed(Staff, 7, 8, 9)]);
        recommender.Learn(Shop.Cart(1, 8));

        var list = Shop.Ask(recommender, 1);

        Assert.That(
            list.Select(each => (each.Item, each.Reason.Source)),
            Is.EqualTo(new[] { ((Id)8, RecommendationSource.OpenCart), (7, Staff), (9, Staff) }));
    }

    [Test]
    public void Recommend_SourceOfAKnownName_TakesItsPlace()
    {
        var options = Options with { Sources = [new(RecommendationSource.Popular)] };
        var recommender = new ShopRecommender(options, [new Fixed(RecommendationSource.Popular, 5)]);
        recommender.Learn(Shop.Purchase(1, 8));

        Assert.That(Shop.Items(recommender, 1), Is.EqualTo(new Id[] { 5 }));
    }

    [Test]
    public void Recommend_OwnFilter_SeesWhoProposes()
    {
        var options = Options with { Sources = [new(RecommendationSource.History), new(Staff)] };
        var recommender = new ShopRecommender(options, [new Fixed(Staff, 7)], [new NoReminders()]);
        recommender.Learn(Shop.View(1, 8));

        Assert.That(Shop.Items(recommender, 1), Is.EqualTo(new Id[] { 7 }));
    }

    [Test]
    public void Constructor_RuleWithoutSource_NamesThoseThatThereAre() => Assert.That(
        () => new ShopRecommender(Options),
        Throws.ArgumentException.With.Message.Contains("'Staff'").And.Message.Contains("OpenCart, History")
            .And.Message.Contains("BuyAgain").And.Message.Contains("PopularOfDay"));

    [Test]
    public void Limit_SourceOfNoComposition_NamesThoseThatThereAre() => Assert.That(
        () => new ComposedRecommender<Interaction, Id, Id>((events, list) =>
            list.AddHistory(events.LastItemsPerUser(2)).Limit(new(Staff))),
        Throws.ArgumentException.With.Message.Contains("'Staff'").And.Message.Contains("History"));

    [Test]
    public void Constructor_SourceWithoutRule_Throws() => Assert.That(
        () => new ShopRecommender(Options, [new Fixed(Staff), new Fixed(new RecommendationSource("Editors"))]),
        Throws.ArgumentException.With.Message.Contains("'Editors'"));

    [Test]
    public void Constructor_TwoSourcesOfOneName_Throws() => Assert.That(
        () => new ShopRecommender(Options, [new Fixed(Staff), new Fixed(Staff)]),
        Throws.ArgumentException.With.Message.Contains("'Staff'"));

    [Test]
    public void Explain_SourceThatGivesNull_IsAnErrorThatNamesIt()
    {
        var ranking = new CandidateRanking<Id, Id>([(new Fixed(Staff, 7) { Parts = null! }, new(Staff))], [], []);
        Assert.That(
            () => ranking.Explain(new(1, 3), 7), Throws.InvalidOperationException.With.Message.Contains("'Staff'"));
    }

    private sealed class Fixed(RecommendationSource source, params Id[] items) : ICandidateSource<Id, Id>
    {
        public RecommendationSource Source => source;

        public IReadOnlyList<ScoreContribution<Id>> Parts { get; init; } = [];

        public void Propose(in RecommendationRequest<Id, Id> request, CandidateSink<Id> candidates)
        {
            foreach (var item in items)
            {
                if (!candidates.Add(item, 1))
                {
                    return;
                }
            }
        }

        public IReadOnlyList<ScoreContribution<Id>> Explain(
            in RecommendationRequest<Id, Id> request, Id item) => Parts;
    }

    private sealed class NoReminders : ICandidateFilter<Id, Id>
    {
        public bool Accepts(
            in RecommendationRequest<Id, Id> request, Id item, RecommendationSource source) =>
            source.Purpose != RecommendationPurpose.Reminder;
    }
}
