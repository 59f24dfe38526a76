using RxRecs.Machines;
using RxRecs.Recommenders;

namespace RxRecs.Tests.Recommenders;

/// <summary>A weighted blend of sources, and what a score is made of.</summary>
public sealed class BlendTests
{
    private static readonly RecommendationSource First = new("First");
    private static readonly RecommendationSource Second = new("Second");
    private static readonly RecommendationSource Last = new("Last");

    [Test]
    public void Rank_TwoSources_AddsUpScoresDividedByTheGreatest()
    {
        var ranking = Blend(
            (new Scored(First, (1, 40), (2, 20), (3, 10)), 1),
            (new Scored(Second, (3, .5), (2, .25)), 2));

        Assert.That(
            Ranked(ranking),
            Is.EqualTo(new (Id, double)[] { (3, .25 + 2), (2, .5 + 1), (1, 1) }));
    }

    [Test]
    public void Rank_EqualScores_KeepsTheEarlierSourceAndItsOrder()
    {
        var ranking = Blend(
            (new Scored(First, (9, 5), (2, 5)), 1),
            (new Scored(Second, (7, 3), (1, 3)), 1));

        Assert.That(Ranked(ranking).Select(each => each.Item), Is.EqualTo(new Id[] { 9, 2, 7, 1 }));
    }

    [TestCase(0)]
    [TestCase(-1)]
    [TestCase(double.NaN)]
    [TestCase(double.PositiveInfinity)]
    public void Rank_NoScore_AddsNothing(double score)
    {
        var ranking = Blend((new Scored(First, (1, score), (2, 4)), 1), (new Scored(Second, (1, 1)), .5));

        Assert.That(Ranked(ranking), Is.EqualTo(new (Id, double)[] { (2, 1), (1, .5) }));
    }

    [Test]
    public void Rank_EmptySource_TakesNothingFromTheOthers() => Assert.That(
        Ranked(Blend((new Scored(First), 9), (new Scored(Second, (1, 3)), 1))),
        Is.EqualTo(new (Id, double)[] { (1, 1) }));

    [Test]
    public void Rank_ShortList_IsTheBeginningOfALongOne()
    {
        var ranking = Blend(
            (new Scored(First, [.. Enumerable.Range(1, 40).Select(item => ((Id)item, 50d - item))]), 1),
            (new Scored(Second, [.. Enumerable.Range(1, 40).Select(item => ((Id)(41 - item), 50d - item))]), 1.1));

        Assert.That(Ranked(ranking, 5), Is.EqualTo(Ranked(ranking, 30).Take(5)));
    }

    [Test]
    public void Rank_HistoryAndCart_ShowTheirFiguresAndScoreByPlace()
    {
        var recommender = Shop.Learned(
            new ShopRecommenderOptions
            {
                Sources =
                [
                    new CandidateRule(RecommendationSource.OpenCart) { Weight = .1 }, new(RecommendationSource.History),
                ],
            },
            Shop.Cart(1, 10), Shop.Cart(1, 10), Shop.View(1, 11), Shop.View(1, 12));

        var list = Shop.Ask(recommender, 1);

        Assert.That(
            list.Select(each => (each.Item, each.Reason.Source, each.Reason.Value)),
            Is.EqualTo(new[]
            {
                ((Id)12, RecommendationSource.History, 1d),
                (11, RecommendationSource.History, 2d),
                (10, RecommendationSource.OpenCart, 2d),
            }));
        Assert.That(list.Select(each => each.Score), Is.EqualTo(new[] { 1, .5, .1 + (1d / 3) }).Within(1e-12));
    }

    [Test]
    public void Explain_EverySource_AddsUpToTheScore()
    {
        var recommender = Visits();
        var request = new RecommendationRequest<Id, Id>(1, 10);
        foreach (var item in Shop.Ask(recommender, 1))
        {
            var why = recommender.Explain(request, item.Item);

            Assert.That(why!.Score, Is.EqualTo(item.Score).Within(1e-12));
            Assert.That(why.Contributions.Sum(each => each.Value), Is.EqualTo(item.Score).Within(1e-12));
            Assert.That(why.Contributions.Select(each => each.Value), Is.Ordered.Descending);
            Assert.That(why.IsFallback, Is.False);
        }
    }

    [Test]
    public void Explain_NextItem_NamesTheNeighborsAndWhatMatched()
    {
        var why = Visits().Explain(new RecommendationRequest<Id, Id>(1, 10), 22);

        var followed = why!.Contributions.Where(each => each.Source == RecommendationSource.NextItem).ToList();
        Assert.That(followed, Is.Not.Empty);
        Assert.That(followed.Select(each => each.MatchedItem), Is.All.EqualTo((Id)20).Or.EqualTo((Id)21));
        Assert.That(followed.Select(each => each.Neighbor), Is.All.Not.Null);
    }

    [Test]
    public void Explain_UnknownUser_SaysThatItIsTheFallback()
    {
        var why = Visits().Explain(new RecommendationRequest<Id, Id>(99, 10), 22);

        Assert.That(
            (why!.IsFallback, why.Contributions.Single().Source), Is.EqualTo((true, RecommendationSource.Popular)));
        Assert.That(Visits().Explain(new RecommendationRequest<Id, Id>(1, 10), 77), Is.Null);
    }

    [TestCase(CandidateMerge.Priority)]
    [TestCase(CandidateMerge.ReciprocalRank)]
    public void Explain_OtherMerges_AddUpToTheScore(CandidateMerge merge)
    {
        var ranking = Ranking(merge, (new Scored(First, (1, 4), (2, 2)), 1), (new Scored(Second, (2, 3), (3, 1)), 2));
        var request = new RecommendationRequest<Id, Id>(1, 10);
        foreach (var (item, score) in Ranked(ranking))
        {
            var why = ranking.Explain(request, item);

            Assert.That(why!.Contributions.Sum(each => each.Value), Is.EqualTo(score).Within(1e-12));
        }
    }

    [Test]
    public void Fallbacks_UnderABlend_ComeOneAfterTheOther()
    {
        var ranking = new CandidateRanking<Id, Id>(
            [],
            [
                (new Scored(First, (1, 1)), new CandidateRule(First) { Weight = .1 }),
                (new Scored(Last, (2, 9)), new CandidateRule(Last)),
            ],
            [],
            CandidateMerge.Blend);

        Assert.That(Ranked(ranking).Select(each => each.Item), Is.EqualTo(new Id[] { 1, 2 }));
    }

    private static ShopRecommender Visits() => Shop.Learned(
        new ShopRecommenderOptions { Buckets = Shop.Sorted },
        Shop.View(2, 20), Shop.View(2, 21), Shop.Cart(2, 22),
        Shop.View(3, 21), Shop.View(3, 22), Shop.View(3, 23),
        Shop.View(1, 20), Shop.Cart(1, 21));

    private static CandidateRanking<Id, Id> Blend(params (ICandidateSource<Id, Id> Source, double Weight)[] sources) =>
        Ranking(CandidateMerge.Blend, sources);

    private static CandidateRanking<Id, Id> Ranking(
        CandidateMerge merge, params (ICandidateSource<Id, Id> Source, double Weight)[] sources) => new(
        sources.Select(each => (each.Source, new CandidateRule(each.Source.Source) { Weight = each.Weight })),
        [],
        [],
        merge);

    private static List<(Id Item, double Score)> Ranked(CandidateRanking<Id, Id> ranking, int count = 10)
    {
        var list = new List<Recommendation<Id>>();
        ranking.Rank(new RecommendationRequest<Id, Id>(1, count), list);
        return list.ConvertAll(each => (each.Item, each.Score));
    }

    private sealed class Scored(RecommendationSource source, params (Id Item, double Score)[] items)
        : ICandidateSource<Id, Id>
    {
        public RecommendationSource Source => source;

        public void Propose(in RecommendationRequest<Id, Id> request, CandidateSink<Id> candidates)
        {
            foreach (var (item, score) in items)
            {
                candidates.Add(item, 7, score, null);
            }
        }
    }
}
