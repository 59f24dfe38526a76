using System.Reactive.Linq;
using RxRecs.Recommenders;

namespace RxRecs.Tests.Evaluation;

/// <summary>A negative quantity is a return: no hit in an evaluation, and nothing that makes an item popular.</summary>
public sealed class ReturnsTests
{
    private static readonly DateTimeOffset Start = new(2024, 5, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly Interaction[] Events =
    [
        Event(0, 1, 1), Event(1, 1, 2), Event(2, 1, -1), Event(3, 2, 3), Event(4, 2, -3), Event(5, 1, 1),
    ];

    [Test]
    public void EvaluatePrequentially_Return_IsNotScored([Values] bool withTarget) => Assert.That(
        Events.ToObservable()
            .EvaluatePrequentially(
                () => new PopularityRecommender(),
                withTarget ? next => next.Kind == InteractionKind.Purchase : null)
            .ToEnumerable().Count(),
        Is.EqualTo(4));

    [Test]
    public void CompareRecommenders_Return_IsNotScored() => Assert.That(
        Events.ToObservable()
            .CompareRecommenders(() => new PopularityRecommender(), () => new PopularityRecommender())
            .ToEnumerable().Count(),
        Is.EqualTo(4));

    [Test]
    public void EvaluateNextItems_Return_IsNotPredicted()
    {
        Interaction[] events = [Event(0, 1, 1), Event(1, 2, -1), Event(2, 3, 1)];

        Assert.That(
            events.ToObservable().EvaluateNextItems(() => [new PopularityRecommender()])
                .Select(each => each.Item).ToEnumerable(),
            Is.EqualTo(new Id[] { 3 }));
    }

    [Test]
    public void EvaluateSessions_Return_IsNotRelevant()
    {
        Interaction[] events = [Event(0, 1, 1), Event(1, 2, -1)];
        var options = new SessionProtocolOptions { ListLength = 5, GroundTruth = GroundTruth.Purchases };

        var score = events.ToObservable().EvaluateSessions(() => new PopularityRecommender(), options)
            .ToEnumerable().Single();

        Assert.That(score.Relevant, Is.EqualTo(new Id[] { 1 }));
    }

    [Test]
    public void Popularity_OfAReturn_DoesNotGrow()
    {
        var shop = new ShopRecommender(new ShopRecommenderOptions
        {
            Buckets = new TrendBucketsOptions { AllowedLateness = TimeSpan.Zero },
        });
        var popular = new PopularityRecommender();
        foreach (var next in Events)
        {
            shop.Learn(next);
            popular.Learn(next);
        }

        var catalog = Events.ToObservable().CatalogItems().ToEnumerable().Where(each => each.Item == 2);
        Assert.That(catalog.Last().Popularity, Is.EqualTo(1));
        Assert.That(PopularityOf(shop.Catalog), Is.EqualTo(1));
        Assert.That(PopularityOf(popular.Catalog), Is.EqualTo(1));

        static double PopularityOf(ItemCatalog<Id> catalog) => catalog.TryGet(2, out var known) ? known.Popularity : -1;
    }

    [Test]
    public void NextItems_Return_IsNotLearned()
    {
        Interaction[] events = [Event(0, 1, 1), Event(1, 2, -1), Event(2, 3, 1)];
        var recommender = new NextItemRecommender<Interaction, Id, Id>(ShopRecommender.Selectors);
        Array.ForEach(events, recommender.Learn);
        var found = new List<Recommendation<Id>>();

        recommender.Recommend(new RecommendationRequest<Id, Id>(9, 5) { Around = [1] }, found);

        Assert.That(found.Select(each => each.Item), Does.Contain((Id)3).And.Not.Contain((Id)2));
    }

    private static Interaction Event(int minute, int item, int quantity) =>
        new(Start.AddMinutes(minute), InteractionKind.Purchase, 7, item) { Quantity = quantity, Session = "s" };
}
