using System.Reactive.Linq;
using FsCheck;
using FsCheck.Fluent;
using RxRecs.Machines;
using RxRecs.Recommenders;
using RxRecs.Tests.Recommenders;

namespace RxRecs.Tests.Similarity;

/// <summary>Tests of items bought together.</summary>
public sealed class BundlesTests
{
    // Baskets by session: order 0 to 9, with users or without.
    private static readonly Arbitrary<(int Order, int Item)[]> Purchases =
        (from order in Gen.Choose(0, 9) from item in Gen.Choose(1, 8) select (order, item)).ArrayOf().ToArbitrary();

    /// <summary>Baskets {1, 2}, {1, 2, 3}, {1, 3}, {4}: 1 and 2 in 2 of 4.</summary>
    [Test]
    public void Of_WorkedExample_HasSupportConfidenceAndLift()
    {
        var state = Learned((0, 1), (0, 2), (1, 1), (1, 2), (1, 3), (2, 1), (2, 3), (3, 4), (3, 4));
        var bundle = state.Of(2, 1);

        Assert.That(bundle, Is.EqualTo(new Bundle<Id>(2, 1, 2, 2, 3, 4)));
        Assert.That(bundle.Support, Is.EqualTo(.5));
        Assert.That(bundle.Confidence, Is.EqualTo(1));
        Assert.That(bundle.ReverseConfidence, Is.EqualTo(2 / 3d));
        Assert.That(bundle.Lift, Is.EqualTo(4 / 3d));
        Assert.That(state.Of(2, 9), Is.EqualTo(new Bundle<Id>(2, 9, 0, 2, 0, 4)));
        Assert.That(state.Of(2, 9).Lift, Is.Zero);
    }

    [Test]
    public void Lists_AnyPurchases_AgreeWithTheNaive() => Prop.ForAll(Purchases, purchases =>
    {
        var state = Learned(purchases);
        var baskets = purchases.GroupBy(each => each.Order)
            .Select(group => group.Select(each => each.Item).ToHashSet()).ToList();
        int Holding(params int[] items) => baskets.Count(basket => items.All(basket.Contains));
        Bundle<Id> Naive(int first, int second) =>
            new(first, second, Holding(first, second), Holding(first), Holding(second), baskets.Count);

        var list = new List<Bundle<Id>>();
        for (var item = 1; item <= 8; item++)
        {
            state.Around(item, 5, list);
            Assert.That(list, Is.EqualTo(Enumerable.Range(1, 8).Where(other => other != item)
                .Select(other => Naive(item, other)).Where(each => each.Together >= 2)
                .OrderByDescending(each => each.Confidence).ThenByDescending(each => each.Lift)
                .ThenBy(each => each.Second)
                .Take(5)));
        }

        state.Top(6, list);
        Assert.That(list, Is.EqualTo((
            from first in Enumerable.Range(1, 8)
            from second in Enumerable.Range(first + 1, 8 - first)
            select Naive(first, second)).Where(each => each.Together >= 2)
            .OrderByDescending(each => each.Together).ThenByDescending(each => each.Lift)
            .ThenBy(each => each.First).ThenBy(each => each.Second).Take(6)));
    }).Holds(cases: 200);

    [Test]
    public void Bounded_FewNeighbors_IsWithinTheStatedError() => Prop.ForAll(Purchases, purchases =>
    {
        var exact = Learned(purchases);
        var bounded = new BundleState<Id, Id>(new() { MaxNeighbors = 2, MinTogether = 1 });
        Learn(bounded, purchases);
        for (var first = 1; first <= 8; first++)
        {
            for (var second = 1; second <= 8; second++)
            {
                var (known, truth) = (bounded.Of(first, second), exact.Of(first, second));
                if (first != second)
                {
                    Assert.That(truth.Together, Is.InRange(known.Together, known.Together + known.Error));
                }
            }
        }
    }).Holds(cases: 200);

    [Test]
    public void Bundles_Operator_TellsOfEachPurchase()
    {
        Interaction[] events =
        [
            Buy(1, "a"), Buy(2, "a"), Buy(2, "b"), Shop.View(1, 3) with { Session = "b" }, Buy(1, "b"), Buy(1, "b"),
            Buy(2, "c"), Buy(3, "c"), Buy(1, "c"),
        ];
        var bundles = events.ToObservable().Bundles().ToEnumerable();

        Assert.That(bundles, Is.EqualTo(new Bundle<Id>[] { new(1, 2, 2, 2, 2, 2), new(1, 2, 3, 3, 3, 3) }));
    }

    [Test]
    public void BundleCounts_Completion_EmitsWhatAllPurchasesCount() => Prop.ForAll(Purchases, purchases =>
    {
        var events = purchases.Select(each => Buy(each.Item, $"{each.Order}"));
        var counts = events.ToObservable().BundleCounts().ToEnumerable().Single();
        var (counted, expected) = (new List<Bundle<Id>>(), new List<Bundle<Id>>());
        counts.Top(100, counted);
        Learned(purchases).Top(100, expected);

        Assert.That(counted, Is.EqualTo(expected));
    }).Holds(cases: 50);

    [Test]
    public void BundleCounts_WithoutTheEnd_EmitsNothing()
    {
        var found = new List<BundleState<Id, Id>>();
        using var running = new[] { Buy(1, "a") }.ToObservable().Concat(Observable.Never<Interaction>())
            .BundleCounts().Subscribe(found.Add);

        Assert.That(found, Is.Empty);
    }

    [Test]
    public void Learn_WithoutUserAndSession_IsCounted()
    {
        var state = new BundleState<Id, Id>();

        Assert.That(state.Learn(Id.None, false, null, 1, Shop.Start), Is.False);
        Assert.That((state.UnassignedEvents, state.Baskets), Is.EqualTo((1L, 0L)));
    }

    [Test]
    public void Learn_PurchasesOfAUserWithoutSession_AreBasketsByTheGap()
    {
        var state = new BundleState<Id, Id>();
        state.Learn(1, true, null, 1, Shop.Start);
        state.Learn(1, true, null, 2, Shop.Start.AddMinutes(29));
        state.Learn(1, true, null, 3, Shop.Start.AddMinutes(60));

        Assert.That(state.Of(1, 2), Is.EqualTo(new Bundle<Id>(1, 2, 1, 1, 1, 2)));
        Assert.That(state.Of(1, 3).Together, Is.Zero);
    }

    [Test]
    public void Snapshot_CutAnywhere_GoesOnAsIfNothingHadHappened() =>
        Prop.ForAll(Purchases, Purchases, (first, second) =>
    {
        var options = new BundleOptions { MaxItems = 5, MaxNeighbors = 3, Baskets = new() { MaxOpen = 3 } };
        var (whole, restored) = (new BundleState<Id, Id>(options), new BundleState<Id, Id>(options));
        Learn(whole, first);
        restored.Restore(new SnapshotReader(Bytes(whole)));
        Learn(whole, second);
        Learn(restored, second);

        Assert.That(Bytes(restored), Is.EqualTo(Bytes(whole)));
    }).Holds(cases: 100);

    [Test]
    public void LearnAndAround_InTheSteadyState_AllocateNothing()
    {
        var random = new Random(7);
        var orders = Enumerable.Range(0, 4_000).Select(order => $"order {order}").ToArray();
        var purchases = Enumerable.Range(0, 20_000)
            .Select(i => (Order: orders[i / 5], Item: (Id)(int)(100 * Math.Pow(random.NextDouble(), 3)))).ToArray();
        var state = new BundleState<Id, Id>(new()
        {
            MaxItems = 80,
            MaxNeighbors = 20,
            Baskets = new() { MaxOpen = 50, MaxLength = 4, NamedGap = TimeSpan.FromSeconds(1) },
        });
        var bundles = new List<Bundle<Id>>();
        var time = Shop.Start;
        for (var i = 0; i < 3; i++)
        {
            Run();
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        Run();

        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.Zero);
        Assert.That((state.Baskets, state.EvictedItems > 0), Is.EqualTo((16_000L, true)));
        Assert.That(bundles, Has.Count.EqualTo(5));

        void Run()
        {
            foreach (var (order, item) in purchases)
            {
                state.Learn(Id.None, false, order, item, time);
                state.Around(item, 5, bundles);
            }

            time = time.AddMinutes(1);
        }
    }

    [Test]
    public void BoughtTogether_AsARecommender_SumsConfidences()
    {
        var recommender = ItemToItem.Recommender(ItemToItemOptions.BoughtTogether);
        foreach (var (order, item) in new[] { (0, 1), (0, 2), (1, 1), (1, 2), (1, 3), (2, 1), (2, 3), (3, 4) })
        {
            recommender.Learn(Buy(item, $"order {order}"));
        }

        var list = new List<Recommendation<Id>>();
        recommender.Recommend(new(Id.None, 5) { Around = [2, 1] }, list);

        // Of 2's baskets half have 3, of 1's two thirds.
        Assert.That(list.Select(each => each.Item), Is.EqualTo(new Id[] { 3 }));
        Assert.That(list[0].Score, Is.EqualTo((1 / 2d) + (2 / 3d)).Within(1e-12));
    }

    private static Interaction Buy(Id item, string order) => Shop.Purchase(Id.None, item) with { Session = order };

    private static BundleState<Id, Id> Learned(params (int Order, int Item)[] purchases)
    {
        var state = new BundleState<Id, Id>();
        Learn(state, purchases);
        return state;
    }

    private static void Learn(BundleState<Id, Id> state, (int Order, int Item)[] purchases)
    {
        foreach (var (order, item) in purchases)
        {
            state.Learn(order % 2, order % 2 > 0, $"order {order}", item, Shop.Start);
        }
    }

    private static byte[] Bytes(BundleState<Id, Id> state)
    {
        var writer = new SnapshotWriter();
        state.Snapshot(writer);
        return writer.Written.ToArray();
    }
}
