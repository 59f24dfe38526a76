using System.Reactive.Linq;
using RxRecs.Machines;
using static RxRecs.Tests.Trending.TrendRun;

namespace RxRecs.Tests.Trending;

public sealed class TopTrendsTests
{
    private static readonly TrendScore Damped = TrendScore.DampedChange;

    [Test]
    public void TopTrends_FirstBucket_SaysThatThereIsNotEnoughData()
    {
        var report = Days("a=1").ToObservable().TopTrends(Damped).All().Single();
        Assert.That((report.Status, report.Buckets), Is.EqualTo((TrendReportStatus.NotEnoughData, 1L)));
        Assert.That(report.Summary, Is.EqualTo("Insufficient data to compute trending: 1 whole bucket, 2 needed."));
    }

    [Test]
    public void TopTrends_NoBucket_SaysThatThereIsNotEnoughData() => Assert.That(
        Days().ToObservable().TopTrends(Damped).All().Single().Summary,
        Is.EqualTo("Insufficient data to compute trending: 0 whole buckets, 2 needed."));

    [Test]
    public void TopTrends_EachBucket_GivesRisingFallingAndNew()
    {
        var report = Days("a=1 b=4 c=1", "a=3 b=1 d=2").ToObservable().TopTrends(Damped).All()[^1];
        Assert.That(report.Rising.Select(change => change.Item), Is.EqualTo(["d", "a"]));
        Assert.That(report.Falling.Select(change => change.Item), Is.EqualTo(["b", "c"]));
        Assert.That(report.New.Select(change => change.Item), Is.EqualTo(["d"]));
        Assert.That(report.Status, Is.EqualTo(TrendReportStatus.Ready));
    }

    [Test]
    public void TopTrends_PartialBucket_LeavesTheLastReportStanding()
    {
        var days = Days("a=1", "a=3", "");
        days[2] = new TrendBucket<string>(2, days[2].Start, days[2].End, []) { IsPartial = true };
        Assert.That(days.ToObservable().TopTrends(Damped).All(), Has.Count.EqualTo(2));
        Assert.That(
            days[1..].ToObservable().TopTrends(Damped).All().Single().Status,
            Is.EqualTo(TrendReportStatus.NotEnoughData));
        var all = days.ToObservable().TopTrends(Damped, new TrendRankingOptions { IncludePartial = true }).All();
        Assert.That(all[^1].Falling.Single().Item, Is.EqualTo("a"));
        var partial = days.ToObservable().TrendTransitions(Damped).All()[^1].Rank(new TrendRankingOptions());
        Assert.That((partial.Status, partial.Falling.Count), Is.EqualTo((TrendReportStatus.Partial, 0)));
    }

    [Test]
    public void TopTrends_RestoredWithItemsThatEqualByAComparer_GoesOnAsBefore()
    {
        var buckets = Days("a=1", "A=2", "b=1", "a=1 B=3")
            .Select(day => new TrendBucket<string>(
                day.Index == 3 ? 5 : day.Index, day.Start, day.End, day.Counts, StringComparer.OrdinalIgnoreCase))
            .ToArray();
        for (var cut = 0; cut <= buckets.Length; cut++)
        {
            var (whole, first, second) = (Machine(), Machine(), Machine());
            _ = Reports(whole, buckets[..cut]);
            _ = Reports(first, buckets[..cut]);
            MachineSnapshot.Restore(second, MachineSnapshot.Save(first));
            Assert.That(
                Reports(second, buckets[cut..]), Is.EqualTo(Reports(whole, buckets[cut..])), $"after a cut at {cut}");
        }

        static TopTrendsMachine<string> Machine() => new(TrendScore.Trending(TimeSpan.FromDays(1), 3));

        static List<string> Reports(TopTrendsMachine<string> machine, TrendBucket<string>[] buckets)
        {
            var output = new Output<TrendReport<string>>();
            foreach (var bucket in buckets)
            {
                machine.OnEvent(bucket, output);
            }

            return output.Results.ToArray().Select(report => report.Text()).ToList();
        }
    }

    [Test]
    public void TopTrends_IndexesAtTheEndsOfTheRange_AreFarApart()
    {
        var day = Days("a=1")[0];
        TrendBucket<string>[] buckets =
        [
            new(long.MinValue, day.Start, day.End, day.Counts),
            new(long.MaxValue, day.End, day.End.AddDays(1), day.Counts),
        ];
        Assert.That(buckets.ToObservable().TopTrends(Damped).All()[^1].New.Single().Item, Is.EqualTo("a"));
    }

    [Test]
    public void TopTrends_Thresholds_AreInclusive()
    {
        var days = Days("a=10 b=10 c=1", "a=12 b=5 c=2 d=3");
        Assert.That(Items(new() { MinChange = 2 }), Is.EqualTo("R d a F b N d"));
        Assert.That(Items(new() { MinChange = 2.5 }), Is.EqualTo("R d F b N d"));
        Assert.That(Items(new() { MinScore = 0.25 }), Is.EqualTo("R d c F b N d"));
        Assert.That(Items(new() { MinCount = 10 }), Is.EqualTo("R a F b N "));
        Assert.That(Items(new() { Top = 1 }), Is.EqualTo("R d F b N d"));
        Assert.That(Items(new() { AmongPopular = 2 }), Is.EqualTo("R a F b N "));

        string Items(TrendRankingOptions ranking)
        {
            var report = days.ToObservable().TopTrends(Damped, ranking).All()[^1];
            return $"R {Names(report.Rising)} F {Names(report.Falling)} N {Names(report.New)}";
        }
    }

    [Test]
    public void TopTrends_AmongPopular_BreaksTiesByLowerItem()
    {
        var report = Days("a=1 b=1 c=1", "c=2 b=2 a=2")
            .ToObservable()
            .TopTrends(Damped, new() { AmongPopular = 2 })
            .All()[^1];
        Assert.That(Names(report.Rising), Is.EqualTo("a b"));
    }

    [Test]
    public void TopTrends_FallingTies_HigherCurThenLowerItemFirst()
    {
        var report = Days("a=1 b=2 c=2", "").ToObservable().TopTrends(TrendScore.PercentChange).All()[^1];
        Assert.That(Names(report.Falling), Is.EqualTo("b c a"));
    }

    [Test]
    public void TopTrends_TextItems_RankOrdinally()
    {
        var report = Days("", "b=1 B=1 a=1 é=1").ToObservable().TopTrends(Damped).All()[^1];
        Assert.That(Names(report.New), Is.EqualTo("B a b é"));
    }

    [Test]
    public void RankPerGroup_PairsOfBrandAndItem_RanksWithinEachBrand()
    {
        (int Minute, string Brand, int Item)[] sales =
            [(0, "x", 1), (1, "y", 2), (60, "x", 1), (61, "x", 1), (62, "y", 3), (63, "x", 4), (120, "x", 1)];
        var transition = sales.ToObservable()
            .TrendBuckets(
                TimeSpan.FromHours(1),
                sale => (sale.Brand, sale.Item),
                sale => Sale.Noon.AddMinutes(sale.Minute),
                new TrendBucketsOptions { AllowedLateness = TimeSpan.Zero })
            .TopTrends(Damped)
            .All()[^1].Transition!;
        var groups = transition.RankPerGroup(pair => pair.Brand, new TrendRankingOptions());
        Assert.That(groups.Select(group => group.Key), Is.EqualTo(["x", "y"]));
        Assert.That(groups[0].Value.Rising.Select(change => change.Item.Item), Is.EqualTo([4, 1]));
        Assert.That(groups[1].Value.Falling.Single().Item, Is.EqualTo(("y", 2)));
    }

    [Test]
    public void TrendRange_TooFewBuckets_SaysSo()
    {
        var days = Days("a=1", "a=2");
        var report = TrendRangeReport.Make([days[0]], Damped);
        Assert.That((report.Status, report.Buckets), Is.EqualTo((TrendReportStatus.NotEnoughData, 1L)));
    }

    [Test]
    public void TrendRange_OddNumberOfBuckets_LeavesTheMiddleOneOut()
    {
        var days = Days("a=1", "a=100", "", "a=1", "a=2").Where(day => day.Index != 2).ToArray();
        var report = days.ToObservable()
            .TrendRange(days[0].Start, days[^1].End, Damped, basis: TrendBasis.SecondHalfOverFirst)
            .All().Single();
        Assert.That(report.Transition!.Changes.Single(), Is.EqualTo(new TrendChange<string>("a", 101, 3, -98.0 / 105)));
        Assert.That((report.Transition.Before.LastIndex, report.Transition.Now.FirstIndex), Is.EqualTo((1L, 3L)));
        Assert.That(
            (report.Transition.Before.End, report.Transition.Now.Start), Is.EqualTo((days[1].End, days[2].Start)));
        Assert.That(report.Summary, Does.StartWith("Second half over first half: 2026-03-04 12:00:00Z"));
    }

    [Test]
    public void TrendRange_GapBeforeTheLastBucket_CountsAsZero()
    {
        var days = Days("a=1", "", "a=2");
        var report = TrendRangeReport.Make([days[2], days[0]], Damped);
        Assert.That(report.New.Single().Item, Is.EqualTo("a"));
    }

    private static string Names(IEnumerable<TrendChange<string>> changes) =>
        string.Join(' ', changes.Select(change => change.Item));
}
