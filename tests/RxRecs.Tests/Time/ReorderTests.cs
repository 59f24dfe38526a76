using System.Reactive.Concurrency;
using System.Reactive.Linq;
using System.Reactive.Subjects;
using FsCheck;
using FsCheck.Fluent;
using RxRecs.Machines;

namespace RxRecs.Tests.Time;

public sealed class ReorderTests
{
    private static readonly EventTimeOptions Minute = new() { AllowedLateness = TimeSpan.FromMinutes(1) };

    [Test]
    public void Reorder_AnyOrder_IsSortedAndLosesNothing() => Prop.ForAll(TimedEvent.AnyOrder, events =>
    {
        var all = EventTimeRun.All(Machine(Minute), events);
        var results = all.Where(one => one.IsResult).Select(one => one.Result).ToArray();
        Assert.That(results, Is.EqualTo(results.OrderBy(one => one.Seconds).ThenBy(one => one.Id)));
        Assert.That(all.SkipLast(1).Select(one => one.IsLate ? one.Late.Event : one.Result), Is.EquivalentTo(events));
        Assert.That(all.Where(one => one.IsLate).Select(one => one.Late!.Event), Is.EqualTo(Late(events, 60)));
    }).Holds();

    [Test]
    public void Reorder_ArrivalWithinLateness_IsTheSortedSequence() => Prop.ForAll(TimedEvent.AnyOrder, events =>
    {
        var arrived = TimedEvent.Shuffle(events, 60, events.Length);
        Assert.That(
            EventTimeRun.Results(Machine(Minute), arrived),
            Is.EqualTo(arrived.OrderBy(one => one.Seconds)));
    }).Holds();

    [Test]
    public void Reorder_SnapshotAtAnyCut_ChangesNothing() => Prop.ForAll(
        TimedEvent.AnyOrder,
        events => EventTimeRun.AssertSnapshotLaw(() => Machine(Minute), events)).Holds();

    [Test]
    public void Reorder_AnyOrder_HoldsOnlyWhatTheLatenessAllows() => Prop.ForAll(TimedEvent.AnyOrder, events =>
    {
        var machine = Machine(Minute);
        var output = new Output<EventTimeResult<TimedEvent, TimedEvent>>();
        for (var i = 0; i < events.Length; i++)
        {
            machine.OnEvent(events[i], output);
            var greatest = events.Take(i + 1).Max(one => one.Seconds);
            var bound = events.Take(i + 1).Count(one => one.Seconds > greatest - 60);
            Assert.That(machine.HeldCount, Is.LessThanOrEqualTo(bound));
        }
    }).Holds();

    [Test]
    public void Reorder_EventExactlyAtTheWatermark_IsNotLate()
    {
        TimedEvent[] events = [new(60, "a", 0), new(0, "a", 1), new(120, "a", 2), new(59, "a", 3)];
        var all = EventTimeRun.All(Machine(Minute), events);
        Assert.That(all.Where(one => one.IsResult).Select(one => one.Result.Id), Is.EqualTo([1, 0, 2]));
        Assert.That(all.Single(one => one.IsLate).Late, Is.EqualTo(new LateEvent<TimedEvent>(
            events[3], events[3].Time, TimedEvent.Noon.AddSeconds(60), 1)));
    }

    [Test]
    public void Reorder_NoLatenessInASortedSource_EmitsAtOnce()
    {
        var source = new Subject<TimedEvent>();
        var seen = new List<int>();
        using var subscription = source
            .Reorder(one => one.Time, Minute with { AllowedLateness = TimeSpan.Zero })
            .Subscribe(one => seen.Add(one.Id));
        source.OnNext(new(0, "a", 0));
        source.OnNext(new(0, "a", 1));
        source.OnNext(new(5, "a", 2));
        Assert.That(seen, Is.EqualTo([0, 1, 2]));
    }

    [Test]
    public void Reorder_SelectorThrows_EndsWithOnErrorAndKeepsTheState()
    {
        var machine = new ReorderMachine<TimedEvent>(
            one => one.Id == 1 ? throw new FormatException() : one.Time, Minute);
        EventTimeRun.All(machine, [new TimedEvent(0, "a", 0)], complete: false);
        var before = MachineSnapshot.Save(machine, TestCodecs.All);
        Assert.That(
            () => machine.OnEvent(new(9, "a", 1), new Output<EventTimeResult<TimedEvent, TimedEvent>>()),
            Throws.TypeOf<FormatException>());
        Assert.That(MachineSnapshot.Save(machine, TestCodecs.All), Is.EqualTo(before));
    }

    [Test]
    public void Reorder_QuietSource_ReleasesAsTheClockGoesOn()
    {
        var scheduler = new HistoricalScheduler();
        var source = new Subject<TimedEvent>();
        var seen = new List<int>();
        using var subscription = source
            .Reorder(one => one.Time, Minute with { IdleTimeout = TimeSpan.FromSeconds(20), Scheduler = scheduler })
            .Subscribe(one => seen.Add(one.Id));
        source.OnNext(new(0, "a", 0));
        source.OnNext(new(30, "a", 1));
        scheduler.AdvanceBy(TimeSpan.FromSeconds(30));
        Assert.That(seen, Is.Empty);
        scheduler.AdvanceBy(TimeSpan.FromSeconds(20));
        Assert.That(seen, Is.EqualTo([0]));
        scheduler.AdvanceBy(TimeSpan.FromSeconds(30));
        Assert.That(seen, Is.EqualTo([0, 1]));
    }

    [Test]
    public void Reorder_DatesAtTheEndsOfTime_AreOrderedLikeOthers()
    {
        DateTimeOffset[] times = [TimedEvent.Noon, DateTimeOffset.MaxValue, DateTimeOffset.MinValue];
        var all = EventTimeRun.All(
            new ReorderMachine<DateTimeOffset>(one => one, new() { AllowedLateness = TimeSpan.MaxValue }), times);
        Assert.That(
            all.Where(one => one.IsResult).Select(one => one.Result), Is.Ordered.And.EquivalentTo(times));
        Assert.That(all[^1].Counts, Is.EqualTo(new EventTimeCounts(3, 0)));
    }

    [Test]
    public void Reorder_Interactions_NeedNoSelector()
    {
        Interaction[] events =
        [
            new(TimedEvent.Noon.AddSeconds(5), InteractionKind.View, 1, 1),
            new(TimedEvent.Noon, InteractionKind.View, 1, 2),
        ];
        Assert.That(
            events.ToObservable().Reorder(Minute).Select(one => one.Item).ToEnumerable(),
            Is.EqualTo(new Id[] { 2, 1 }));
    }

    [Test]
    public void Reorder_DamagedSnapshot_IsRefused()
    {
        var machine = Machine(Minute);
        EventTimeRun.All(machine, [new TimedEvent(50, "a", 0), new(10, "a", 1), new(9, "a", 2)], complete: false);
        var writer = new SnapshotWriter(TestCodecs.All);
        machine.Snapshot(writer);
        var bytes = writer.Written.ToArray();
        bytes[40] = 127; // the highest byte of the first event's time
        Assert.That(
            () => Machine(Minute).Restore(new SnapshotReader(bytes, TestCodecs.All)),
            Throws.TypeOf<SnapshotException>());
        var other = Machine(Minute with { AllowedLateness = TimeSpan.Zero });
        Assert.That(
            () => other.Restore(new SnapshotReader(writer.Written.ToArray(), TestCodecs.All)),
            Throws.TypeOf<SnapshotException>());
    }

    [Test]
    public void ReorderBuffer_SteadyState_AllocatesNothing()
    {
        var machine = new ReorderMachine<long>(one => new DateTimeOffset(one, TimeSpan.Zero), Minute);
        var output = new Output<EventTimeResult<long, long>>();
        var before = 0L;
        for (var i = 0; i < 200_000; i++)
        {
            before = i == 100_000 ? GC.GetAllocatedBytesForCurrentThread() : before;
            machine.OnEvent(TimedEvent.Noon.Ticks + (i * 1_000_000L) - (i % 7 * 3_000_000L), output);
            output.Clear();
        }

        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.LessThan(1024));
    }

    private static ReorderMachine<TimedEvent> Machine(EventTimeOptions options) => new(one => one.Time, options);

    private static IEnumerable<TimedEvent> Late(TimedEvent[] events, int lateness)
    {
        var greatest = int.MinValue / 2;
        foreach (var one in events)
        {
            if (one.Seconds < greatest - lateness)
            {
                yield return one;
            }

            greatest = Math.Max(greatest, one.Seconds);
        }
    }
}
