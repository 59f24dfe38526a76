using FsCheck;
using FsCheck.Fluent;
using RxRecs.Machines;
using RxRecs.Recommenders;

namespace RxRecs.Tests.Recommenders;

/// <summary>
/// The chain of reference system 004: item-based collaborative filtering, what content says where that has too little,
/// what is popular where nothing is known.
/// </summary>
public sealed class ChainRecommenderTests
{
    private static readonly Arbitrary<Interaction[]> Events =
        (from user in Gen.Choose(0, 4)
         from item in Gen.Choose(1, 9)
         from kind in Gen.Choose(1, 3)
         from hour in Gen.Choose(0, 2_000)
         let known = (InteractionKind)(kind == 2 ? 3 : kind % 3)
         select Shop.Event(known, user == 0 ? Id.None : user, item, hour: hour) with
         {
             Session = $"session {hour % 5}",
         }).ArrayOf().ToArbitrary();

    /// <summary>Users 1 {1, 2}, 2 {1, 2, 3}, 3 {1, 3}: cosines 1-2 2/√6, 1-3 2/√6, 2-3 1/2.</summary>
    [Test]
    public void OfUsers_WorkedExample_SumsTheCosines()
    {
        var recommender = Learned(ItemToItem.OfUsers(), (1, 1), (1, 2), (2, 1), (2, 2), (2, 3), (3, 1), (3, 3));
        var list = Shop.Ask(recommender, 1);

        Assert.That(list.Select(each => each.Item), Is.EqualTo(new Id[] { 3 }), "what was touched is left out");
        Assert.That(list[0].Score, Is.EqualTo((2 / Math.Sqrt(6)) + .5).Within(1e-12));
    }

    /// <summary>3 and 7 have the cosines 1/√8, 2/√8 and 2/√10 to items of user 1, added up in another order.</summary>
    [Test]
    public void OfUsers_EqualSumsMadeInAnotherOrder_TheLowerItemComesFirst()
    {
        int[][] touched = [[2, 8, 5, 4], [5, 8, 3], [6, 3, 4, 8, 5, 1], [5, 7, 6, 8, 4], [5, 1, 7, 4, 6]];
        var recommender = Learned(
            ItemToItem.OfUsers(),
            [.. touched.SelectMany((items, user) => items.Select(item => (user + 1, item)))]);
        var list = Shop.Ask(recommender, 1).FindAll(each => each.Item == 3 || each.Item == 7);

        Assert.That(list.Select(each => each.Item), Is.EqualTo(new Id[] { 3, 7 }));
        Assert.That(list[0].Score, Is.EqualTo(list[1].Score));
    }

    [Test]
    public void OfUsers_RequestThatNamesASession_IsAboutTheUser()
    {
        var recommender = Learned(ItemToItem.OfUsers(), (1, 1), (2, 1), (2, 3));
        recommender.Learn(Shop.View(1, 1) with { Session = "s" });
        var list = new List<Recommendation<Id>>();
        recommender.Recommend(new(1, 5) { Session = "s" }, list);

        Assert.That(list.Select(each => each.Item), Is.EqualTo(new Id[] { 3 }));
        Assert.That(recommender.Explain(new(1, 5) { Session = "s" }, 3), Is.Not.Null);
    }

    [Test]
    public void OfUsers_AnyEvents_AgreesWithTheNaive() => Prop.ForAll(Events, events =>
    {
        var recommender = ItemToItem.OfUsers();
        var sorted = events.OrderBy(each => each.EventTime).ToArray();
        Array.ForEach(sorted, recommender.Learn);
        var users = sorted.Where(each => !each.User.IsNone).GroupBy(each => each.User)
            .ToDictionary(group => group.Key, group => group.Select(each => each.Item).ToHashSet());
        var items = users.Values.SelectMany(held => held).Distinct().ToArray();
        var holders = items.ToDictionary(
            item => item, item => users.Where(each => each.Value.Contains(item)).Select(each => each.Key).ToHashSet());
        foreach (var (user, own) in users)
        {
            var expected = items.Where(item => !own.Contains(item)).Select(item => (
                    Item: item,
                    Score: own.Sum(held => holders[held].Intersect(holders[item]).Count()
                        / Math.Sqrt(holders[held].Count * holders[item].Count))))
                .Where(each => each.Score > 0)
                .ToDictionary(each => each.Item, each => each.Score);
            var list = Shop.Ask(recommender, user, 20);

            Assert.That(list.Select(each => each.Item), Is.EquivalentTo(expected.Keys));
            Assert.That(
                list.Select(each => each.Score),
                Is.EqualTo(list.Select(each => expected[each.Item])).Within(1e-12));
            Assert.That(
                list.Select(each => (-Math.Round(each.Score, 9), each.Item)),
                Is.Ordered, "the higher score, then the lower item");
            Assert.That(list.Select(each => recommender.Explain(new(user, 20), each.Item)!.Score), Is.EqualTo(
                list.Select(each => each.Score)).Within(1e-12));
            Assert.That(own.Select(item => recommender.Explain(new(user, 20), item)), Is.All.Null);
        }
    }).Holds(cases: 500);

    [Test]
    public void Chain_WarmUser_GetsCollaborativeItemsThenContent()
    {
        using var chain = Chain();
        var list = Shop.Ask(chain, 1);

        // 3 by users who touched 1 and 2; then, by brand, 7, the more popular, and 6.
        Assert.That(
            list.Select(each => (each.Item, each.Score, each.Reason.Source.Name)),
            Is.EqualTo(new[] { ((Id)3, 3d, "ItemToItem"), (7, 2, "Content"), (6, 1.5, "Content") }));
        Assert.That(list.Exists(each => each.Reason.IsFallback), Is.False);
    }

    [Test]
    public void Chain_UserOfNewItems_GetsContent()
    {
        using var chain = Chain();
        chain.Learn(Shop.View(9, 20, "x"));

        Assert.That(
            Shop.Ask(chain, 9).Select(each => each.Reason.Source).Distinct(),
            Is.EqualTo(new[] { RecommendationSource.Content }));
    }

    [Test]
    public void Chain_UnknownUser_GetsWhatIsPopularMarkedAsFallback()
    {
        using var chain = Chain();
        var list = Shop.Ask(chain, 99);

        Assert.That(list.Select(each => each.Item), Is.EqualTo(new Id[] { 7 }));
        Assert.That(list[0].Reason.IsFallback, Is.True);
        Assert.That(chain.Explain(new(99, 5), 7)?.IsFallback, Is.True);
    }

    [Test]
    public void Explain_ItemOfTheChain_IsThatOfItsPart()
    {
        using var chain = Chain();
        var explained = chain.Explain(new(1, 5), 3)!;

        Assert.That(explained.Score, Is.EqualTo(3));
        Assert.That(explained.Contributions.Sum(each => each.Value), Is.EqualTo(3).Within(1e-12));
        Assert.That(explained.Contributions.Select(each => each.MatchedItem), Is.EqualTo(new Id[] { 1, 2 }));
        Assert.That(chain.Explain(new(1, 5), 1), Is.Null);
    }

    [Test]
    public void Snapshot_OfAChain_GoesOn()
    {
        using var chain = Chain();
        var writer = new SnapshotWriter();
        chain.Snapshot(writer);
        using var restored = new ChainRecommender<Interaction, Id, Id>(
            ItemToItem.OfUsers(), ContentBased.Recommender(), new PopularityRecommender());
        restored.Restore(new SnapshotReader(writer.Written.ToArray()));

        Assert.That(Shop.Ask(restored, 1), Is.EqualTo(Shop.Ask(chain, 1)));
        using var other = new ChainRecommender<Interaction, Id, Id>(ItemToItem.OfUsers());
        Assert.That(
            () => other.Restore(new SnapshotReader(writer.Written.ToArray())), Throws.TypeOf<SnapshotException>());
    }

    [Test]
    public void Chain_OfNothing_IsRefused()
    {
        var part = ItemToItem.OfUsers();

        Assert.That(() => new ChainRecommender<Interaction, Id, Id>(), Throws.ArgumentException);
        Assert.That(() => new ChainRecommender<Interaction, Id, Id>(part, part), Throws.ArgumentException);
    }

    private static ChainRecommender<Interaction, Id, Id> Chain()
    {
        var chain = new ChainRecommender<Interaction, Id, Id>(
            ItemToItem.OfUsers(), ContentBased.Recommender(), new PopularityRecommender());
        foreach (var each in new[]
        {
            Shop.View(1, 1, "x"), Shop.View(1, 2), Shop.View(2, 1), Shop.View(2, 2), Shop.View(2, 3),
            Shop.View(4, 6, "x"), Shop.Purchase(5, 7, "x"),
        })
        {
            chain.Learn(each);
        }

        return chain;
    }

    private static IRecommender<Interaction, Id, Id> Learned(
        IRecommender<Interaction, Id, Id> recommender, params (int User, int Item)[] events)
    {
        foreach (var (user, item) in events)
        {
            recommender.Learn(Shop.View(user, item));
        }

        return recommender;
    }
}
