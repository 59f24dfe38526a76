using System.Reactive.Concurrency;
using System.Reactive.Linq;
using System.Reactive.Subjects;
using FsCheck;
using FsCheck.Fluent;
using RxRecs.Machines;
using RxRecs.Tests.Interactions;

namespace RxRecs.Tests.Time;

public sealed class TumblingWindowTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private static readonly WindowOptions HalfAMinuteLate = new() { AllowedLateness = TimeSpan.FromSeconds(30) };

    [Test]
    public void TumblingWindow_AnyOrder_EqualsTheModel() => Prop.ForAll(TimedEvent.AnyOrder, events =>
    {
        var results = EventTimeRun.Results(Machine(), events).Select(WindowModel.Sorted);
        Assert.That(results, Is.EqualTo(WindowModel.Hopping(events, 60, 60, 30)));
    }).Holds();

    [Test]
    public void TumblingWindow_AnyArrivalWithinLateness_GivesTheSame() => Prop.ForAll(TimedEvent.AnyOrder, events =>
    {
        var sorted = EventTimeRun.Results(Machine(), events.OrderBy(one => one.Seconds)).Select(WindowModel.Sorted);
        var arrived = EventTimeRun.Results(Machine(), TimedEvent.Shuffle(events, 30, events.Length));
        Assert.That(arrived.Select(WindowModel.Sorted), Is.EqualTo(sorted));
    }).Holds();

    [Test]
    public void TumblingWindow_AnyOrder_EmitsEachWindowOnceAndLosesNothing() =>
        Prop.ForAll(TimedEvent.AnyOrder, events =>
        {
            var all = EventTimeRun.All(Machine(), events);
            var windows = all.Where(one => one.IsResult).Select(one => one.Result).ToArray();
            Assert.That(windows.Select(one => (one.Key, one.Start)), Is.Unique);
            Assert.That(windows.Sum(one => one.Count) + all.Count(one => one.IsLate), Is.EqualTo(events.Length));
        }).Holds();

    [Test]
    public void TumblingWindow_SnapshotAtAnyCut_ChangesNothing() => Prop.ForAll(
        TimedEvent.AnyOrder,
        events => EventTimeRun.AssertSnapshotLaw(Machine, events)).Holds();

    [Test]
    public void TumblingWindow_AnyOrder_HoldsOnlyOpenWindows() => Prop.ForAll(TimedEvent.AnyOrder, events =>
    {
        var machine = Machine();
        var output = new Output<EventTimeResult<TimedEvent, EventWindow<string, string>>>();
        foreach (var one in events)
        {
            machine.OnEvent(one, output);
            Assert.That(machine.HeldCount, Is.LessThanOrEqualTo(3 * 2));
        }
    }).Holds();

    [Test]
    public void TumblingWindow_EventExactlyAtTheEnd_BelongsToTheNextAndClosesTheFirst()
    {
        var results = EventTimeRun.Results(
            Machine(TimeSpan.Zero), [new TimedEvent(0, "a", 1), new(59, "a", 2), new(60, "a", 3)], complete: false);
        Assert.That(results, Is.EqualTo([Window("a", 0, "1 2 ", 2)]));
    }

    [Test]
    public void TumblingWindow_LateEvent_IsOnTheSideOutputWithItsCount()
    {
        var lateSeen = new List<LateEvent<TimedEvent>>();
        TimedEvent[] events = [new(0, "a", 1), new(90, "a", 2), new(59, "a", 3), new(61, "a", 4), new(1, "a", 5)];
        var results = events.ToObservable()
            .TumblingWindow(Minute, one => one.Key, WindowModel.Ids, one => one.Time, HalfAMinuteLate)
            .NoteLate(lateSeen.Add)
            .ToEnumerable().ToArray();
        Assert.That(
            results, Is.EqualTo([Window("a", 0, "1 ", 1), Window("a", 60, "2 4 ", 2) with { IsPartial = true }]));
        Assert.That(lateSeen.Select(one => (one.Event.Id, one.Count)), Is.EqualTo([(3, 1L), (5, 2L)]));
        Assert.That(lateSeen[0].Watermark, Is.EqualTo(TimedEvent.Noon.AddSeconds(60)));
    }

    [Test]
    public void TumblingWindow_BehindTheWatermarkInAnOpenWindow_IsNotLate()
    {
        var all = EventTimeRun.All(Machine(TimeSpan.Zero), [new TimedEvent(30, "a", 1), new(5, "a", 2)]);
        Assert.That(all.Where(one => one.IsResult).Select(one => one.Result.Count), Is.EqualTo([2]));
    }

    [Test]
    public void TumblingWindow_Completion_MarksOnlyWhatEventTimeHasNotReachedAsPartial()
    {
        var results = EventTimeRun.Results(Machine(), [new TimedEvent(10, "a", 1), new(60, "a", 2)]);
        Assert.That(results.Select(one => one.IsPartial), Is.EqualTo([false, true]));
    }

    [Test]
    public void TumblingWindow_ClosingTogether_OrdersByEndThenKey()
    {
        TimedEvent[] events = [new(70, "b", 1), new(50, "c", 2), new(69, "B", 3), new(50, "a", 4), new(170, "a", 5)];
        var results = EventTimeRun.Results(Machine(), events, complete: false);
        Assert.That(results.Select(one => one.Key), Is.EqualTo(["a", "c", "B", "b"]));
    }

    [Test]
    public void TumblingWindow_OwnComparer_OrdersKeysByIt()
    {
        var results = new[] { new TimedEvent(0, "a", 1), new(1, "b", 2) }.ToObservable()
            .TumblingWindow(
                Minute, one => one.Key, WindowAggregate.Count<TimedEvent>(), one => one.Time, HalfAMinuteLate,
                keyOrder: Comparer<string>.Create((x, y) => string.CompareOrdinal(y, x)))
            .ToEnumerable();
        Assert.That(results.Select(one => one.Key), Is.EqualTo(["b", "a"]));
    }

    [Test]
    public void TumblingWindow_QuietSource_ClosesOnlyOnceAsMuchTimeHasPassed()
    {
        var scheduler = new HistoricalScheduler();
        var source = new Subject<TimedEvent>();
        var seen = new List<EventWindow<string, string>>();
        using var _ = source
            .TumblingWindow(
                Minute, one => one.Key, WindowModel.Ids, one => one.Time,
                new()
                {
                    AllowedLateness = TimeSpan.Zero,
                    IdleTimeout = TimeSpan.FromSeconds(20),
                    Scheduler = scheduler,
                })
            .Subscribe(seen.Add);
        source.OnNext(new(10, "a", 1));
        scheduler.AdvanceBy(TimeSpan.FromSeconds(45));
        Assert.That(seen, Is.Empty);
        scheduler.AdvanceBy(TimeSpan.FromSeconds(15));
        Assert.That(seen, Is.EqualTo([Window("a", 0, "1 ", 1)]));
    }

    [Test]
    public void TumblingWindow_Origin_ShiftsTheWindows()
    {
        var options = HalfAMinuteLate with { Origin = TimedEvent.Noon.AddDays(400).AddSeconds(7) };
        var machine = new TumblingWindowMachine<TimedEvent, string, string>(
            Minute, one => one.Key, WindowModel.Ids, one => one.Time, options);
        var results = EventTimeRun.Results(machine, [new TimedEvent(6, "a", 1), new(7, "a", 2)]);
        Assert.That(results.Select(one => one.Start), Is.EqualTo(
            [TimedEvent.Noon.AddSeconds(-53), TimedEvent.Noon.AddSeconds(7)]));
    }

    [Test]
    public void TumblingWindow_DatesAtTheEndsOfTime_AreCountedOnce([Values(1, 7, 3_652_058)] int days)
    {
        DateTimeOffset[] times = [DateTimeOffset.MinValue, TimedEvent.Noon, DateTimeOffset.MaxValue];
        var machine = new TumblingWindowMachine<DateTimeOffset, int, long>(
            TimeSpan.FromDays(days), _ => 0, WindowAggregate.Count<DateTimeOffset>(), one => one,
            new() { AllowedLateness = TimeSpan.MaxValue });
        var results = EventTimeRun.Results(machine, times);
        Assert.That(results.Sum(one => one.Count), Is.EqualTo(3));
        Assert.That(results[0].Start, Is.EqualTo(DateTimeOffset.MinValue));
        Assert.That(results[^1].End, Is.EqualTo(DateTimeOffset.MaxValue));
    }

    [Test]
    public void TumblingWindow_UserCodeThrows_LeavesTheStateAsItWas([Values] bool inComparer)
    {
        var broken = false;
        var aggregate = WindowModel.Ids with
        {
            Add = (ids, value) => broken && !inComparer ? throw new FormatException() : WindowModel.Ids.Add(ids, value),
        };
        var comparer = Comparer<string>.Create(
            (x, y) => broken && inComparer ? throw new FormatException() : string.CompareOrdinal(x, y));
        var machine = new TumblingWindowMachine<TimedEvent, string, string>(
            Minute, one => one.Key, aggregate, one => one.Time, HalfAMinuteLate, comparer);
        EventTimeRun.All(machine, [new TimedEvent(0, "a", 1), new(1, "b", 2)], complete: false);
        var before = MachineSnapshot.Save(machine, TestCodecs.All);
        var output = new Output<EventTimeResult<TimedEvent, EventWindow<string, string>>>();
        broken = true;
        Assert.That(() => machine.OnEvent(new(200, "a", 3), output), Throws.Exception);
        Assert.That(MachineSnapshot.Save(machine, TestCodecs.All), Is.EqualTo(before));
        Assert.That(output.Count, Is.Zero);
        broken = false;
        machine.OnEvent(new(200, "a", 3), output);
        Assert.That(output.Count, Is.EqualTo(2));
    }

    [Test]
    public void TumblingWindow_OfInteractions_CountsPerItemAndOverAll()
    {
        Interaction[] events =
        [
            new(TimedEvent.Noon, InteractionKind.View, 1, 8),
            new(TimedEvent.Noon.AddSeconds(5), InteractionKind.View, 2, 7),
            new(TimedEvent.Noon.AddSeconds(6), InteractionKind.View, 1, 8),
        ];
        var source = events.ToObservable();
        var perItem = source.TumblingWindow(
            Minute, one => one.Item, WindowAggregate.Count<Interaction>(), HalfAMinuteLate);
        Assert.That(perItem.Select(one => (one.Key, one.Value)).ToEnumerable(), Is.EqualTo([((Id)7, 1L), (8, 2L)]));
        var all = source.TumblingWindow(
            Minute, WindowAggregate.Sum<Interaction>(one => (decimal)one.Item.Number()), one => one.EventTime,
            HalfAMinuteLate);
        Assert.That(all.Select(one => one.Value).ToEnumerable(), Is.EqualTo([23m]));
    }

    [TestCase(0)]
    [TestCase(-1)]
    [TestCase(long.MaxValue)]
    public void TumblingWindow_ImpossibleSize_IsRefusedAtOnce(long ticks) => Assert.That(
        () => Observable.Empty<TimedEvent>().TumblingWindow(
            new TimeSpan(ticks), WindowModel.Ids, one => one.Time, HalfAMinuteLate),
        Throws.TypeOf<ArgumentOutOfRangeException>().With.Property("ParamName").EqualTo("size"));

    [Test]
    public void TumblingWindow_SnapshotOfOtherSettings_IsRefused()
    {
        var snapshot = MachineSnapshot.Save(Machine());
        var other = new TumblingWindowMachine<TimedEvent, string, string>(
            2 * Minute, one => one.Key, WindowModel.Ids, one => one.Time, HalfAMinuteLate);
        Assert.That(() => MachineSnapshot.Restore(other, snapshot), Throws.TypeOf<SnapshotException>());
    }

    [Test]
    public void TumblingWindow_SteadyState_AllocatesNothing()
    {
        var machine = new TumblingWindowMachine<int, int, long>(
            TimeSpan.FromSeconds(100), second => second % 50,
            WindowAggregate.Count<int>(), second => TimedEvent.Noon.AddSeconds(second - (second % 5 * 6)),
            HalfAMinuteLate);
        var output = new Output<EventTimeResult<int, EventWindow<int, long>>>();
        var before = 0L;
        for (var i = 0; i < 200_000; i++)
        {
            before = i == 100_000 ? GC.GetAllocatedBytesForCurrentThread() : before;
            machine.OnEvent(i, output);
            if (!output.Results.IsEmpty && output.Results[0].IsLate)
            {
                Assert.Fail("No event of this test is late.");
            }

            output.Clear();
        }

        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.LessThan(1024));
    }

    private static EventWindow<string, string> Window(string key, int start, string ids, long count) => new(
        key, TimedEvent.Noon.AddSeconds(start), TimedEvent.Noon.AddSeconds(start + 60), ids, count, false);

    private static TumblingWindowMachine<TimedEvent, string, string> Machine() => Machine(TimeSpan.FromSeconds(30));

    private static TumblingWindowMachine<TimedEvent, string, string> Machine(TimeSpan lateness) => new(
        Minute, one => one.Key, WindowModel.Ids, one => one.Time, new() { AllowedLateness = lateness });
}
