using FsCheck;
using FsCheck.Fluent;
using RxRecs.Machines;
using RxRecs.Recommenders;

namespace RxRecs.Tests.Recommenders;

/// <summary>What goes with a cart, what is like an item, and requests for one purpose.</summary>
public sealed class PurposeTests
{
    private static readonly ShopRecommenderOptions Options = new()
    {
        Buckets = Shop.Sorted,
        Sources =
        [
            new(RecommendationSource.OpenCart),
            new(RecommendationSource.BoughtTogether) { Weight = .5 },
            new(RecommendationSource.Content) { Weight = .5 },
            new(RecommendationSource.Popular) { Weight = .1 },
        ],
        Fallbacks = [new(RecommendationSource.Popular)],
    };

    // Baskets, each of a user of its own: 1 with 2 in three of four, with 3 in two; 4 with 3 in two of two.
    private static readonly (int User, int Item)[] Baskets =
    [
        (11, 1), (11, 2), (12, 1), (12, 2), (12, 3), (13, 1), (13, 2), (14, 1), (14, 3), (15, 4), (15, 3), (16, 4),
        (16, 3), (17, 1), (17, 9),
    ];

    [Test]
    public void Recommend_ComplementOfACart_IsWhatIsBoughtWithItByConfidence()
    {
        var recommender = Bought(Shop.Cart(1, 1), Shop.Cart(1, 4));

        var list = Ask(recommender, 1, RecommendationPurpose.Complement);

        // 2 goes with 1 in 3 of 5 baskets; 3 with 1 in 2 of 5 and with 4 in 2 of 2. 9 was with 1 once.
        Assert.That(list.Select(each => each.Item), Is.EqualTo(new Id[] { 3, 2 }));
        Assert.That(list[0].Reason.Value, Is.EqualTo(1.4).Within(1e-12));
        Assert.That(list[1].Reason.Value, Is.EqualTo(.6).Within(1e-12));
        Assert.That(list.Select(each => each.Reason.Source.Purpose), Is.All.EqualTo(RecommendationPurpose.Complement));
        Assert.That(list[0].Reason.Describe(), Does.StartWith("often bought with these (1.4"));
    }

    [Test]
    public void Explain_ComplementOfACart_NamesThePartOfEachItem()
    {
        var recommender = Bought(Shop.Cart(1, 1), Shop.Cart(1, 4));
        var request = new RecommendationRequest<Id, Id>(1, 10) { Purpose = RecommendationPurpose.Complement };
        var score = Ask(recommender, 1, RecommendationPurpose.Complement)[0].Score;

        var why = recommender.Explain(request, 3)!;

        Assert.That(why.Score, Is.EqualTo(score).Within(1e-12));
        Assert.That(why.Contributions.Select(part => part.MatchedItem), Is.EqualTo(new Id[] { 4, 1 }));
        Assert.That(why.Contributions[0].Value / why.Contributions[1].Value, Is.EqualTo(2.5).Within(1e-9));
    }

    [Test]
    public void Recommend_ComplementOfAnItemOnThePage_LeavesItAndWhatWasBoughtOut()
    {
        var recommender = Bought(Shop.Purchase(1, 2));
        var list = new List<Recommendation<Id>>();
        recommender.Recommend(
            new(1, 10) { Around = [1, 1], Purpose = RecommendationPurpose.Complement }, list);

        Assert.That(list.Select(each => (each.Item, each.Reason.Value)), Is.EqualTo(new[] { ((Id)3, .4) }));
    }

    [Test]
    public void Recommend_ComplementInAVisitWithoutAUser_IsOfItsCart()
    {
        var recommender = Bought(Shop.Cart(Id.None, 4) with { Session = "s" });
        var list = new List<Recommendation<Id>>();
        recommender.Recommend(
            new(Id.None, 10) { Session = "s", Purpose = RecommendationPurpose.Complement }, list);

        Assert.That(list.Select(each => each.Item), Is.EqualTo(new Id[] { 3 }));
    }

    [Test]
    public void Recommend_SubstituteOfAnItemOutOfStock_IsLikeIt()
    {
        var recommender = Shop.Learned(
            Options, Shop.View(2, 20, "emil"), Shop.View(2, 21, "emil"), Shop.View(2, 22, "anna"), Shop.View(1, 22));
        recommender.Apply(new ItemChange<Id>(20, Shop.Start.AddHours(1)) { IsInStock = false });
        var list = new List<Recommendation<Id>>();
        recommender.Recommend(new(1, 10) { Around = [20], Purpose = RecommendationPurpose.Substitute }, list);

        Assert.That(
            list.Select(each => (each.Item, each.Reason.Source)),
            Is.EqualTo(new[] { ((Id)21, RecommendationSource.Content) }));
    }

    [Test]
    public void Recommend_OnePurpose_AsksItsSourcesAlone([Values] RecommendationPurpose purpose)
    {
        var recommender = Bought(Shop.Cart(1, 1, "emil"), Shop.View(2, 30, "emil"));

        var sources = Ask(recommender, 1, purpose).Select(each => each.Reason.Source.Purpose).Distinct();

        Assert.That(sources, purpose == RecommendationPurpose.Discovery ? Is.Empty : Is.EqualTo(new[] { purpose }));
    }

    [Test]
    public void Recommend_NothingForThePurpose_IsEmptyAndNoFallback() =>
        Assert.That(Ask(Bought(), 99, RecommendationPurpose.Complement), Is.Empty);

    [Test]
    public void Request_PurposeThatIsNone_IsRefused() => Assert.That(
        () => new RecommendationRequest<Id, Id>(1, 1) { Purpose = (RecommendationPurpose)5 },
        Throws.InstanceOf<ArgumentOutOfRangeException>());

    [Test]
    public void Model_AnyBaskets_AgreesWithCountingThem() => Prop.ForAll(
        (from user in Gen.Choose(1, 6) from item in Gen.Choose(1, 7) select (user, item)).ArrayOf().ToArbitrary(),
        Gen.Choose(1, 7).ArrayOf(2).ToArbitrary(),
        (bought, around) =>
        {
            var state = new BundleState<Id, Id>();
            foreach (var (user, item) in bought)
            {
                state.Learn(user, hasUser: true, null, item, Shop.Start);
            }

            var carts = new CartState<Id, Id>(new CartOptions { AllowedLateness = TimeSpan.Zero });
            var ranking = new CandidateRanking<Id, Id>(
                [(CandidateSources.BoughtTogether(state, carts), new(RecommendationSource.BoughtTogether))], [], []);
            var list = new List<Recommendation<Id>>();
            ranking.Rank(new(9, 20) { Around = [.. around.Select(item => (Id)item)] }, list);
            var baskets = bought.GroupBy(each => each.user, each => each.item)
                .Select(basket => basket.ToHashSet()).ToList();
            var expected = Enumerable.Range(1, 7).Except(around)
                .Select(item => (Item: item, Score: around.Distinct().Sum(one => Confidence(baskets, one, item))))
                .Where(each => each.Score > 0)
                .OrderByDescending(each => Math.Round(each.Score, 12)).ThenBy(each => each.Item).ToList();
            return list.Select(each => each.Item).SequenceEqual(expected.Select(each => (Id)each.Item))
                && list.Zip(expected).All(pair => Math.Abs(pair.First.Reason.Value - pair.Second.Score) < 1e-12);
        }).Holds();

    [Test]
    public void Snapshot_AnyCut_GivesTheSameListsAndBytes()
    {
        var events = Baskets.Select(each => Shop.Purchase(each.User, each.Item))
            .Append(Shop.Cart(1, 1)).Append(Shop.Cart(1, 4)).ToList();
        var whole = Shop.Learned(Options, [.. events]);
        var first = Shop.Learned(Options, [.. events.Take(8)]);
        var second = new ShopRecommender(Options);
        second.Restore(new SnapshotReader(Bytes(first)));
        foreach (var each in events.Skip(8))
        {
            second.Learn(each);
        }

        Assert.That(Bytes(second), Is.EqualTo(Bytes(whole)));
        Assert.That(
            Ask(second, 1, RecommendationPurpose.Complement),
            Is.EqualTo(Ask(whole, 1, RecommendationPurpose.Complement)).And.Not.Empty);
    }

    [Test]
    public void Recommend_AfterTheFirst_AllocatesNothing()
    {
        var recommender = Bought(Shop.Cart(1, 1), Shop.Cart(1, 4));
        var request = new RecommendationRequest<Id, Id>(1, 10) { Purpose = RecommendationPurpose.Complement };
        var list = new List<Recommendation<Id>>();
        for (var i = 0; i < 1_000; i++)
        {
            recommender.Recommend(request, list);
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++)
        {
            recommender.Recommend(request, list);
        }

        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.Zero);
        Assert.That(list, Has.Count.EqualTo(2));
    }

    private static double Confidence(List<HashSet<int>> baskets, int first, int second)
    {
        var together = baskets.Count(basket => basket.Contains(first) && basket.Contains(second));
        return together < 2 ? 0 : (double)together / baskets.Count(basket => basket.Contains(first));
    }

    private static ShopRecommender Bought(params Interaction[] events) => Shop.Learned(
        Options, [.. Baskets.Select(each => Shop.Purchase(each.User, each.Item)), .. events]);

    private static List<Recommendation<Id>> Ask(ShopRecommender recommender, Id user, RecommendationPurpose purpose)
    {
        var list = new List<Recommendation<Id>>();
        recommender.Recommend(new(user, 10) { Purpose = purpose }, list);
        return list;
    }

    private static byte[] Bytes(ShopRecommender recommender)
    {
        var writer = new SnapshotWriter();
        recommender.Snapshot(writer);
        return writer.Written.ToArray();
    }
}
