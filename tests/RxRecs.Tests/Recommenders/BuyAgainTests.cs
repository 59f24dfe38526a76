using RxRecs.Machines;

namespace RxRecs.Tests.Recommenders;

/// <summary>Items to be bought again, and what is popular today.</summary>
public sealed class BuyAgainTests
{
    private static readonly ShopRecommenderOptions Options = new()
    {
        Buckets = Shop.Sorted,
        Sources = [new(RecommendationSource.BuyAgain)],
        Fallbacks = [new(RecommendationSource.PopularOfDay)],
    };

    /// <summary>Of four customers two came back after ten days, so that the share is 2 / (4 + 4).</summary>
    [TestCase(10, .25)]
    [TestCase(5, .25 * .5 * 1.6487212707001282)]
    [TestCase(20, .25 * 2 * .36787944117144233)]
    public void Recommend_ItemOthersCameBackFor_IsProposedByTheTimeSince(int days, double score)
    {
        var recommender = Bought((1, 0), (2, 0), (3, 0), (4, 20), (2, 10), (3, 10));
        recommender.Learn(Shop.View(9, 1, hour: (20 + days) * 24));

        var list = Shop.Ask(recommender, 4);

        Assert.That(list.Select(each => (each.Item, each.Reason.Source)), Is.EqualTo(
            new[] { ((Id)50, RecommendationSource.BuyAgain) }));
        Assert.That(list[0].Reason.Value, Is.EqualTo(score).Within(1e-9));
    }

    [Test]
    public void Recommend_RightAfterThePurchase_ProposesNothing() =>
        Assert.That(
            Sources(Bought((1, 0), (2, 0), (1, 10), (2, 10)), 1),
            Has.None.EqualTo(RecommendationSource.BuyAgain));

    [Test]
    public void Recommend_ItemThatNobodyCameBackFor_IsNotProposed() =>
        Assert.That(Sources(Bought((1, 0), (2, 0), (3, 30)), 1), Has.None.EqualTo(RecommendationSource.BuyAgain));

    /// <summary>Two lines of one order are no second purchase.</summary>
    [Test]
    public void Recommend_TwiceWithinADay_IsOnePurchase()
    {
        var recommender = Bought((1, 0), (1, 0), (2, 0), (2, 0), (3, 40));

        Assert.That(Sources(recommender, 1), Has.None.EqualTo(RecommendationSource.BuyAgain));
    }

    [Test]
    public void Recommend_PopularOfDay_ForgetsTheDayBefore()
    {
        var recommender = Shop.Learned(
            Options, Shop.Purchase(1, 10), Shop.Purchase(2, 10), Shop.Cart(1, 11, hour: 25), Shop.Cart(1, 10, hour: 1));

        Assert.That(
            Shop.Ask(recommender, 99).Select(each => (each.Item, each.Reason.Value)),
            Is.EqualTo(new[] { ((Id)11, 1d) }));
    }

    [Test]
    public void Snapshot_BoundReached_GivesTheSameListsAndBytes()
    {
        var options = Options with { MaxPurchases = 14 };
        var random = new Random(4);
        var events = Enumerable.Range(0, 400).Select(i =>
            Shop.Event((InteractionKind)random.Next(4), random.Next(1, 5), random.Next(1, 6), hour: i * 7)).ToList();
        var whole = Shop.Learned(options, [.. events]);
        var first = Shop.Learned(options, [.. events.Take(200)]);
        var second = new ShopRecommender(options);
        second.Restore(new SnapshotReader(Bytes(first)));
        foreach (var each in events.Skip(200))
        {
            second.Learn(each);
        }

        Assert.That(Bytes(second), Is.EqualTo(Bytes(whole)));
        var lists = Enumerable.Range(1, 4).Select(user => Shop.Ask(whole, user)).ToList();
        Assert.That(Enumerable.Range(1, 4).Select(user => Shop.Ask(second, user)), Is.EqualTo(lists));
        Assert.That(lists.SelectMany(list => list).Select(each => each.Reason.Source),
            Has.Some.EqualTo(RecommendationSource.BuyAgain));
    }

    private static ShopRecommender Bought(params (int User, int Day)[] purchases) => Shop.Learned(
        Options,
        [.. purchases.OrderBy(each => each.Day).Select(each => Shop.Purchase(each.User, 50, hour: each.Day * 24))]);

    private static IEnumerable<RecommendationSource> Sources(ShopRecommender recommender, int user) =>
        Shop.Ask(recommender, user).Select(each => each.Reason.Source);

    private static byte[] Bytes(ShopRecommender recommender)
    {
        var writer = new SnapshotWriter();
        recommender.Snapshot(writer);
        return writer.Written.ToArray();
    }
}
