using RxRecs.Machines;
using RxRecs.Recommenders;
using RxRecs.Testing;

namespace RxRecs.Tests.Recommenders;

public sealed class ShopRecommenderTests
{
    private static readonly ShopRecommenderOptions Options = new() { Buckets = Shop.Sorted };

    [Test]
    public void Options_RuleThatIsNull_IsRefusedByName() => Assert.That(
        () => new ShopRecommender(new ShopRecommenderOptions { Sources = [null!] }),
        Throws.ArgumentException.With.Message.Contains("Sources"));

    [Test]
    public void MergeBy_NoSuchMerge_IsRefused() => Assert.That(
        () => new ComposedRecommender<Interaction, Id, Id>(static (_, list) => list.MergeBy((CandidateMerge)99)),
        Throws.TypeOf<ArgumentOutOfRangeException>().With.Message.Contains("ReciprocalRank"));

    [Test]
    public void Recommend_NothingLearned_GivesAnEmptyListThatSaysSo()
    {
        var list = Shop.Ask(new ShopRecommender(Options), 1);

        Assert.That(list, Is.Empty);
        Assert.That(new RecommendationList<Id, Id>(1, list).Notice, Is.EqualTo(RecommendationNotice.Nothing));
    }

    [TestCase(0)]
    [TestCase(-5)]
    public void Recommend_CountNotPositive_Throws(int count) => Assert.That(
        () => new ShopRecommender(Options).Recommend(1, count, []), Throws.TypeOf<ArgumentOutOfRangeException>());

    [Test]
    public void Recommend_UnknownUser_GetsWhatIsPopularAsAFallback()
    {
        var recommender = Shop.Learned(Options, Shop.Purchase(1, 10), Shop.Cart(2, 11), Shop.Cart(3, 11));

        var list = Shop.Ask(recommender, 99);

        Assert.That(list.Select(each => each.Item), Is.EqualTo(new Id[] { 11, 10 }));
        Assert.That(list.Select(each => each.Reason), Is.All.Matches<RecommendationReason>(
            reason => reason.Source == RecommendationSource.Popular && reason.IsFallback));
        Assert.That(new RecommendationList<Id, Id>(99, list).Notice, Is.EqualTo(RecommendationNotice.Fallback));
    }

    [Test]
    public void Recommend_EverySource_ComesInOrderWithItsReason()
    {
        var recommender = Shop.Learned(
            Shop.ByPriority with { TrendScore = TrendScore.DampedChange },
            Shop.Purchase(8, 60, "b"),
            Shop.View(5, 40), Shop.View(5, 41),
            Shop.Purchase(6, 20, "emil", 24), Shop.Purchase(6, 21, "other", 24),
            Shop.View(1, 40, hour: 48), Shop.View(1, 50, "emil", 48), Shop.Cart(1, 30, hour: 48));

        Assert.That(
            Shop.Ask(recommender, 1).Select(each => (each.Item, each.Reason.Source)),
            Is.EqualTo(new[]
            {
                ((Id)30, RecommendationSource.OpenCart),
                ((Id)20, RecommendationSource.TrendingBrand),
                ((Id)41, RecommendationSource.SimilarItems),
                ((Id)21, RecommendationSource.Trending),
                ((Id)50, RecommendationSource.History),
                ((Id)40, RecommendationSource.History),
                ((Id)60, RecommendationSource.Popular),
            }));
        Assert.That(Shop.Ask(recommender, 1)[1].Reason.Detail, Is.EqualTo("emil"));
        Assert.That(Shop.Ask(recommender, 1).Select(each => each.Score), Is.Ordered.Descending);
    }

    [Test]
    public void Recommend_BoughtItem_IsLeftOutUntilItLiesInTheCartAgain()
    {
        var recommender = Shop.Learned(Options, Shop.Cart(1, 10), Shop.Purchase(1, 10), Shop.Purchase(2, 11));
        Assert.That(Shop.Items(recommender, 1), Is.EqualTo(new Id[] { 11 }));

        recommender.Learn(Shop.Cart(1, 10));
        Assert.That(Shop.Items(recommender, 1), Is.EqualTo(new Id[] { 10, 11 }));
    }

    [Test]
    public void Recommend_SeenItemsExcluded_KeepsReminders()
    {
        var recommender = Shop.Learned(
            Options with
            {
                ExcludeSeen = true,
                Sources = [new(RecommendationSource.OpenCart), new(RecommendationSource.Popular)],
            },
            Shop.View(1, 10), Shop.Cart(1, 11), Shop.Purchase(2, 10), Shop.Purchase(2, 12));

        Assert.That(Shop.Items(recommender, 1), Is.EqualTo(new Id[] { 11, 12 }));
    }

    [Test]
    public void Recommend_AllItemsFiltered_GivesAnEmptyList()
    {
        var filter = new ItemFilter { Brands = new HashSet<string> { "none" } };

        Assert.That(Shop.Ask(Shop.Learned(Options with { Filter = filter }, Shop.Cart(1, 10, "emil")), 1), Is.Empty);
    }

    [Test]
    public void Recommend_Quota_LimitsASourceAfterTheFilters()
    {
        var recommender = new ShopRecommender(
            Options with { Sources = [new CandidateRule(RecommendationSource.History) { Quota = 2 }] },
            filters: [new ExcludedItemsFilter<Id, Id>(new HashSet<Id> { 13 })]);
        for (var item = 10; item <= 13; item++)
        {
            recommender.Learn(Shop.View(1, item));
        }

        Assert.That(Shop.Items(recommender, 1), Is.EqualTo(new Id[] { 12, 11 }));
    }

    [Test]
    public void Recommend_ReciprocalRank_AddsUpPlaces()
    {
        var recommender = Shop.Learned(
            Options with
            {
                Merge = CandidateMerge.ReciprocalRank,
                Sources =
                    [new(RecommendationSource.History), new CandidateRule(RecommendationSource.Popular) { Weight = 2 }],
            },
            Shop.Cart(2, 10), Shop.Cart(2, 10), Shop.Cart(2, 11), Shop.View(1, 12), Shop.View(1, 11));

        var list = Shop.Ask(recommender, 1);

        // 11: first in the history and second in popularity; 10: first in popularity; 12: second in the history.
        Assert.That(list.Select(each => each.Item), Is.EqualTo(new Id[] { 11, 10, 12 }));
        Assert.That(
            list.Select(each => each.Score),
            Is.EqualTo(new[] { (1.0 / 61) + (2.0 / 62), 2.0 / 61, 1.0 / 62 }).Within(1e-12));
        Assert.That(list[0].Reason.Source, Is.EqualTo(RecommendationSource.History));
    }

    [Test]
    public void Learn_InteractionWithoutUser_CountsForPopularityAlone()
    {
        var recommender = Shop.Learned(Options, Shop.Purchase(Id.None, 10));

        Assert.That(recommender.Knows(Id.None), Is.False);
        Assert.That(Shop.Items(recommender, Id.None), Is.EqualTo(new Id[] { 10 }));
    }

    [Test]
    public void Learn_LateForTheTrend_IsCounted()
    {
        var recommender = Shop.Learned(Options, Shop.Purchase(1, 10, hour: 48), Shop.Purchase(1, 11, hour: 1));

        Assert.That(recommender.LateEvents, Is.EqualTo(1));
    }

    [TestCase(nameof(ShopSelectors<,,>.EventTime))]
    [TestCase(nameof(ShopSelectors<,,>.Kind))]
    [TestCase(nameof(ShopSelectors<,,>.User))]
    [TestCase(nameof(ShopSelectors<,,>.Item))]
    [TestCase(nameof(ShopSelectors<,,>.HasUser))]
    [TestCase(nameof(ShopSelectors<,,>.Session))]
    [TestCase(nameof(ShopSelectors<,,>.Quantity))]
    [TestCase(nameof(ShopSelectors<,,>.Facts))]
    public void Learn_SelectorThrows_NoPartHasLearned(string broken)
    {
        var isBroken = false;
        Func<Interaction, TValue> Selector<TValue>(string name, Func<Interaction, TValue> selector) =>
            each => isBroken && name == broken ? throw new InvalidOperationException(name) : selector(each);
        var sound = ShopRecommender.Selectors;
        var recommender = new ShopRecommender<Interaction, Id, Id>(
            new()
            {
                EventTime = Selector(nameof(sound.EventTime), sound.EventTime),
                Kind = Selector(nameof(sound.Kind), sound.Kind),
                User = Selector(nameof(sound.User), sound.User),
                Item = Selector(nameof(sound.Item), sound.Item),
                HasUser = Selector(nameof(sound.HasUser), sound.HasUser),
                Session = Selector(nameof(sound.Session), sound.Session),
                Quantity = Selector(nameof(sound.Quantity), sound.Quantity),
                Facts = Selector(nameof(sound.Facts), sound.Facts),
            },
            Options);
        recommender.Learn(Shop.Cart(1, 10, "emil"));
        var before = Bytes(recommender);
        isBroken = true;

        Assert.That(
            () => recommender.Learn(Shop.Purchase(2, 11, "fram", hour: 48)),
            Throws.InvalidOperationException.With.Message.EqualTo(broken));
        Assert.That(Bytes(recommender), Is.EqualTo(before));
    }

    [Test]
    public void Learn_MoreUsersThanTheBound_ForgetsAndCounts()
    {
        var recommender = Shop.Learned(Options with { MaxUsers = 1 }, Shop.View(1, 10), Shop.View(2, 10));

        Assert.That(
            (recommender.Knows(1), recommender.Knows(2), recommender.EvictedUsers), Is.EqualTo((false, true, 1L)));
    }

    [Test]
    public void Constructor_WeightsOfBuckets_AreRefusedUnlessThoseOfKinds()
    {
        var weights = new KindWeights { View = 1 };
        var options = Options with { Buckets = Shop.Sorted with { Weights = weights } };

        Assert.That(
            () => new ShopRecommender(options), Throws.ArgumentException.With.Message.Contains("Buckets.Weights"));
        Assert.That(() => new ShopRecommender(options with { KindWeights = weights }), Throws.Nothing);
    }

    [Test]
    public void Constructor_SourceTwice_Throws() => Assert.That(
        () => new ShopRecommender(Options with
        {
            Sources = [new(RecommendationSource.Popular), new(RecommendationSource.Popular)],
        }),
        Throws.ArgumentException);

    [Test]
    public void Restore_OfOtherSources_NamesTheParts() => Assert.That(
        () => new ShopRecommender(Options with { Sources = [new(RecommendationSource.BuyAgain)] })
            .Restore(new SnapshotReader(Bytes(new ShopRecommender(Options)))),
        Throws.TypeOf<SnapshotException>().With.Message.EndsWith(": [], not [BuyAgain]."));

    [Test]
    public void Snapshot_AtAnyCutOfDisorderedInput_ChangesNoListAndNoByte()
    {
        var options = Options with
        {
            Buckets = new TrendBucketsOptions { AllowedLateness = TimeSpan.FromMinutes(5) },
            BucketSize = TimeSpan.FromHours(1),
            MaxUsers = 5,
            MaxItems = 9,
            Similar = new() { LastCount = 3, MaxUsers = 4 },
        };
        var events = SampleInteractions.Disordered(new Random(7), 400);
        for (var cut = 0; cut <= events.Count; cut += 23)
        {
            var whole = new ShopRecommender(options);
            var first = new ShopRecommender(options);
            var second = new ShopRecommender(options);
            Feed(whole, events, 0, cut);
            Feed(first, events, 0, cut);
            second.Restore(new SnapshotReader(Bytes(first)));
            Assert.That(
                Feed(second, events, cut, events.Count),
                Is.EqualTo(Feed(whole, events, cut, events.Count)),
                $"cut at {cut}");
            Assert.That(Bytes(second), Is.EqualTo(Bytes(whole)), $"cut at {cut}");
        }
    }

    [Test]
    public void Recommend_Asking_ChangesNothing()
    {
        var events = SampleInteractions.Disordered(new Random(3), 300);
        var asked = new ShopRecommender(Options);
        var silent = new ShopRecommender(Options);
        Feed(asked, events, 0, events.Count);
        foreach (var each in events)
        {
            silent.Learn(each);
        }

        Assert.That(Bytes(asked), Is.EqualTo(Bytes(silent)));
    }

    private static List<string> Feed(ShopRecommender recommender, IReadOnlyList<Interaction> events, int from, int to)
    {
        var lists = new List<string>();
        for (var i = from; i < to; i++)
        {
            recommender.Learn(events[i]);
            lists.Add(string.Join('|', Shop.Ask(recommender, events[i].User, 5)));
        }

        return lists;
    }

    private static byte[] Bytes(ShopRecommender<Interaction, Id, Id> recommender)
    {
        var writer = new SnapshotWriter();
        recommender.Snapshot(writer);
        return writer.Written.ToArray();
    }
}
