using System.Reactive.Linq;
using RxRecs.Machines;
using RxRecs.Recommenders;
using RxRecs.Tests.Recommenders;

namespace RxRecs.Tests.Composition;

/// <summary>Requests of which only the session is known, to compositions of streams.</summary>
public sealed class SessionRequestTests
{
    private static readonly Interaction[] Visit =
    [
        Of("s", InteractionKind.View, 1), Of("s", InteractionKind.Cart, 2),
        Of("t", InteractionKind.View, 3), Of("t", InteractionKind.Purchase, 3),
    ];

    [Test]
    public void Recommend_VisitWithoutUser_GetsItsCartAndHistory([Values] bool isForeign)
    {
        using var recommender = Composed(isForeign);
        var list = Ask(recommender, Id.None, "s");

        Assert.That(
            list.Select(each => (each.Item, each.Reason.Source, each.Reason.IsFallback)),
            Is.EqualTo(new[]
            {
                ((Id)2, RecommendationSource.OpenCart, false), (1, RecommendationSource.History, false),
            }));
    }

    [Test]
    public void Recommend_WhatTheVisitBoughtOrTookOut_IsLeftOut([Values] bool isForeign)
    {
        using var recommender = Composed(isForeign);
        recommender.Learn(Of("s", InteractionKind.Remove, 2));

        Assert.That(Ask(recommender, Id.None, "s").Select(each => each.Item), Is.EqualTo(new Id[] { 1 }));
        Assert.That(Ask(recommender, Id.None, "t").Select(each => each.Item), Has.No.Member((Id)3));
    }

    [Test]
    public void Recommend_KnownUserInTheVisit_GetsTheUsersList([Values] bool isForeign)
    {
        using var recommender = Composed(isForeign);
        recommender.Learn(Shop.View(7, 5));

        Assert.That(Ask(recommender, 7, "s")[0].Item, Is.EqualTo((Id)5));
        Assert.That(Ask(recommender, 8, "s")[0].Item, Is.EqualTo((Id)2), "a user of whom nothing is known yet");
        Assert.That(Ask(recommender, 8, "z")[0].Reason.IsFallback, "a visit of which nothing is known either");
    }

    [Test]
    public void Explain_ItemInTheVisitsCart_IsTheVisits()
    {
        using var recommender = Composed(isForeign: false);
        var why = recommender.Explain(new RecommendationRequest<Id, Id>(Id.None, 5) { Session = "s" }, 2);

        Assert.That(why!.Contributions.Select(each => each.Source), Has.Member(RecommendationSource.OpenCart));
    }

    private static ComposedRecommender<Interaction, Id, Id> Composed(bool isForeign)
    {
        IObservable<T> Seen<T>(IObservable<T> stream) => isForeign ? stream.Where(_ => true) : stream;

        var sorted = new CartOptions { AllowedLateness = TimeSpan.Zero };
        var recommender = new ComposedRecommender<Interaction, Id, Id>((shop, list) =>
        {
            var carts = Seen(shop.CartMinusPurchasePerUser(sorted));
            var cartsOfVisits = Seen(shop.CartMinusPurchasePerSession(sorted));
            var purchases = shop.Where(each => each.Kind == InteractionKind.Purchase);
            var (bought, boughtOfVisits) =
                (Seen(purchases.LastItemsPerUser(5)), Seen(purchases.LastItemsPerSession(5)));
            list.AddCart(carts, ofVisits: cartsOfVisits)
                .AddHistory(Seen(shop.LastItemsPerUser(5)), Seen(shop.LastItemsPerSession(5)))
                .Exclude(bought, boughtOfVisits, RecommendationSource.OpenCart)
                .ExcludeRemoved(carts, bought, cartsOfVisits, boughtOfVisits);
            list.Fallback.AddPopular(shop.CatalogItems());
        });
        foreach (var each in Visit)
        {
            recommender.Learn(each);
        }

        return recommender;
    }

    private static Interaction Of(string session, InteractionKind kind, Id item) =>
        Shop.Event(kind, Id.None, item) with { Session = session };

    private static List<Recommendation<Id>> Ask(
        ComposedRecommender<Interaction, Id, Id> recommender, Id user, string session)
    {
        var list = new List<Recommendation<Id>>();
        recommender.Recommend(new RecommendationRequest<Id, Id>(user, 5) { Session = session }, list);
        return list;
    }
}
