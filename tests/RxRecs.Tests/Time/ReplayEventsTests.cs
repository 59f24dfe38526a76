using System.Reactive;
using System.Reactive.Concurrency;
using System.Reactive.Disposables;
using System.Reactive.Linq;

namespace RxRecs.Tests.Time;

public sealed class ReplayEventsTests
{
    private static readonly TimedEvent[] Events = [new(0, "a", 0), new(60, "a", 1), new(30, "a", 2), new(120, "a", 3)];

    [Test]
    public void ReplayEvents_VirtualTime_TheClockFollowsEventTime()
    {
        var scheduler = new HistoricalScheduler();
        var seen = new List<(int Id, DateTimeOffset Clock)>();
        using var _ = Events.ReplayEvents(one => one.Time, scheduler)
            .Subscribe(one => seen.Add((one.Id, scheduler.Now)));
        Assert.That(seen, Is.Empty);
        scheduler.Start();
        Assert.That(seen, Is.EqualTo(
            [(0, Noon(0)), (1, Noon(60)), (2, Noon(60)), (3, Noon(120))]));
    }

    [Test]
    public void ReplayEvents_VirtualTime_LetsOperatorsShareTheClock()
    {
        var scheduler = new HistoricalScheduler(Noon(0));
        var closed = new List<DateTimeOffset>();
        using var _ = Events.ReplayEvents(one => one.Time, scheduler).Concat(Observable.Never<TimedEvent>())
            .TumblingWindow(
                TimeSpan.FromMinutes(1), WindowAggregate.Count<TimedEvent>(), one => one.Time,
                new()
                {
                    AllowedLateness = TimeSpan.Zero,
                    IdleTimeout = TimeSpan.FromSeconds(30),
                    Scheduler = scheduler,
                })
            .Subscribe(_ => closed.Add(scheduler.Now));
        scheduler.AdvanceTo(Noon(1000));
        Assert.That(closed, Is.EqualTo([Noon(60), Noon(120), Noon(180)]));
    }

    [TestCase(1, new[] { 0, 60, 60, 120 })]
    [TestCase(60, new[] { 0, 1, 1, 2 })]
    [TestCase(0.5, new[] { 0, 120, 120, 240 })]
    public void ReplayEvents_Paced_KeepsTheGapsDividedBySpeed(double speed, int[] seconds)
    {
        var start = new DateTimeOffset(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);
        var scheduler = new HistoricalScheduler(start);
        var seen = new List<DateTimeOffset>();
        using var _ = Events.ReplayEvents(speed, one => one.Time, scheduler).Subscribe(_ => seen.Add(scheduler.Now));
        scheduler.Start();
        Assert.That(seen, Is.EqualTo(seconds.Select(one => start.AddSeconds(one))));
    }

    [TestCase("1970-01-01 2024-05-01 2024-05-02 2024-05-03", "0 0 1 2", TestName = "Paced, the first of 1970")]
    [TestCase("2024-05-01 2099-01-01 2024-05-02 2024-05-04", "0 0 1 3", TestName = "Paced, one of 2099")]
    [TestCase("2024-05-01 1970-01-01 2024-05-02", "0 0 1", TestName = "Paced, one of 1970")]
    [TestCase("2024-05-01 2024-05-03 2099-01-01", "0 2 2", TestName = "Paced, the last of 2099")]
    [TestCase("2024-05-01 2024-06-10 2024-07-20", "0 40 80", TestName = "Paced, a purchase every forty days")]
    [TestCase("2020-05-01 2024-05-01 2024-05-02 2020-05-02", "0 0 1 1", TestName = "Paced, a gap of years")]
    [TestCase("2099-01-01 1970-01-01 2024-05-01 2024-05-02", "0 0 0 1", TestName = "Paced, three clocks")]
    public void ReplayEvents_TimeThatCannotBe_ComesAtOnceAndMovesNothing(string times, string days)
    {
        var start = new DateTimeOffset(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);
        var scheduler = new HistoricalScheduler(start);
        var seen = new List<double>();
        using var _ = times.Split(' ').Select(time => DateTimeOffset.Parse($"{time}T00:00Z"))
            .ReplayEvents(1, time => time, scheduler)
            .Subscribe(_ => seen.Add((scheduler.Now - start).TotalDays));
        scheduler.Start();
        Assert.That(string.Join(' ', seen), Is.EqualTo(days));
    }

    [Test]
    public void ReplayEvents_SlowObserver_DoesNotDelayLaterEvents()
    {
        var scheduler = new HistoricalScheduler(Noon(0));
        var seen = new List<DateTimeOffset>();
        using var _ = Events.ReplayEvents(1, one => one.Time, scheduler).Subscribe(one =>
        {
            seen.Add(scheduler.Now);
            if (one.Id == 0)
            {
                scheduler.Sleep(TimeSpan.FromSeconds(90));
            }
        });
        scheduler.Start();
        Assert.That(seen, Is.EqualTo([Noon(0), Noon(90), Noon(90), Noon(120)]));
    }

    [Test]
    public void ReplayEvents_AsRecorded_KeepsTheTimesOfArrival()
    {
        var recorded = Events.Select((one, i) => new Timestamped<TimedEvent>(one, Noon(i * 10)));
        var scheduler = new HistoricalScheduler(Noon(0));
        var seen = new List<(int, DateTimeOffset)>();
        using var _ = recorded.ReplayEvents(1, one => one.Timestamp, scheduler)
            .Subscribe(one => seen.Add((one.Value.Id, scheduler.Now)));
        scheduler.Start();
        Assert.That(seen, Is.EqualTo([(0, Noon(0)), (1, Noon(10)), (2, Noon(20)), (3, Noon(30))]));
    }

    [Test]
    public void ReplayEvents_DisposeWhileWaiting_LeavesNothingBehind()
    {
        var scheduler = new HistoricalScheduler(Noon(0));
        var ended = 0;
        var seen = new List<int>();
        var subscription = Tracked(() => ended++).ReplayEvents(1, one => one.Time, scheduler)
            .Subscribe(one => seen.Add(one.Id));
        scheduler.AdvanceBy(TimeSpan.FromSeconds(1));
        subscription.Dispose();
        subscription.Dispose();
        scheduler.Start();
        Assert.That(seen, Is.EqualTo([0]));
        Assert.That(ended, Is.EqualTo(1));
        Assert.That(scheduler.Now, Is.EqualTo(Noon(1)));
    }

    [Test]
    public void ReplayEvents_DisposeFromTheObserver_EndsAtOnceWithoutCompletion()
    {
        var scheduler = new HistoricalScheduler(Noon(0));
        var ended = 0;
        var subscription = new SingleAssignmentDisposable();
        var seen = new List<Notification<int>>();
        subscription.Disposable = Tracked(() => ended++).ReplayEvents(1000, one => Noon(0), scheduler)
            .Select(one => one.Id).Materialize().Subscribe(one =>
            {
                seen.Add(one);
                subscription.Dispose();
            });
        scheduler.Start();
        Assert.That(seen, Is.EqualTo([Notification.CreateOnNext(0)]));
        Assert.That(ended, Is.EqualTo(1));
    }

    [Test]
    public void ReplayEvents_InfiniteSource_IsCutByTake()
    {
        var endless = Enumerable.Range(0, int.MaxValue);
        var seen = endless.ReplayEvents(1e9, one => Noon(0), CurrentThreadScheduler.Instance).Take(3).ToEnumerable();
        Assert.That(seen, Is.EqualTo([0, 1, 2]));
    }

    [Test]
    public void ReplayEvents_SourceThrows_EndsWithOnError()
    {
        var scheduler = new HistoricalScheduler(Noon(0));
        Exception? seen = null;
        using var _ = Enumerable.Range(0, 3).Select(one => one == 1 ? throw new FormatException() : one)
            .ReplayEvents(1, one => Noon(one), scheduler).Subscribe(_ => { }, error => seen = error);
        scheduler.Start();
        Assert.That(seen, Is.TypeOf<FormatException>());
    }

    [Test]
    public void ReplayEvents_ObserverThrows_EndsTheSource()
    {
        var scheduler = new HistoricalScheduler(Noon(0));
        var ended = 0;
        Tracked(() => ended++).ReplayEvents(1, one => one.Time, scheduler).Subscribe(_ => throw new FormatException());
        Assert.That(scheduler.Start, Throws.TypeOf<FormatException>());
        Assert.That(ended, Is.EqualTo(1));
    }

    [Test]
    public void ReplayEvents_DatesAtTheEndsOfTime_AreReplayed()
    {
        DateTimeOffset[] times = [DateTimeOffset.MinValue, DateTimeOffset.MaxValue, DateTimeOffset.MinValue];
        var paced = new HistoricalScheduler(Noon(0));
        Assert.That(Run(times.ReplayEvents(double.Epsilon, one => one, paced), paced), Is.EqualTo(times));
        var following = new HistoricalScheduler();
        Assert.That(Run(times.ReplayEvents(one => one, following), following), Is.EqualTo(times));
    }

    [Test]
    public void ReplayEvents_ManyWaits_DoNotGrowTheStack()
    {
        var scheduler = new HistoricalScheduler(Noon(0));
        var count = 0;
        using var _ = Enumerable.Range(0, 300_000).ReplayEvents(1, one => Noon(0).AddTicks(one), scheduler)
            .Subscribe(_ => count++);
        scheduler.Start();
        Assert.That(count, Is.EqualTo(300_000));
    }

    [Test]
    public void ReplayEvents_TenMillionDueEvents_AllocateNothingEach()
    {
        var scheduler = new HistoricalScheduler(Noon(0));
        var count = 0;
        using var _ = Enumerable.Range(0, 10_000_000).ReplayEvents(1, static one => TimedEvent.Noon, scheduler)
            .Subscribe(_ => count++);
        var before = GC.GetAllocatedBytesForCurrentThread();
        scheduler.Start();
        Assert.That(count, Is.EqualTo(10_000_000));
        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.LessThan(10_000));
    }

    [TestCase(0)]
    [TestCase(-1)]
    [TestCase(double.NaN)]
    [TestCase(double.PositiveInfinity)]
    public void ReplayEvents_ImpossibleSpeed_IsRefusedAtOnce(double speed) => Assert.That(
        () => Array.Empty<Interaction>().ReplayEvents(speed, Scheduler.Immediate),
        Throws.TypeOf<ArgumentOutOfRangeException>().With.Property("ParamName").EqualTo("speed"));

    private static DateTimeOffset Noon(int seconds) => TimedEvent.Noon.AddSeconds(seconds);

    private static List<DateTimeOffset> Run(IObservable<DateTimeOffset> replay, HistoricalScheduler scheduler)
    {
        var seen = new List<DateTimeOffset>();
        using var _ = replay.Subscribe(seen.Add);
        scheduler.Start();
        return seen;
    }

    private static IEnumerable<TimedEvent> Tracked(Action onEnd)
    {
        try
        {
            foreach (var one in Events)
            {
                yield return one;
            }
        }
        finally
        {
            onEnd();
        }
    }
}
