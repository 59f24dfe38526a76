using System.Reactive.Concurrency;
using System.Reactive.Linq;
using System.Reactive.Subjects;
using System.Runtime.CompilerServices;
using Microsoft.Reactive.Testing;
using RxRecs.Machines;
using RxRecs.Testing;

namespace RxRecs.Tests.Machines;

public sealed class MachineObserverTests
{
    private static readonly DateTimeOffset Noon = new(2020, 1, 6, 12, 0, 0, TimeSpan.Zero);

    [Test]
    public void RunMachine_ReentrantSource_TakesEventsInOrderOfArrival()
    {
        using var source = new Subject<int>();
        var results = new List<long>();
        using var subscription = source.RunMachine(() => new RunningSumMachine<int>(value => value)).Subscribe(sum =>
        {
            results.Add(sum);
            if (sum == 1)
            {
                source.OnNext(10);
                source.OnNext(100);
            }
        });
        source.OnNext(1);
        source.OnNext(1000);
        Assert.That(results, Is.EqualTo(new long[] { 1, 11, 111, 1111 }));
    }

    [Test]
    public void RunMachine_CompletionDuringReentrantDrain_ComesAfterWhatWaited()
    {
        var source = new ProbeSource<int>();
        var observer = new GrammarObserver<long>();
        observer.OnResult = count =>
        {
            if (count == 1)
            {
                source.OnNext(10);
                source.OnCompleted();
                source.OnNext(100);
            }
        };
        using var subscription = source.RunMachine(() => new RunningSumMachine<int>(value => value))
            .Subscribe(observer);
        source.OnNext(1);
        Assert.Multiple(() =>
        {
            Assert.That(observer.Results, Is.EqualTo(new[] { "1", "11", "11" }), "event, event that waited, flush");
            Assert.That(observer.IsCompleted);
            Assert.That(observer.Breach, Is.Null);
            Assert.That(source.MostDisposals, Is.EqualTo(1));
        });
    }

    [Test]
    public void RunMachine_ErrorDuringReentrantDrain_DoesNotFlush()
    {
        var source = new ProbeSource<int>();
        var observer = new GrammarObserver<long>();
        var error = new InvalidOperationException();
        observer.OnResult = count =>
        {
            if (count == 1)
            {
                source.OnNext(10);
                source.OnError(error);
            }
        };
        using var subscription = source.RunMachine(() => new RunningSumMachine<int>(value => value))
            .Subscribe(observer);
        source.OnNext(1);
        Assert.That(observer.Results, Is.EqualTo(new[] { "1", "11" }));
        Assert.That(observer.Error, Is.SameAs(error));
    }

    [Test]
    public void RunMachine_FactoryThrows_EndsWithError()
    {
        var error = new InvalidOperationException();
        var observer = new GrammarObserver<long>();
        using var subscription = Observable.Never<int>()
            .RunMachine<int, long>(() => throw error).Subscribe(observer);
        Assert.That(observer.Error, Is.SameAs(error));
    }

    [Test]
    public void RunMachine_FactoryReturnsNull_EndsWithError()
    {
        var observer = new GrammarObserver<long>();
        using var subscription = Observable.Never<int>().RunMachine<int, long>(() => null!).Subscribe(observer);
        Assert.That(observer.Error, Is.TypeOf<ArgumentNullException>());
    }

    [Test]
    public void RunMachine_SubscriptionHeldAfterDispose_FreesMachine()
    {
        using var source = new Subject<int>();
        var (machine, subscription) = RunAndDispose(source);
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        Assert.That(machine.IsAlive, Is.False);
        GC.KeepAlive(subscription);
    }

    [Test]
    public void RunMachine_SteadyState_AllocatesNothing()
    {
        using var source = new Subject<int>();
        var sum = 0L;
        using var subscription = source.RunMachine(() => new RunningSumMachine<int>(value => value))
            .Subscribe(value => sum = value);
        Send(source, 1000);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Send(source, 10_000);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.That(allocated, Is.Zero);
        Assert.That(sum, Is.EqualTo(11_000));
    }

    [Test]
    public void RunMachine_ReentrantSteadyState_AllocatesNothing()
    {
        using var source = new Subject<int>();
        using var subscription = source.RunMachine(() => new RunningSumMachine<int>(value => value)).Subscribe(sum =>
        {
            if (sum % 2 == 1)
            {
                source.OnNext(1);
            }
        });
        Send(source, 1000);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Send(source, 10_000);
        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.Zero);
    }

    [Test]
    public void IdleTimer_SourcePauses_WatermarkGoesOnWithTheClock()
    {
        var scheduler = new TestScheduler();
        using var source = new Subject<DateTimeOffset>();
        var results = scheduler.CreateObserver<HourCount>();
        using var subscription = Hours(source, scheduler).Subscribe(results);
        source.OnNext(Noon.AddMinutes(10));
        scheduler.AdvanceBy(TimeSpan.FromMinutes(49).Ticks);
        Assert.That(results.Messages, Is.Empty, "12:59 by the watermark: the hour is still open");
        scheduler.AdvanceBy(TimeSpan.FromMinutes(1).Ticks + 10);
        Assert.That(results.Messages.Select(each => each.Value.Value), Is.EqualTo(new[] { new HourCount(Noon, 1) }));
    }

    [Test]
    public void IdleTimer_EventsKeepComing_WatermarkStaysWithThem()
    {
        var scheduler = new TestScheduler();
        using var source = new Subject<DateTimeOffset>();
        var results = scheduler.CreateObserver<HourCount>();
        using var subscription = Hours(source, scheduler).Subscribe(results);
        for (var i = 0; i < 100; i++)
        {
            source.OnNext(Noon.AddSeconds(i));
            scheduler.AdvanceBy(TimeSpan.FromMinutes(4).Ticks);
        }

        Assert.That(results.Messages, Is.Empty);
    }

    [Test]
    public void IdleTimer_OnlyLateEventsCome_WatermarkGoesOn()
    {
        var scheduler = new TestScheduler();
        using var source = new Subject<DateTimeOffset>();
        var results = new List<HourCount>();
        using var subscription = source
            .RunMachine(
                () => new HourCountMachine<DateTimeOffset>(time => time, TimeSpan.Zero),
                new RunMachineOptions { IdleTimeout = TimeSpan.FromMinutes(5), Scheduler = scheduler })
            .Results()
            .Subscribe(results.Add);
        source.OnNext(Noon.AddMinutes(10));
        for (var i = 0; i < 25; i++)
        {
            scheduler.AdvanceBy(TimeSpan.FromMinutes(2).Ticks);
            source.OnNext(Noon);
        }

        scheduler.AdvanceBy(TimeSpan.FromMinutes(5).Ticks);
        Assert.That(results, Is.EqualTo([new HourCount(Noon, 1)]));
    }

    [Test]
    public void IdleTimer_ClockIsSetAhead_NothingIsLateForIt()
    {
        var scheduler = new TestScheduler();
        var clock = new SteadyClock(scheduler);
        using var source = new Subject<DateTimeOffset>();
        var results = scheduler.CreateObserver<HourCount>();
        using var subscription = Hours(source, clock).Subscribe(results);
        for (var i = 0; i < 30; i++)
        {
            source.OnNext(Noon.AddMinutes(i));
            scheduler.AdvanceBy(TimeSpan.FromMinutes(1).Ticks);
            clock.Change = i < 15 ? TimeSpan.Zero : TimeSpan.FromHours(2);
        }

        Assert.That(results.Messages, Is.Empty);
    }

    [Test]
    public void IdleTimer_ClockIsSetBack_WatermarkStillGoesOn()
    {
        var scheduler = new TestScheduler();
        var clock = new ChangedClock(scheduler);
        using var source = new Subject<DateTimeOffset>();
        var results = scheduler.CreateObserver<HourCount>();
        scheduler.AdvanceBy(TimeSpan.FromDays(2).Ticks);
        using var subscription = Hours(source, clock).Subscribe(results);
        source.OnNext(Noon.AddMinutes(10));
        clock.Change = TimeSpan.FromDays(-1);
        scheduler.AdvanceBy(TimeSpan.FromHours(2).Ticks);
        Assert.That(results.Messages.Select(each => each.Value.Value), Is.EqualTo(new[] { new HourCount(Noon, 1) }));
    }

    [Test]
    public void IdleTimer_TimeoutBeyondWhatSchedulersCanWait_IsWaitedForInParts()
    {
        var scheduler = new HistoricalScheduler();
        using var source = new Subject<DateTimeOffset>();
        var results = new List<HourCount>();
        using var subscription = source
            .RunMachine(
                () => new HourCountMachine<DateTimeOffset>(time => time, TimeSpan.Zero),
                new RunMachineOptions { IdleTimeout = TimeSpan.FromDays(60), Scheduler = scheduler })
            .Subscribe(each => results.Add(each.Result));
        using var other = source
            .RunMachine(
                () => new HourCountMachine<DateTimeOffset>(time => time, TimeSpan.Zero),
                new RunMachineOptions { IdleTimeout = TimeSpan.MaxValue, Scheduler = scheduler })
            .Subscribe();
        source.OnNext(Noon);
        scheduler.AdvanceBy(TimeSpan.FromDays(59));
        Assert.That(results, Is.Empty);
        scheduler.AdvanceBy(TimeSpan.FromDays(2));
        Assert.That(results, Is.EqualTo(new[] { new HourCount(Noon, 1) }));
    }

    [Test]
    public void IdleTimer_NoEventYet_MovesNothing()
    {
        var scheduler = new TestScheduler();
        using var source = new Subject<DateTimeOffset>();
        var results = scheduler.CreateObserver<HourCount>();
        using var subscription = Hours(source, scheduler).Subscribe(results);
        scheduler.AdvanceBy(TimeSpan.FromDays(1).Ticks);
        source.OnNext(Noon);
        Assert.That(results.Messages, Is.Empty);
    }

    [TestCase("completion")]
    [TestCase("error")]
    [TestCase("dispose")]
    public void IdleTimer_AfterTheEnd_NothingWaits(string end)
    {
        var scheduler = new CountingScheduler(new TestScheduler());
        using var source = new Subject<DateTimeOffset>();
        var subscription = Hours(source, scheduler).Subscribe(_ => { }, _ => { });
        source.OnNext(Noon);
        Assert.That(scheduler.Pending, Is.EqualTo(1));
        switch (end)
        {
            case "completion":
                source.OnCompleted();
                break;
            case "error":
                source.OnError(new InvalidOperationException());
                break;
            default:
                subscription.Dispose();
                break;
        }

        Assert.That(scheduler.Pending, Is.Zero);
        subscription.Dispose();
    }

    [Test]
    public void IdleTimer_OnAnotherThread_NeverOverlapsTheSource()
    {
        using var scheduler = new EventLoopScheduler();
        using var source = new Subject<DateTimeOffset>();
        using var ended = new ManualResetEventSlim();
        var observer = new GrammarObserver<HourCount> { OnEnd = ended.Set };
        using var subscription = source
            .RunMachine(
                () => new HourCountMachine<DateTimeOffset>(time => time, TimeSpan.Zero),
                new RunMachineOptions { IdleTimeout = TimeSpan.FromTicks(1), Scheduler = scheduler })
            .Results()
            .Subscribe(observer);
        for (var i = 0; i < 20_000; i++)
        {
            source.OnNext(Noon.AddMinutes(i));
        }

        source.OnCompleted();

        // Whichever thread is inside takes what the other one left waiting, completion included.
        Assert.That(ended.Wait(TimeSpan.FromMinutes(1)));
        Assert.Multiple(() =>
        {
            Assert.That(observer.Breach, Is.Null);
            Assert.That(observer.IsCompleted);
            Assert.That(observer.Results, Is.Unique);
        });
    }

    private static IObservable<HourCount> Hours(IObservable<DateTimeOffset> source, IScheduler scheduler) => source
        .RunMachine(
            () => new HourCountMachine<DateTimeOffset>(time => time, TimeSpan.Zero),
            new RunMachineOptions { IdleTimeout = TimeSpan.FromMinutes(5), Scheduler = scheduler })
        .Select(each => each.Result);

    private static void Send(Subject<int> source, int count)
    {
        for (var i = 0; i < count; i++)
        {
            source.OnNext(1);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static (WeakReference Machine, IDisposable Subscription) RunAndDispose(IObservable<int> source)
    {
        WeakReference? machine = null;
        var subscription = source.RunMachine(() =>
        {
            var made = new RunningSumMachine<int>(value => value);
            machine = new WeakReference(made);
            return made;
        }).Subscribe(_ => { });
        subscription.Dispose();
        return (machine!, subscription);
    }
}
