using System.Reactive.Linq;
using FsCheck;
using FsCheck.Fluent;
using RxRecs.Machines;

namespace RxRecs.Tests.Time;

public sealed class SessionWindowTests
{
    private static readonly WindowOptions MinuteLate = new() { AllowedLateness = TimeSpan.FromMinutes(1) };

    [Test]
    public void SessionWindow_AnyArrivalWithinLateness_EqualsTheModel() => Prop.ForAll(TimedEvent.AnyOrder, events =>
    {
        var results = EventTimeRun.Results(Machine(), TimedEvent.Shuffle(events, 60, events.Length));
        Assert.That(results.Select(WindowModel.Sorted), Is.EqualTo(WindowModel.Sessions(events, 25)));
    }).Holds();

    [Test]
    public void SessionWindow_AnyOrder_EmitsInOrderAndLosesNothing() => Prop.ForAll(TimedEvent.AnyOrder, events =>
    {
        var all = EventTimeRun.All(Machine(), events);
        var sessions = all.Where(one => one.IsResult).Select(one => one.Result).ToArray();
        var ids = sessions.SelectMany(one => one.Value.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Select(int.Parse);
        Assert.That(
            ids.Concat(all.Where(one => one.IsLate).Select(one => one.Late!.Event.Id)),
            Is.EquivalentTo(events.Select(one => one.Id)));
        Assert.That(sessions.Select(one => one.End), Is.Ordered);
        Assert.That(sessions.Select(one => (one.Key, one.Start, one.End)), Is.Unique);
        Assert.That(
            sessions.Select(one => one.Value.Count(c => c == ' ')), Is.EqualTo(sessions.Select(one => one.Count)));
    }).Holds();

    [Test]
    public void SessionWindow_SnapshotAtAnyCut_ChangesNothing() => Prop.ForAll(
        TimedEvent.AnyOrder,
        events => EventTimeRun.AssertSnapshotLaw(Machine, events)).Holds();

    [Test]
    public void SessionWindow_AnyOrder_KeepsOnlyOpenSessions() => Prop.ForAll(TimedEvent.AnyOrder, events =>
    {
        var machine = Machine();
        var output = new Output<EventTimeResult<TimedEvent, EventWindow<string, string>>>();
        foreach (var one in events)
        {
            machine.OnEvent(one, output);
            Assert.That(machine.OpenCount, Is.LessThanOrEqualTo(3 * (((60 + 25) / 25) + 1)));
        }

        machine.OnCompleted(output);
        Assert.That(machine.OpenCount, Is.Zero);
    }).Holds();

    [Test]
    public void SessionWindow_EventThatBridges_JoinsAllItTouches()
    {
        TimedEvent[] events = [new(0, "a", 1), new(40, "a", 2), new(80, "a", 3), new(20, "a", 4), new(60, "a", 5)];
        var session = EventTimeRun.Results(Machine(), events).Single();
        Assert.That(session, Is.EqualTo(new EventWindow<string, string>(
            "a", TimedEvent.Noon, TimedEvent.Noon.AddSeconds(105), "1 2 4 3 5 ", 5, true)));
    }

    [Test]
    public void SessionWindow_EventsExactlyTheGapApart_AreTwoSessions()
    {
        var results = EventTimeRun.Results(Machine(), [new TimedEvent(25, "a", 1), new(0, "a", 2)]);
        Assert.That(results.Select(one => one.Value), Is.EqualTo(["2 ", "1 "]));
    }

    [Test]
    public void SessionWindow_Watermark_ClosesExactlyAtTheEnd()
    {
        var machine = Machine();
        TimedEvent[] events = [new(0, "a", 1), new(84, "b", 2)];
        Assert.That(EventTimeRun.All(machine, events, complete: false), Is.Empty);
        var closed = EventTimeRun.All(machine, [new TimedEvent(85, "b", 3), new(0, "a", 4)], complete: false);
        Assert.That(closed[0].Result.Value, Is.EqualTo("1 "));
        Assert.That(closed[1].Late!.Event.Id, Is.EqualTo(4));
    }

    [Test]
    public void SessionWindow_AggregateThrows_LeavesTheStateAsItWas()
    {
        var broken = false;
        var aggregate = WindowModel.Ids with
        {
            Add = (ids, value) => broken ? throw new FormatException() : WindowModel.Ids.Add(ids, value),
        };
        var machine = new SessionWindowMachine<TimedEvent, string, string>(
            TimeSpan.FromSeconds(25), one => one.Key, aggregate, one => one.Time, MinuteLate);
        EventTimeRun.All(machine, [new TimedEvent(0, "a", 1)], complete: false);
        var before = MachineSnapshot.Save(machine, TestCodecs.All);
        var output = new Output<EventTimeResult<TimedEvent, EventWindow<string, string>>>();
        broken = true;
        Assert.That(() => machine.OnEvent(new(200, "a", 2), output), Throws.TypeOf<FormatException>());
        Assert.That(MachineSnapshot.Save(machine, TestCodecs.All), Is.EqualTo(before));
        broken = false;
        machine.OnEvent(new(200, "a", 2), output);
        Assert.That(output.Count, Is.EqualTo(1));
    }

    [Test]
    public void SessionWindow_DatesAtTheEndsOfTime_AreSessionsLikeOthers()
    {
        DateTimeOffset[] times = [DateTimeOffset.MaxValue, DateTimeOffset.MinValue, TimedEvent.Noon];
        var machine = new SessionWindowMachine<DateTimeOffset, int, long>(
            TimeSpan.FromHours(1), _ => 0, WindowAggregate.Count<DateTimeOffset>(), one => one,
            new() { AllowedLateness = TimeSpan.MaxValue });
        Assert.That(
            EventTimeRun.Results(machine, times).Select(one => one.IsPartial), Is.EqualTo([false, false, true]));
    }

    [Test]
    public void SessionWindow_WithoutKeys_IsOneForAll()
    {
        var results = new[] { new TimedEvent(0, "a", 1), new(20, "b", 2) }.ToObservable()
            .SessionWindow(TimeSpan.FromSeconds(25), WindowModel.Ids, one => one.Time, MinuteLate)
            .ToEnumerable();
        Assert.That(results.Select(one => one.Value), Is.EqualTo(["1 2 "]));
    }

    private static SessionWindowMachine<TimedEvent, string, string> Machine() => new(
        TimeSpan.FromSeconds(25), one => one.Key, WindowModel.Ids, one => one.Time, MinuteLate);
}
