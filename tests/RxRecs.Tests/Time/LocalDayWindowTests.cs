using FsCheck;
using FsCheck.Fluent;
using RxRecs.Machines;
using RxRecs.Tests.Trending;

namespace RxRecs.Tests.Time;

/// <summary>Buckets and windows of local days, around a time at which the clocks of a zone do something.</summary>
[TestFixture("Europe/Berlin", "2024-03-29")]
[TestFixture("Europe/Berlin", "2024-10-25")]
[TestFixture("America/Sao_Paulo", "2018-11-02")]
[TestFixture("America/Sao_Paulo", "2018-02-15")]
[TestFixture("Asia/Beirut", "2024-03-29")]
[TestFixture("Asia/Kolkata", "2024-05-01")]
[TestFixture("Australia/Lord_Howe", "2024-10-04")]
[TestFixture("America/St_Johns", "2010-11-05")]
[TestFixture("Pacific/Apia", "2011-12-28")]
public sealed class LocalDayWindowTests
{
    private const int LatenessHours = 9;
    private const int Days = 6;
    private readonly TimeZoneInfo _zone;
    private readonly DateTimeOffset _start;
    private readonly List<DateTimeOffset> _midnights;
    private readonly Arbitrary<TimedEvent[]> _events;

    public LocalDayWindowTests(string zone, string start)
    {
        _zone = TimeZoneInfo.FindSystemTimeZoneById(zone);
        _start = DateTimeOffset.Parse($"{start}T00:00Z");
        _midnights = FirstInstants();
        _events = Gen.Choose(0, Days * 24 * 60)
            .SelectMany(_ => Gen.Choose(0, 2), (minute, key) => (minute, key))
            .ListOf()
            .Select(all => all.Select((one, id) => At(one.minute, "abc"[one.key], id)).ToArray())
            .ToArbitrary();
    }

    [Test]
    public void TrendBuckets_LocalDays_AgreeWithTheDatesThatClocksShow([Values(1, 2)] int size) =>
        Prop.ForAll(_events, events =>
        {
            var sorted = events.OrderBy(one => one.Seconds).ToArray();
            var run = EventTimeRun.Results(Buckets(size, 1), sorted);
            var expected = sorted.GroupBy(one => DayOf(one.Time)).SelectMany(day => Enumerable.Range(day.Key, size))
                .Distinct().Order()
                .Select(last => (
                    Start: Midnight(last - size + 1),
                    End: Midnight(last + 1),
                    Count: sorted.Count(one => DayOf(one.Time) <= last && DayOf(one.Time) > last - size)));
            Assert.That(
                run.Where(bucket => bucket.Total > 0).Select(bucket => (bucket.Start, bucket.End, (int)bucket.Total)),
                Is.EqualTo(expected));
            Assert.That(run.Zip(run.Skip(1)), Has.All.Matches<(TrendBucket<string> A, TrendBucket<string> B)>(
                pair => pair.B.Index == pair.A.Index + 1 && (size > 1 || pair.B.Start == pair.A.End)));
        }).Holds(cases: 50);

    [Test]
    public void TrendBuckets_LocalDaysInAnyOrderWithinLateness_AreTheSame([Values(1, 2)] int size) =>
        Prop.ForAll(_events, events =>
        {
            var expected = EventTimeRun.Results(Buckets(size, 1), events.OrderBy(one => one.Seconds));
            var run = EventTimeRun.Results(
                Buckets(size, 1), TimedEvent.Shuffle(events, LatenessHours * 3600, events.Length));
            Assert.That(run.Select(each => each.Text()), Is.EqualTo(expected.Select(each => each.Text())));
        }).Holds(cases: 50);

    [Test]
    public void TrendBuckets_LocalDaysCutBySnapshot_AreTheSame([Values(1, 2)] int size) =>
        Prop.ForAll(_events, events => AssertSnapshotLaw(() => Buckets(size, 1), events)).Holds(cases: 20);

    [Test]
    public void TumblingWindow_LocalDays_AgreeWithTheDatesThatClocksShow() => Prop.ForAll(_events, events =>
    {
        var run = EventTimeRun.Results(Tumbling(1), events.OrderBy(one => one.Seconds));
        Assert.That(
            run.Select(window => (window.Key, window.Start, window.End, window.Count)),
            Is.EqualTo(Expected(events, 1, 1)));
    }).Holds(cases: 50);

    [Test]
    public void HoppingWindow_LocalDays_AgreeWithTheDatesThatClocksShow([Values(1, 2)] int advance) =>
        Prop.ForAll(_events, events =>
        {
            var run = EventTimeRun.Results(Hopping(3, advance), events.OrderBy(one => one.Seconds));
            Assert.That(
                run.Select(window => (window.Key, window.Start, window.End, window.Count)),
                Is.EqualTo(Expected(events, 3, advance)));
        }).Holds(cases: 50);

    [Test]
    public void HoppingWindow_LocalDaysInAnyOrderWithinLateness_AreTheSame([Values(1, 2)] int advance) =>
        Prop.ForAll(_events, events =>
        {
            var expected = EventTimeRun.Results(Hopping(3, advance), events.OrderBy(one => one.Seconds));
            var run = EventTimeRun.Results(
                Hopping(3, advance), TimedEvent.Shuffle(events, LatenessHours * 3600, events.Length));
            Assert.That(run.Select(WindowModel.Sorted), Is.EqualTo(expected.Select(WindowModel.Sorted)));
        }).Holds(cases: 50);

    [Test]
    public void Windows_LocalDaysCutBySnapshot_AreTheSame() => Prop.ForAll(_events, events =>
    {
        EventTimeRun.AssertSnapshotLaw(() => Tumbling(1), events);
        EventTimeRun.AssertSnapshotLaw(() => Hopping(3, 2), events);
    }).Holds(cases: 20);

    private static void AssertSnapshotLaw(
        Func<TrendBucketsMachine<TimedEvent, string>> factory, TimedEvent[] events)
    {
        var whole = factory();
        var expected = Texts(EventTimeRun.All(whole, events, complete: false));
        var state = MachineSnapshot.Save(whole, TestCodecs.All);
        expected.AddRange(Texts(EventTimeRun.All(whole, [])));
        for (var cut = 0; cut <= events.Length; cut++)
        {
            var (first, second) = (factory(), factory());
            var results = Texts(EventTimeRun.All(first, events[..cut], complete: false));
            MachineSnapshot.Restore(second, MachineSnapshot.Save(first, TestCodecs.All), TestCodecs.All);
            results.AddRange(Texts(EventTimeRun.All(second, events[cut..], complete: false)));
            Assert.That(MachineSnapshot.Save(second, TestCodecs.All), Is.EqualTo(state), $"state after a cut at {cut}");
            results.AddRange(Texts(EventTimeRun.All(second, [])));
            Assert.That(results, Is.EqualTo(expected), $"results after a cut at {cut}");
        }
    }

    private static List<string> Texts(IEnumerable<EventTimeResult<TimedEvent, TrendBucket<string>>> results) =>
        [.. results.Select(one => one.Result?.Text() ?? one.Late?.ToString() ?? $"{one.Counts}")];

    private TimedEvent At(int minute, char key, int id) =>
        new((int)(_start - TimedEvent.Noon).TotalSeconds + (minute * 60), key.ToString(), id);

    // Window k begins k advances after the day of the first midnight.
    private List<(string Key, DateTimeOffset Start, DateTimeOffset End, long Count)> Expected(
        TimedEvent[] events, int size, int advance) =>
    [
        .. Enumerable.Range(-10, 20).Select(k => k * advance)
            .SelectMany(day => events
                .Where(one => DayOf(one.Time) >= day && DayOf(one.Time) < day + size)
                .GroupBy(one => one.Key)
                .OrderBy(group => group.Key, StringComparer.Ordinal)
                .Select(group => (group.Key, Midnight(day), Midnight(day + size), group.LongCount()))),
    ];

    // Every first instant of a date, minute by minute, for some days before and after the events.
    private List<DateTimeOffset> FirstInstants()
    {
        var (all, greatest) = (new List<DateTimeOffset>(), DateTime.MaxValue);
        for (var at = _start.AddDays(-20); at < _start.AddDays(20); at = at.AddMinutes(1))
        {
            var shown = TimeZoneInfo.ConvertTime(at, _zone).Date;
            if (greatest == DateTime.MaxValue || shown > greatest)
            {
                greatest = shown;
                all.Add(at);
            }
        }

        return all;
    }

    // The first of these days is that of the start.
    private int DayOf(DateTimeOffset time) =>
        _midnights.FindLastIndex(each => each <= time) - _midnights.FindLastIndex(each => each <= _start);

    private DateTimeOffset Midnight(int day) => _midnights[_midnights.FindLastIndex(each => each <= _start) + day];

    private TrendBucketsMachine<TimedEvent, string> Buckets(int size, int advance) => new(
        TimeSpan.FromDays(size), one => one.Key, null, one => one.Time, new()
        {
            AllowedLateness = TimeSpan.FromHours(LatenessHours),
            Advance = TimeSpan.FromDays(advance),
            TimeZone = _zone,
        });

    private TumblingWindowMachine<TimedEvent, string, string> Tumbling(int size) => new(
        TimeSpan.FromDays(size), one => one.Key, WindowModel.Ids, one => one.Time, Windows());

    private HoppingWindowMachine<TimedEvent, string, string> Hopping(int size, int advance) => new(
        TimeSpan.FromDays(size),
        TimeSpan.FromDays(advance),
        one => one.Key,
        WindowModel.Ids,
        one => one.Time,
        Windows());

    private WindowOptions Windows() => new()
    {
        AllowedLateness = TimeSpan.FromHours(LatenessHours),
        TimeZone = _zone,
        Origin = _start,
    };
}
