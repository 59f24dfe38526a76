using RxRecs.Machines;
using RxRecs.Recommenders;

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

    /// <summary>The scores are those of the formula, worked out anew from all purchases in order of arrival.</summary>
    [Test]
    public void Recommender_DisorderedPurchases_GivesTheScoresOfTheFormula([Range(1, 20)] int seed)
    {
        var (recommender, events) = (new BuyAgainRecommender(), Events(seed, 300));
        foreach (var each in events)
        {
            recommender.Learn(each);
        }

        foreach (var user in Enumerable.Range(1, 4))
        {
            var expected = Naive(events, user).OrderByDescending(each => each.Value).ToList();
            var list = Shop.Ask(recommender, user, 100);
            Assert.That(list.Select(each => each.Score), Is.EqualTo(expected.Select(each => each.Value)).Within(1e-12));
            Assert.That(list.Select(each => each.Item), Is.EquivalentTo(expected.Select(each => each.Key)));
            foreach (var each in list)
            {
                var why = recommender.Explain(new(user, 100), each.Item);
                Assert.That(why?.Contributions.Sum(part => part.Value), Is.EqualTo(each.Score));
            }
        }
    }

    [Test]
    public void Explain_ItemThatIsExcludedOrNotProposed_IsNull()
    {
        var recommender = new BuyAgainRecommender();
        foreach (var (user, day) in new[] { (1, 0), (1, 10), (2, 12) })
        {
            recommender.Learn(Shop.Purchase(user, 50, hour: day * 24));
        }

        Assert.That(recommender.Explain(new(1, 5), 50), Is.Not.Null);
        Assert.That(recommender.Explain(new(1, 5) { Excluded = new HashSet<Id> { 50 } }, 50), Is.Null);
        Assert.That(recommender.Explain(new(1, 5), 51), Is.Null);
        Assert.That(recommender.Explain(new(3, 5), 50), Is.Null);
    }

    /// <summary>As streams, the two are the sources that they are in the ready-made recommender.</summary>
    [Test]
    public void Composition_OfBuyAgainAndPopularOfDay_GivesTheListsOfTheReadyMadeRecommender([Range(1, 10)] int seed)
    {
        var ready = new ShopRecommender(Options with { ExcludeBought = false, ExcludeRemoved = false });
        using var composed = new ComposedRecommender<Interaction, Id, Id>((shop, list) =>
        {
            list.AddRecommender(RecommendationSource.BuyAgain, shop, () => new BuyAgainRecommender())
                .MergeBy(CandidateMerge.Blend);
            list.Fallback.AddRecommender(
                RecommendationSource.PopularOfDay, shop, () => Baselines.PopularOfDay(KindWeights.Default));
        });
        var seen = new HashSet<RecommendationSource>();
        foreach (var each in Events(seed, 300))
        {
            ready.Learn(each);
            composed.Learn(each);
            foreach (var user in Enumerable.Range(1, 5))
            {
                var list = Shop.Ask(ready, user);
                Assert.That(Shop.Ask(composed, user), Is.EqualTo(list));
                seen.UnionWith(list.Select(one => one.Reason.Source));
            }
        }

        Assert.That(seen, Is.EquivalentTo(new[] { RecommendationSource.BuyAgain, RecommendationSource.PopularOfDay }));
    }

    private static List<Interaction> Events(int seed, int count)
    {
        var random = new Random(seed);
        return
        [
            .. Enumerable.Range(0, count).Select(i => Shop.Event(
                (InteractionKind)random.Next(4), random.Next(1, 5), random.Next(1, 6),
                hour: (i * 7) + random.Next(-30, 30) + 30)),
        ];
    }

    private static Dictionary<Id, double> Naive(List<Interaction> events, Id user)
    {
        var pairs = events.Where(each => each.Kind == InteractionKind.Purchase)
            .GroupBy(each => (each.User, each.Item))
            .ToDictionary(each => each.Key, each => Gaps([.. each.Select(one => one.EventTime)]));
        var now = events.Max(each => each.EventTime);
        var found = new Dictionary<Id, double>();
        foreach (var (pair, (_, last)) in pairs.Where(each => each.Key.User == user))
        {
            var ofItem = pairs.Where(each => each.Key.Item == pair.Item).Select(each => each.Value.Gaps).ToList();
            var share = ofItem.Count(each => each.Count > 0) / (ofItem.Count + 4.0);
            var gaps = ofItem.SelectMany(each => each).ToList();
            if (share >= .1 && gaps.Count > 0 && now > last)
            {
                var x = (now - last).TotalHours / gaps.Average(each => each.TotalHours);
                found.Add(pair.Item, share * x * Math.Exp(1 - x));
            }
        }

        return found;
    }

    private static (List<TimeSpan> Gaps, DateTimeOffset Last) Gaps(List<DateTimeOffset> times)
    {
        var (gaps, last) = (new List<TimeSpan>(), times[0]);
        foreach (var time in times.Skip(1))
        {
            if (time - last >= TimeSpan.FromDays(1))
            {
                gaps.Add(time - last);
            }

            last = time > last ? time : last;
        }

        return (gaps, last);
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
