using System.Reactive.Linq;
using RxRecs.Machines;
using RxRecs.Tests.Trending;

namespace RxRecs.Tests.Time;

/// <summary>Examples of local days, their options, and snapshots over a change of a zone's rules.</summary>
public sealed class LocalDayExampleTests
{
    private static readonly TimeZoneInfo Berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    private static readonly TrendBucketsOptions Days =
        new() { AllowedLateness = TimeSpan.Zero, TimeZone = Berlin };

    private static readonly WindowOptions Windows = new() { AllowedLateness = TimeSpan.Zero, TimeZone = Berlin };

    [Test]
    public void TrendBuckets_BerlinOverBothChanges_HaveDaysOf23And25Hours()
    {
        Assert.That(
            Sold("2024-03-30T22:59Z", "2024-03-30T23:00Z", "2024-03-31T21:59Z", "2024-03-31T22:00Z"),
            Is.EqualTo(["03-29 23 - 03-30 23: 1", "03-30 23 - 03-31 22: 2", "03-31 22 - 04-01 22: 1 partial"]));
        Assert.That(
            Sold("2024-10-26T21:59Z", "2024-10-26T22:00Z", "2024-10-27T22:59Z", "2024-10-27T23:00Z"),
            Is.EqualTo(["10-25 22 - 10-26 22: 1", "10-26 22 - 10-27 23: 2", "10-27 23 - 10-28 23: 1 partial"]));
    }

    [Test]
    public void TrendBuckets_WeeksOfLocalDays_BeginOnTheWeekdayOfTheOrigin()
    {
        var monday = DateTimeOffset.Parse("2024-01-01T12:00+01:00");
        var weeks = Buckets(
            7 * Day, Days with { Origin = monday }, "2024-03-25T00:00+01:00", "2024-03-31T23:59+02:00",
            "2024-04-01T00:00+02:00");
        Assert.That(weeks.Select(week => (week.Index, week.Start, (int)week.Total)), Is.EqualTo([
            (12L, DateTimeOffset.Parse("2024-03-25T00:00+01:00"), 2),
            (13L, DateTimeOffset.Parse("2024-04-01T00:00+02:00"), 1),
        ]));
        Assert.That((weeks[0].End - weeks[0].Start).TotalHours, Is.EqualTo((7 * 24) - 1));
    }

    [Test]
    public void TopTrends_DateThatIsLeftOut_IsComparedWithTheDayBeforeIt()
    {
        var apia = Days with { TimeZone = TimeZoneInfo.FindSystemTimeZoneById("Pacific/Apia") };
        var reports = Times("2011-12-29T09:00-10:00", "2011-12-29T10:00-10:00", "2011-12-31T09:00+14:00",
                "2012-01-01T09:00+14:00")
            .ToObservable()
            .TrendBuckets(Day, _ => "a", time => time, apia)
            .TopTrends(TrendScore.DampedChange)
            .All();
        var change = reports[1].Transition!;
        Assert.That(change.Changes.Single().Before, Is.EqualTo(2));
        Assert.That(change.Changes.Single().Now, Is.EqualTo(1));
        Assert.That(change.Before.End, Is.EqualTo(change.Now.Start));
    }

    [Test]
    public void TrendRange_HalvesOverAChange_BeginAndEndAtMidnight()
    {
        var report = Times(
                "2024-03-29T12:00Z", "2024-03-30T12:00Z", "2024-03-31T12:00Z", "2024-04-01T12:00Z", "2024-04-02T00:00Z")
            .ToObservable()
            .TrendBuckets(Day, _ => "a", time => time, Days)
            .TrendRange(
                DateTimeOffset.MinValue, DateTimeOffset.MaxValue, TrendScore.DampedChange,
                TrendBasis.SecondHalfOverFirst)
            .Wait();
        Assert.That(report.Transition!.Before.End, Is.EqualTo(DateTimeOffset.Parse("2024-03-31T00:00+01:00")));
        Assert.That(report.Transition.Now.Start, Is.EqualTo(DateTimeOffset.Parse("2024-03-31T00:00+01:00")));
        Assert.That(report.Transition.Now.End, Is.EqualTo(DateTimeOffset.Parse("2024-04-02T00:00+02:00")));
    }

    [Test]
    public void TrendBuckets_LongGapOverAChange_NamesThePeriodBeforeByMidnights()
    {
        var reports = Times("2024-01-10T12:00Z", "2024-03-31T12:00Z", "2024-04-01T12:00Z").ToObservable()
            .TrendBuckets(Day, _ => "a", time => time, Days with { MaxEmptyRun = 3 })
            .TopTrends(TrendScore.DampedChange)
            .All();
        var change = reports[^1].Transition!;
        Assert.That(change.Now.Start, Is.EqualTo(DateTimeOffset.Parse("2024-03-31T00:00+01:00")));
        Assert.That(change.Before.Start, Is.EqualTo(DateTimeOffset.Parse("2024-03-30T00:00+01:00")));
        Assert.That(change.Before.End, Is.EqualTo(change.Now.Start));
    }

    [Test]
    public void TimeZone_SizeOrAdvanceOfPartsOfDays_IsRefusedByName()
    {
        var source = Observable.Empty<DateTimeOffset>();
        var parts = TimeSpan.FromHours(36);
        Assert.That(
            () => source.TrendBuckets(parts, time => time, time => time, Days),
            Throws.ArgumentException.With.Message.Contains("TimeZone (Europe/Berlin)")
                .And.Property("ParamName").EqualTo("size"));
        Assert.That(
            () => source.TrendBuckets(Day, time => time, time => time, Days with { Advance = Day / 2 }),
            Throws.ArgumentException.With.Message.StartsWith("Advance (12:00:00)"));
        var count = WindowAggregate.Count<DateTimeOffset>();
        Assert.That(
            () => source.TumblingWindow(parts, count, time => time, Windows),
            Throws.ArgumentException.With.Message.Contains("TimeZone (Europe/Berlin)")
                .And.Property("ParamName").EqualTo("size"));
        Assert.That(
            () => source.HoppingWindow(2 * Day, parts, count, time => time, Windows),
            Throws.ArgumentException.With.Property("ParamName").EqualTo("advance"));
    }

    [Test]
    public void Restore_OtherRulesOfTheZone_KeepsTheBoundariesOfOpenBuckets()
    {
        // The zone was to have another offset from the second of May on, and then does not.
        var before = Zone(TimeSpan.FromHours(1));
        var after = Zone(TimeSpan.Zero);
        var start = DateTimeOffset.Parse("2024-05-01T10:00Z");
        var (first, second) = (Machine(before), Machine(after));
        EventTimeRun.All(first, [start, start.AddDays(1)], complete: false);
        MachineSnapshot.Restore(second, MachineSnapshot.Save(first));
        var buckets = EventTimeRun.Results(
            second, Enumerable.Range(1, 4).Select(i => start.AddDays(i)));
        Assert.That(buckets.Select(bucket => $"{bucket.Start:dd HH} {bucket.End:dd HH} {bucket.Total}"), Is.EqualTo(
            ["02 00 02 23 2", "02 23 04 00 1", "04 00 05 00 1", "05 00 06 00 1"]));
        Assert.That(buckets.Zip(buckets.Skip(1), (a, b) => b.Index - a.Index), Has.All.EqualTo(1));
    }

    [Test]
    public void Restore_OtherRulesOfTheZone_KeepsTheBoundariesOfOpenWindows()
    {
        var start = DateTimeOffset.Parse("2024-05-01T10:00Z");
        TumblingWindowMachine<DateTimeOffset, string, long> Open(TimeSpan offset) => new(
            Day, _ => "a", WindowAggregate.Count<DateTimeOffset>(), time => time,
            Windows with { TimeZone = Zone(offset) });
        var (first, second) = (Open(TimeSpan.FromHours(1)), Open(TimeSpan.Zero));
        EventTimeRun.All(first, [start, start.AddDays(1)], complete: false);
        MachineSnapshot.Restore(second, MachineSnapshot.Save(first));
        var windows = EventTimeRun.Results(
            second, [start.AddDays(1).AddHours(12.5), start.AddDays(1).AddHours(13.5), start.AddDays(3)]);
        Assert.That(
            windows.Select(window => $"{window.Start:dd HH} {window.End:dd HH} {window.Count}"),
            Is.EqualTo(["02 00 02 23 2", "02 23 04 00 1", "04 00 05 00 1"]));
    }

    [Test]
    public void Restore_OtherZoneOrNone_IsRefused()
    {
        var bytes = MachineSnapshot.Save(Machine(Berlin));
        Assert.That(
            () => MachineSnapshot.Restore(Machine(TimeZoneInfo.FindSystemTimeZoneById("Asia/Kolkata")), bytes),
            Throws.TypeOf<SnapshotException>().With.Message.Contains("days of Europe/Berlin, not of Asia/Kolkata"));
        Assert.That(
            () => MachineSnapshot.Restore(Machine(null), bytes),
            Throws.TypeOf<SnapshotException>().With.Message.Contains("days of a time zone"));
        Assert.That(
            () => MachineSnapshot.Restore(Machine(Berlin), MachineSnapshot.Save(Machine(null))),
            Throws.TypeOf<SnapshotException>().With.Message.Contains("without days of a time zone"));
    }

    private static TimeZoneInfo Zone(TimeSpan offsetFromMay)
    {
        var from = new DateTime(2024, 5, 2);
        var always = TimeZoneInfo.TransitionTime.CreateFixedDateRule(DateTime.MinValue, 1, 1);
        var end = TimeZoneInfo.TransitionTime.CreateFixedDateRule(new DateTime(1, 1, 1, 23, 59, 59, 999), 12, 31);
        TimeZoneInfo.AdjustmentRule[] rules = offsetFromMay == TimeSpan.Zero
            ? []
            : [TimeZoneInfo.AdjustmentRule.CreateAdjustmentRule(from, from.AddYears(1), offsetFromMay, always, end)];
        return TimeZoneInfo.CreateCustomTimeZone("Own/Zone", TimeSpan.Zero, "Own", "Own", "Own", rules);
    }

    private static TrendBucketsMachine<DateTimeOffset, string> Machine(TimeZoneInfo? zone) =>
        new(Day, _ => "a", null, time => time, Days with { TimeZone = zone });

    private static DateTimeOffset[] Times(params string[] times) => [.. times.Select(DateTimeOffset.Parse)];

    private static List<TrendBucket<string>> Buckets(
        TimeSpan size, TrendBucketsOptions options, params string[] times) =>
        Times(times).ToObservable().TrendBuckets(size, _ => "a", time => time, options).All();

    private static IEnumerable<string> Sold(params string[] times) => Buckets(Day, Days, times).Select(bucket =>
        $"{bucket.Start:MM-dd HH} - {bucket.End:MM-dd HH}: {bucket.Total}{(bucket.IsPartial ? " partial" : "")}");
}
