using System.Reactive.Linq;
using FsCheck;
using FsCheck.Fluent;
using RxRecs.Machines;

namespace RxRecs.Tests.Trending;

/// <summary>Buckets with more items than are counted exactly.</summary>
public sealed class SpaceSavingTests
{
    private const int Cap = 3;
    private const int Hour = 60;

    /// <summary>Sales of eight items in one bucket or a few, so that most buckets have more items than the
    /// cap.</summary>
    private static readonly Arbitrary<Sale[]> Crowded = Gen.Choose(0, 170)
        .SelectMany(_ => Gen.Choose(0, 7), (minute, item) => (minute, item))
        .SelectMany(_ => Gen.Elements(0, 10, 33, 100, 250), (pair, weight) =>
            new Sale(pair.minute, "abcdefgh"[pair.item].ToString(), weight))
        .ListOf(40)
        .Select(all => all.ToArray())
        .ToArbitrary();

    [Test]
    public void TrendBuckets_MoreItemsThanCap_CountsWhatIsSure()
    {
        // a and b, then c takes the slot of b (estimate 1), d that of c (estimate 2), and a goes on.
        var bucket = Run(Sales("a a a b c d a"), 2).Single();
        Assert.Multiple(() =>
        {
            Assert.That(bucket.IsApproximate);
            Assert.That(bucket.MaxError, Is.EqualTo(3));
            Assert.That(bucket.Total, Is.EqualTo(7));
            Assert.That(bucket.Counts, Is.EqualTo(new[] { Pair("a", 4), Pair("d", 1) }));
            Assert.That(bucket.ToString(), Does.EndWith(", approximate"));
        });
    }

    [Test]
    public void TrendBuckets_EqualEstimates_TakesTheSlotOfTheEarlierItem() => Assert.That(
        Run(Sales("b a c"), 2).Single().Counts, Is.EqualTo(new[] { Pair("a", 1), Pair("c", 1) }));

    [Test]
    public void TrendBuckets_AsManyItemsAsCap_IsExact()
    {
        var bucket = Run(Sales("a b a b a"), 2).Single();
        Assert.That((bucket.IsApproximate, bucket.MaxError), Is.EqualTo((false, 0d)));
        Assert.That(bucket.Counts, Is.EqualTo(new[] { Pair("a", 3), Pair("b", 2) }));
    }

    [Test]
    public void TrendBuckets_CapOfOne_KeepsTheNewestItemOrTheOnlyOne()
    {
        var bucket = Run(Sales("a b b"), 1).Single();
        Assert.That(bucket.Counts, Is.EqualTo(new[] { Pair("b", 2) }));
        Assert.That(bucket.MaxError, Is.EqualTo(3));
    }

    [Test]
    public void TrendBuckets_FrequentItemAmongManyRareOnes_IsFound()
    {
        var sales = Enumerable.Range(0, 100_000)
            .Select(i => new Sale(0, i % 10 == 0 ? "often" : $"rare {i}", 100));
        var bucket = Run(sales, 100).Single();
        Assert.That(bucket.Top(1)[0].Key, Is.EqualTo("often"));
        Assert.That(bucket.CountOf("often"), Is.EqualTo(10_000).Within(bucket.MaxError));
    }

    [Test]
    public void TrendBuckets_MoreItemsThanCap_ErrsByNoMoreThanItSays([Values(60, 20)] int advance) =>
        Prop.ForAll(Crowded, sales =>
        {
            var exact = Run(sales, 100, advance);
            var capped = Run(sales, Cap, advance);
            Assert.That(capped, Has.Count.EqualTo(exact.Count));
            foreach (var (bucket, right) in capped.Zip(exact))
            {
                Assert.That(bucket.TotalUnits, Is.EqualTo(right.TotalUnits));
                foreach (var item in right.Counts.Concat(bucket.Counts).Select(pair => pair.Key))
                {
                    var missing = right.Units.GetValueOrDefault(item) - bucket.Units.GetValueOrDefault(item);
                    Assert.That(missing, Is.InRange(0, bucket.MaxErrorUnits), $"{item} in {bucket}");
                }

                Assert.That(bucket.Counts.Count, Is.LessThanOrEqualTo(Cap * Hour / advance));
                if (advance == Hour)
                {
                    Assert.That(bucket.IsApproximate, Is.EqualTo(right.Counts.Count > Cap));
                }
            }
        }).Holds();

    [Test]
    public void TrendBuckets_MoreItemsThanCap_SnapshotAtAnyCutChangesNothing([Values(60, 20)] int advance) =>
        Prop.ForAll(Crowded, sales => Quality.MachineRun.AssertSnapshotLaw(
            () => Machine(Cap, advance),
            sales,
            result => result.Result is { } bucket ? $"{bucket.Text()} {bucket.MaxError:R}" : $"{result.Counts}",
            TestCodecs.All)).Holds(cases: 20);

    [Test]
    public void TrendBuckets_MoreItemsThanCap_DamagedStateIsRefusedOrRuns([Values(60, 20)] int advance) =>
        Tests.Machines.HostileSnapshot.AssertRefusedOrRuns(
            () => Machine(2, advance), Sales("a a b c d a"), Sales("e a b"));

    [Test]
    public void TopTrends_ApproximateBuckets_DamagedStateIsRefusedOrRuns()
    {
        var buckets = Run([.. Sales("a b c d"), new Sale(70, "a", 100), new Sale(200, "b", 100)], 2);
        Tests.Machines.HostileSnapshot.AssertRefusedOrRuns(
            () => new TopTrendsMachine<string>(TrendScore.Trending(TimeSpan.FromHours(1), 2)),
            buckets[..2],
            buckets[2..]);
    }

    [Test]
    public void Restore_AnotherCap_IsRefused([Values(1, 3)] int other)
    {
        var first = Machine(2, Hour);
        Quality.MachineRun.All(first, Sales("a b c"), complete: false);
        var state = MachineSnapshot.Save(first, TestCodecs.All);
        Assert.That(
            () => MachineSnapshot.Restore(Machine(other, Hour), state, TestCodecs.All),
            Throws.TypeOf<SnapshotException>().With.Message.Contains("at most 2 items"));
    }

    [Test]
    public void Restore_ExactCountsOfMoreItemsThanCap_IsRefused()
    {
        var first = Machine(5, Hour);
        Quality.MachineRun.All(first, Sales("a b c"), complete: false);
        var state = MachineSnapshot.Save(first, TestCodecs.All);
        Assert.That(
            () => MachineSnapshot.Restore(Machine(2, Hour), state, TestCodecs.All), Throws.TypeOf<SnapshotException>());
        Assert.That(() => MachineSnapshot.Restore(Machine(3, Hour), state, TestCodecs.All), Throws.Nothing);
    }

    [Test]
    public void TrendBuckets_FullBucket_AllocatesNothing()
    {
        var machine = Machine(64, Hour);
        var output = new Output<EventTimeResult<Sale, TrendBucket<string>>>();
        Sale[] sales = [.. Enumerable.Range(0, 500).Select(i => new Sale(0, $"item {i}", 100))];
        Array.ForEach(sales, sale => machine.OnEvent(sale, output));
        var before = GC.GetAllocatedBytesForCurrentThread();
        foreach (var sale in sales)
        {
            machine.OnEvent(sale, output);
        }

        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.Zero);
    }

    [Test]
    public void Trends_OfApproximateBuckets_SayThatTheyAre()
    {
        var buckets = Run(
            [.. Sales("a b c d"), new Sale(70, "a", 100), new Sale(130, "a", 100), new Sale(190, "a", 100)], 2);
        var reports = buckets.ToObservable().TopTrends(TrendScore.DampedChange).All();
        Assert.That(
            reports.Skip(1).Select(report => (report.Transition!.IsApproximate, report.Transition.MaxError)),
            Is.EqualTo(new[] { (true, 2d), (false, 0d) }));
        Assert.That(reports[1].Summary, Does.EndWith("(approximate)"));
        Assert.That(reports[2].Summary, Does.Not.Contain("approximate"));
    }

    [Test]
    public void Trends_WithAMemory_AreApproximateUntilTheErrorHasFaded()
    {
        var buckets = Run(
            [.. Sales("a b c d"), .. Enumerable.Range(1, 40).Select(hour => new Sale(hour * Hour, "a", 100))], 2);
        var transitions = buckets.ToObservable().TrendTransitions(TrendScore.Hot(TimeSpan.FromHours(1))).All();

        // An error of 2 halves with each hour: it is below a millionth after 21.
        Assert.That(transitions.FindIndex(each => !each.IsApproximate), Is.EqualTo(20));
        Assert.That(transitions.Skip(20), Has.All.Property("IsApproximate").False);
    }

    [Test]
    public void Trends_MoreFadingItemsThanMaxItems_ForgetTheFaintest()
    {
        var buckets = Run(
            [
                .. Sales("a a a b b c d d d d"),
                new Sale(70, "e", 100),
                new Sale(130, "e", 100),
                new Sale(190, "e", 100),
            ],
            10);
        var last = buckets.ToObservable().TrendTransitions(TrendScore.Hot(TimeSpan.FromHours(1), 2)).All()[^1];
        Assert.That(last.Changes.Select(change => change.Item), Is.EquivalentTo(new[] { "a", "d", "e" }));
        Assert.That(last.IsApproximate);
    }

    [Test]
    public void TrendRange_MergedApproximateBuckets_AddUpTheirErrors()
    {
        var buckets = Run([.. Sales("a b c d"), .. Sales("a b c d", 70), .. Sales("a", 130), .. Sales("a", 190)], 2);
        var report = buckets.Take(4).ToObservable().TrendRange(
            Sale.Noon,
            Sale.Noon.AddHours(4),
            TrendScore.DampedChange,
            TrendBasis.SecondHalfOverFirst,
            new TrendRankingOptions { IncludePartial = true }).All().Single();
        Assert.That(
            (report.Transition!.IsApproximate, report.Transition.MaxError), Is.EqualTo((true, 4d)), report.Summary);
    }

    private static KeyValuePair<string, double> Pair(string item, double count) => new(item, count);

    private static Sale[] Sales(string items, int minute = 0) =>
        [.. items.Split(' ').Select(item => new Sale(minute, item, 100))];

    private static List<TrendBucket<string>> Run(IEnumerable<Sale> sales, int cap, int advance = Hour) =>
        [.. Quality.MachineRun.All(Machine(cap, advance), sales).Where(one => one.IsResult).Select(one => one.Result!)];

    private static TrendBucketsMachine<Sale, string> Machine(int cap, int advance) => new(
        TimeSpan.FromMinutes(Hour),
        sale => sale.Item,
        sale => sale.Weight,
        sale => sale.Time,
        new TrendBucketsOptions
        {
            AllowedLateness = TimeSpan.FromMinutes(90),
            Advance = TimeSpan.FromMinutes(advance),
            Origin = Sale.Noon,
            MaxItemsPerBucket = cap,
        });
}
