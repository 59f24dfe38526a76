using RxRecs.Machines;
using RxRecs.Recommenders;

namespace RxRecs.Tests.Recommenders;

/// <summary>Lists for visits of which no user is known.</summary>
public sealed class VisitWithoutUserTests
{
    private static readonly ShopRecommenderOptions Options = new() { Buckets = Shop.Sorted };

    [Test]
    public void Recommend_Visit_GetsItsCartHistoryAndWhatComesNext()
    {
        var recommender = Shop.Learned(
            Options,
            Of("a", InteractionKind.View, 1), Of("a", InteractionKind.View, 2), Of("a", InteractionKind.View, 3),
            Of("b", InteractionKind.View, 4), Of("b", InteractionKind.Cart, 2));

        Assert.That(
            Ask(recommender, "b").Select(each => (each.Item, each.Reason.Source, each.Reason.IsFallback)),
            Is.EqualTo(new[]
            {
                ((Id)2, RecommendationSource.OpenCart, false),
                (4, RecommendationSource.History, false),
                (3, RecommendationSource.NextItem, false),
                (1, RecommendationSource.NextItem, false),
            }));
    }

    [Test]
    public void Recommend_UnknownVisit_GetsTheFallback()
    {
        var recommender = Shop.Learned(Options, Of("a", InteractionKind.Cart, 1));

        Assert.That(Ask(recommender, "z").Select(each => each.Reason.IsFallback), Is.EqualTo(new[] { true }));
    }

    [Test]
    public void Recommend_WhatTheVisitBoughtOrTookOut_IsLeftOut()
    {
        var recommender = Shop.Learned(
            Options,
            Of("a", InteractionKind.Purchase, 1),
            Of("a", InteractionKind.Cart, 2), Of("a", InteractionKind.Remove, 2),
            Of("a", InteractionKind.View, 3));

        Assert.That(Ask(recommender, "a").Select(each => each.Item), Is.EqualTo(new Id[] { 3 }));
    }

    [Test]
    public void Recommend_KnownUserInTheVisit_GetsTheUsersList()
    {
        var recommender = Shop.Learned(Options, Of("a", InteractionKind.View, 1), Shop.View(7, 5));

        Assert.That(Ask(recommender, "a", 7)[0].Item, Is.EqualTo((Id)5));
        Assert.That(Ask(recommender, "a", 8)[0].Item, Is.EqualTo((Id)1), "a user of whom nothing is known yet");
    }

    [Test]
    public void Snapshot_Visits_AreRestored()
    {
        var recommender = Shop.Learned(Options, Of("a", InteractionKind.View, 1), Of("a", InteractionKind.Cart, 2));
        var writer = new SnapshotWriter();
        recommender.Snapshot(writer);
        var restored = new ShopRecommender(Options);
        restored.Restore(new SnapshotReader(writer.Written.ToArray()));

        Assert.That(Ask(restored, "a"), Is.EqualTo(Ask(recommender, "a")).And.Not.Empty);
    }

    [Test]
    public void Recommend_ComposedNextItems_ServeVisitsToo()
    {
        using var recommender = new ComposedRecommender<Interaction, Id, Id>(
            (shop, lists) => lists.AddNextItems(shop.NextItems(5)));
        foreach (var (session, item) in new[] { ("a", 1), ("a", 2), ("b", 1) })
        {
            recommender.Learn(Of(session, InteractionKind.View, item));
        }

        Assert.That(Ask(recommender, "b").Select(each => each.Item), Has.Member((Id)2));
    }

    private static Interaction Of(string session, InteractionKind kind, Id item) =>
        Shop.Event(kind, Id.None, item) with { Session = session };

    private static List<Recommendation<Id>> Ask(
        IRecommender<Interaction, Id, Id> recommender, string session, Id user = default)
    {
        var list = new List<Recommendation<Id>>();
        recommender.Recommend(new RecommendationRequest<Id, Id>(user, 10) { Session = session }, list);
        return list;
    }
}
