using System.Reactive.Linq;
using FsCheck;
using FsCheck.Fluent;
using RxRecs.Machines;

namespace RxRecs.Tests.Time;

public sealed class SlidingWindowTests
{
    private static readonly WindowOptions MinuteLate = new() { AllowedLateness = TimeSpan.FromMinutes(1) };

    [Test]
    public void SlidingWindow_AnyOrder_EqualsTheModel() => Prop.ForAll(TimedEvent.AnyOrder, events =>
    {
        var results = EventTimeRun.Results(Machine(), events);
        Assert.That(results.Select(one => (one.Event, one.Window.Value, one.Window.Count)), Is.EqualTo(Model(events)));
    }).Holds();

    [Test]
    public void SlidingWindow_AccumulatorsThatChange_AreNotShared() => Prop.ForAll(TimedEvent.AnyOrder, events =>
    {
        var machine = new SlidingWindowMachine<TimedEvent, string, List<int>>(
            TimeSpan.FromSeconds(90), one => one.Key, WindowModel.MutableIds, one => one.Time, MinuteLate);
        Assert.That(
            EventTimeRun.Results(machine, events).Select(one => string.Concat(one.Window.Value.Select(id => $"{id} "))),
            Is.EqualTo(Model(events).Select(one => one.Value)));
    }).Holds();

    [Test]
    public void SlidingWindow_AnyArrivalWithinLateness_GivesTheSame() => Prop.ForAll(TimedEvent.AnyOrder, events =>
    {
        var machine = () => new SlidingWindowMachine<TimedEvent, string, long>(
            TimeSpan.FromSeconds(90), one => one.Key,
            new(() => 0, (sum, one) => sum + one.Id, (earlier, later) => earlier + later), one => one.Time, MinuteLate);
        var sorted = EventTimeRun.Results(machine(), events.OrderBy(one => one.Seconds));
        var arrived = EventTimeRun.Results(machine(), TimedEvent.Shuffle(events, 60, events.Length));
        Assert.That(arrived, Is.EquivalentTo(sorted));
    }).Holds();

    [Test]
    public void SlidingWindow_SnapshotAtAnyCut_ChangesNothing() => Prop.ForAll(
        TimedEvent.AnyOrder,
        events => EventTimeRun.AssertSnapshotLaw(Machine, events)).Holds();

    [Test]
    public void SlidingWindow_KeysThatStaySilent_AreForgotten()
    {
        var machine = new SlidingWindowMachine<int, int, long>(
            TimeSpan.FromSeconds(90), second => second, WindowAggregate.Count<int>(),
            second => TimedEvent.Noon.AddSeconds(second), new() { AllowedLateness = TimeSpan.Zero });
        EventTimeRun.All(machine, Enumerable.Range(0, 10_000), complete: false);
        Assert.That(machine.KeyCount, Is.InRange(90, 181));
        Assert.That(machine.HeldCount, Is.InRange(90, 181));
    }

    [Test]
    public void SlidingWindow_Boundaries_AreInAtTheStartAndOutAtTheEnd()
    {
        TimedEvent[] events = [new(0, "a", 1), new(90, "a", 2), new(90, "a", 3), new(91, "a", 4), new(500, "a", 5)];
        var results = EventTimeRun.Results(Machine(), events).Select(one => one.Window).ToArray();
        Assert.That(results.Select(one => one.Value), Is.EqualTo(["", "1 ", "1 ", "2 3 ", ""]));
        Assert.That(results.Select(one => one.Count), Is.EqualTo([0, 1, 1, 2, 0]));
        Assert.That(results[1].Start, Is.EqualTo(TimedEvent.Noon));
        Assert.That(results[1].End, Is.EqualTo(TimedEvent.Noon.AddSeconds(90)));
    }

    [Test]
    public void SlidingWindow_LateEvent_IsInNoWindow()
    {
        TimedEvent[] events = [new(100, "a", 1), new(39, "a", 2), new(110, "a", 3)];
        var all = EventTimeRun.All(Machine(), events);
        Assert.That(all.Single(one => one.IsLate).Late!.Event.Id, Is.EqualTo(2));
        Assert.That(all.Where(one => one.IsResult).Select(one => one.Result.Window.Value), Is.EqualTo(["", "1 "]));
    }

    [Test]
    public void SlidingWindow_DatesAtTheEndsOfTime_AreEventsLikeOthers()
    {
        DateTimeOffset[] times = [DateTimeOffset.MaxValue, DateTimeOffset.MinValue, TimedEvent.Noon];
        var machine = new SlidingWindowMachine<DateTimeOffset, int, long>(
            TimeSpan.FromDays(3_652_058), _ => 0, WindowAggregate.Count<DateTimeOffset>(), one => one,
            new() { AllowedLateness = TimeSpan.MaxValue });
        Assert.That(EventTimeRun.Results(machine, times).Select(one => one.Window.Value), Is.EqualTo([0, 1, 1]));
    }

    [Test]
    public void SlidingWindow_WithoutKeys_IsOneForAll()
    {
        var results = new[] { new TimedEvent(0, "a", 1), new(20, "b", 2) }.ToObservable()
            .SlidingWindow(TimeSpan.FromSeconds(25), WindowModel.Ids, one => one.Time, MinuteLate)
            .ToEnumerable();
        Assert.That(results.Select(one => one.Window.Value), Is.EqualTo(["", "1 "]));
    }

    private static SlidingWindowMachine<TimedEvent, string, string> Machine() => new(
        TimeSpan.FromSeconds(90), one => one.Key, WindowModel.Ids, one => one.Time, MinuteLate);

    private static IEnumerable<(TimedEvent Event, string Value, long Count)> Model(TimedEvent[] events)
    {
        var kept = WindowModel.WithWatermark(events, 60)
            .Where(pair => pair.Event.Seconds >= pair.Watermark)
            .Select(pair => pair.Event)
            .OrderBy(one => one.Seconds)
            .ToArray();
        foreach (var one in kept)
        {
            var before = kept
                .Where(
                    other => other.Key == one.Key && other.Seconds >= one.Seconds - 90 && other.Seconds < one.Seconds)
                .ToArray();
            yield return (one, string.Concat(before.Select(other => $"{other.Id} ")), before.Length);
        }
    }
}
