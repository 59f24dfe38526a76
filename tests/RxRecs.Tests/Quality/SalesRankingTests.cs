using System.Reactive.Linq;
using FsCheck;
using FsCheck.Fluent;
using RxRecs.Analytics;
using RxRecs.Machines;

namespace RxRecs.Tests.Quality;

public sealed class SalesRankingTests
{
    private static readonly DateTimeOffset Start = new(2020, 4, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly Arbitrary<(int Item, int Pieces, decimal Revenue)[]> Sales = Gen.Choose(0, 11).SelectMany(
        item => Gen.Choose(-2, 4),
        (item, pieces) => (item, pieces, pieces * (decimal)(item % 4 + 1))).ArrayOf().ToArbitrary();

    [Test]
    public void SalesRanking_SalesAndReturns_AgreeWithANaiveSort(
        [Values] SalesMeasure measure, [Values(1, 3, 20)] int size) =>
        Prop.ForAll(Sales, sales =>
        {
            var options = new SalesRankingOptions { Measure = measure, MinimumPieces = 2 };
            var machine = Machine(size, options);
            var shown = new Dictionary<int, ItemSales<int>>();
            for (var i = 0; i < sales.Length; i++)
            {
                foreach (var change in MachineRun.All(machine, [sales[i]], complete: false))
                {
                    Apply(shown, change);
                }

                var expected = Naive(sales.Take(i + 1), size, options);
                Assert.That(machine.State.Top, Is.EqualTo(expected));
                Assert.That(
                    shown.OrderBy(one => one.Key).Select(one => one.Value),
                    Is.EqualTo(expected),
                    "from the changes alone");
            }
        }).Holds();

    [Test]
    public void SalesRanking_AnyOrderOfSales_GivesTheSameRanking() => Prop.ForAll(Sales, sales =>
    {
        var one = Machine(4);
        var other = Machine(4);
        MachineRun.All(one, sales);
        MachineRun.All(other, sales.Reverse());
        Assert.That(other.State.Top, Is.EqualTo(one.State.Top));
    }).Holds();

    [Test]
    public void SalesRanking_SnapshotAtAnyCut_ChangesNothing() => Prop.ForAll(
        Sales, sales => MachineRun.AssertSnapshotLaw(() => Machine(3), sales)).Holds();

    [Test]
    public void SalesRanking_DamagedSnapshot_IsRefused() =>
        MachineRun.AssertDamageIsRefused(() => Machine(3), [(1, 2, 3m), (2, 3, 4m), (3, 1, 1m), (4, 9, 9m)]);

    [Test]
    public void SalesRanking_ItemRises_SaysWhatMoved()
    {
        var machine = Machine(2);
        MachineRun.All(machine, [(1, 3, 3m), (2, 2, 2m), (3, 1, 1m)]);
        var changes = MachineRun.All(machine, [(3, 4, 4m)]);
        Assert.That(changes, Is.EqualTo(new SalesRankChange<int>[]
        {
            new(3, 5, 5, 1, 0), new(1, 3, 3, 2, 1), new(2, 2, 2, 0, 2),
        }));
    }

    [Test]
    public void SalesRanking_SaleBelowTheRanking_SaysNothing()
    {
        var machine = Machine(1);
        MachineRun.All(machine, [(1, 3, 3m)]);
        Assert.That(MachineRun.All(machine, [(2, 2, 2m)]), Is.Empty);
        Assert.That(machine.State.Sales(2), Is.EqualTo(new ItemSales<int>(2, 2, 2)));
        Assert.That(machine.State.Sales(9), Is.EqualTo(new ItemSales<int>(9, 0, 0)));
    }

    [Test]
    public void SalesRanking_Overflow_ThrowsAndChangesNothing()
    {
        var machine = Machine(1);
        MachineRun.All(machine, [(1, 3, decimal.MaxValue)]);
        var before = MachineSnapshot.Save(machine);
        Assert.That(() => MachineRun.All(machine, [(1, 3, decimal.MaxValue)]), Throws.TypeOf<OverflowException>());
        Assert.That(MachineSnapshot.Save(machine), Is.EqualTo(before));
    }

    [Test]
    public void SalesRanking_EmptyQueue_GivesNothing() =>
        Assert.That(Observable.Empty<Interaction>().SalesRanking(5).ToList().Wait(), Is.Empty);

    [Test]
    public void SalesRanking_NoRanks_IsRefused() => Assert.That(
        () => Observable.Empty<Interaction>().SalesRanking(0), Throws.InstanceOf<ArgumentOutOfRangeException>());

    [Test]
    public void SalesRanking_Interactions_PassTheFilters()
    {
        var sale = new Interaction(Start, InteractionKind.Purchase, Id.None, 1)
        {
            Category = 7,
            CategoryPath = "apparel.shoes",
            Brand = "b",
            Price = 10,
            Quantity = 2,
        };
        Interaction[] events =
        [
            sale, new(Start, InteractionKind.View, 1, 1), sale with { Category = 8 },
            sale with { CategoryPath = "apparelx" },
            sale with { Brand = null }, sale with { Price = 9.99m }, sale with { Price = 20.01m },
            sale with { Price = null },
        ];
        Assert.That(Pieces(new SalesRankingOptions()), Is.EqualTo(14));
        Assert.That(Pieces(new SalesRankingOptions { Category = 7 }), Is.EqualTo(12));
        Assert.That(Pieces(new SalesRankingOptions { CategoryPath = "apparel" }), Is.EqualTo(12));
        Assert.That(Pieces(new SalesRankingOptions { CategoryPath = "apparel.shoes" }), Is.EqualTo(12));
        Assert.That(Pieces(new SalesRankingOptions { Brand = "b" }), Is.EqualTo(12));
        Assert.That(Pieces(new SalesRankingOptions { LowestPrice = 10, HighestPrice = 20 }), Is.EqualTo(8));

        long Pieces(SalesRankingOptions options) =>
            events.ToObservable().SalesRanking(1, options).LastAsync().Wait().Pieces;
    }

    [Test]
    public void SalesRanking_SteadyState_AllocatesNothing()
    {
        var machine = Machine(10);
        var output = new Output<SalesRankChange<int>>();
        Run(100_000);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Run(1000);
        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.Zero);

        void Run(int count)
        {
            for (var i = 0; i < count; i++)
            {
                machine.OnEvent((i * i % 101, 1, 1m), output);
                output.Clear();
            }
        }
    }

    private static SalesRankingMachine<(int Item, int Pieces, decimal Revenue), int> Machine(
        int size, SalesRankingOptions? options = null) =>
        new(size, sale => sale.Item, sale => sale.Pieces, sale => sale.Revenue, options);

    private static void Apply(Dictionary<int, ItemSales<int>> shown, SalesRankChange<int> change)
    {
        if (shown.TryGetValue(change.PreviousRank, out var there) && there.Item == change.Item)
        {
            shown.Remove(change.PreviousRank);
        }

        if (change.Rank > 0)
        {
            shown[change.Rank] = new(change.Item, change.Pieces, change.Revenue);
        }
    }

    private static ItemSales<int>[] Naive(
        IEnumerable<(int Item, int Pieces, decimal Revenue)> sales, int size, SalesRankingOptions options)
    {
        var sums = sales.GroupBy(one => one.Item).Select(item =>
            new ItemSales<int>(item.Key, item.Sum(one => one.Pieces), item.Sum(one => one.Revenue)));
        var ranked = options.Measure == SalesMeasure.Pieces
            ? sums.OrderByDescending(one => one.Pieces).ThenByDescending(one => one.Revenue)
            : sums.OrderByDescending(one => one.Revenue).ThenByDescending(one => one.Pieces);
        return ranked.ThenBy(one => one.Item).Where(one => one.Pieces >= options.MinimumPieces).Take(size).ToArray();
    }
}
