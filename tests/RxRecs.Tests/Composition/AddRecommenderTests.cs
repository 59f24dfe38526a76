using RxRecs.Machines;
using RxRecs.Recommenders;
using RxRecs.Tests.Recommenders;

namespace RxRecs.Tests.Composition;

/// <summary>Whole recommenders as sources of a composition.</summary>
public sealed class AddRecommenderTests
{
    private static readonly RecommendationSource Together = new("Bought together");

    private static readonly Interaction[] Events =
    [
        Buy(1, 1), Buy(1, 2), Buy(2, 1), Buy(2, 2), Buy(2, 3), Buy(3, 1), Buy(3, 3), Shop.View(4, 9), Buy(4, 2),
    ];

    [Test]
    public void AddRecommender_Alone_GivesItsListWithReasonsOfTheSource()
    {
        using var recommender = Composed();
        Learn(recommender, Events);
        var alone = ItemToItem.Recommender(ItemToItemOptions.BoughtTogether);
        Learn(alone, Events);
        var (list, expected) = (Shop.Ask(recommender, 4, 2), Shop.Ask(alone, 4, 2));

        Assert.That(list.Select(each => each.Item), Is.EqualTo(expected.Select(each => each.Item)).And.Not.Empty);
        Assert.That(list[0].Reason, Is.EqualTo(new RecommendationReason(Together, expected[0].Score)));
        var explained = recommender.Explain(new(4, 2), list[0].Item)!;
        Assert.That(explained.Score, Is.EqualTo(list[0].Score).Within(1e-12));
        Assert.That(explained.Contributions[0].MatchedItem, Is.EqualTo((Id)2));
    }

    [Test]
    public void AddRecommender_FiltersThatRejectMuch_AsksForMore()
    {
        using var recommender = new ComposedRecommender<Interaction, Id, Id>((shop, list) => list
            .AddRecommender(new("Content"), shop, () => ContentBased.Recommender())
            .Only(CandidateFilters.Exclude<Id, Id>(Enumerable.Range(0, 150).Select(item => (Id)item).ToHashSet())));
        Learn(
            recommender, [.. Enumerable.Range(0, 160).Select(item => Shop.View(2, item, "x")), Shop.View(1, 500, "x")]);

        Assert.That(Shop.Items(recommender, 1, 5), Is.EqualTo(new Id[] { 150, 151, 152, 153, 154 }));
    }

    [Test]
    public void AddRecommender_ThatOnlyHasAFallback_LeavesItToTheComposition()
    {
        using var recommender = new ComposedRecommender<Interaction, Id, Id>((shop, list) =>
        {
            list.AddRecommender(Together, shop, () => new PopularityRecommender());
            list.Fallback.AddPopular(shop.CatalogItems());
        });
        Learn(recommender, Events);

        Assert.That(Shop.Ask(recommender, 4, 1)[0].Reason, Is.EqualTo(
            new RecommendationReason(RecommendationSource.Popular, 3, IsFallback: true)));
    }

    [Test]
    public void AddRecommender_UserOfWhomItKnowsNothing_GetsTheFallback()
    {
        using var recommender = new ComposedRecommender<Interaction, Id, Id>((shop, list) =>
        {
            var catalog = shop.CatalogItems();
            list.AddRecommender(Together, shop, () => ItemToItem.Recommender(ItemToItemOptions.BoughtTogether))
                .AddPopular(catalog);
            list.Fallback.AddPopular(catalog);
        });
        Learn(recommender, Events);

        Assert.That(Shop.Ask(recommender, 4).Exists(each => each.Reason.IsFallback), Is.False);
        Assert.That(Shop.Ask(recommender, 77).TrueForAll(each => each.Reason.IsFallback), Is.True);
    }

    [Test]
    public void Snapshot_InTheMiddleAndAtTheEnd_GoesOn([Values] bool hasEnded)
    {
        using var whole = Composed();
        Learn(whole, Events[..5]);
        if (hasEnded)
        {
            whole.Complete();
        }

        var writer = new SnapshotWriter();
        whole.Snapshot(writer);
        using var restored = Composed();
        restored.Restore(new SnapshotReader(writer.Written.ToArray()));
        if (!hasEnded)
        {
            Learn(whole, Events[5..]);
            Learn(restored, Events[5..]);
        }

        for (var user = 1; user < 5; user++)
        {
            Assert.That(Shop.Ask(restored, user), Is.EqualTo(Shop.Ask(whole, user)));
        }

        Assert.That(Shop.Ask(whole, 1), Is.Not.Empty);
    }

    private static Interaction Buy(Id user, Id item) => Shop.Purchase(user, item);

    private static ComposedRecommender<Interaction, Id, Id> Composed() => new((shop, list) =>
        list.AddRecommender(Together, shop, () => ItemToItem.Recommender(ItemToItemOptions.BoughtTogether)));

    private static void Learn(IRecommender<Interaction, Id, Id> recommender, Interaction[] events)
    {
        foreach (var each in events)
        {
            recommender.Learn(each);
        }
    }
}
