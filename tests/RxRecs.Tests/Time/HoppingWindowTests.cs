using System.Reactive.Linq;
using FsCheck;
using FsCheck.Fluent;
using RxRecs.Machines;

namespace RxRecs.Tests.Time;

// Noon of the day is a multiple of both advances, so the model's windows, counted from noon, are the machine's.
[TestFixture(60, 20)]
[TestFixture(60, 45)]
[TestFixture(40, 40)]
[TestFixture(200, 90)]
public sealed class HoppingWindowTests(int size, int advance)
{
    private static readonly WindowOptions HalfAMinuteLate =
        new() { AllowedLateness = TimeSpan.FromSeconds(30), Origin = TimedEvent.Noon };

    [Test]
    public void HoppingWindow_AnyOrder_EqualsTheModel() => Prop.ForAll(TimedEvent.AnyOrder, events =>
    {
        var results = EventTimeRun.Results(Machine(), events).Select(WindowModel.Sorted);
        Assert.That(results, Is.EqualTo(WindowModel.Hopping(events, size, advance, 30)));
    }).Holds();

    [Test]
    public void HoppingWindow_AccumulatorsThatChange_AreNotShared() => Prop.ForAll(TimedEvent.AnyOrder, events =>
    {
        var machine = new HoppingWindowMachine<TimedEvent, string, List<int>>(
            TimeSpan.FromSeconds(size), TimeSpan.FromSeconds(advance), one => one.Key, WindowModel.MutableIds,
            one => one.Time, HalfAMinuteLate);
        Assert.That(
            EventTimeRun.Results(machine, events).Select(one => WindowModel.Join(one.Value)),
            Is.EqualTo(WindowModel.Hopping(events, size, advance, 30).Select(one => one.Value)));
    }).Holds();

    [Test]
    public void HoppingWindow_AnyArrivalWithinLateness_GivesTheSame() => Prop.ForAll(TimedEvent.AnyOrder, events =>
    {
        var sorted = EventTimeRun.Results(Machine(), events.OrderBy(one => one.Seconds));
        var arrived = EventTimeRun.Results(Machine(), TimedEvent.Shuffle(events, 30, events.Length));
        Assert.That(arrived.Select(WindowModel.Sorted), Is.EqualTo(sorted.Select(WindowModel.Sorted)));
    }).Holds();

    [Test]
    public void HoppingWindow_SnapshotAtAnyCut_ChangesNothing() => Prop.ForAll(
        TimedEvent.AnyOrder,
        events => EventTimeRun.AssertSnapshotLaw(Machine, events)).Holds();

    [Test]
    public void HoppingWindow_AnyOrder_HoldsAtMostTwoPanesPerAdvanceAndKey() =>
        Prop.ForAll(TimedEvent.AnyOrder, events =>
        {
            var machine = Machine();
            var output = new Output<EventTimeResult<TimedEvent, EventWindow<string, string>>>();
            foreach (var one in events)
            {
                machine.OnEvent(one, output);
                Assert.That(machine.HeldCount, Is.LessThanOrEqualTo(3 * 2 * (((size + 30) / advance) + 2)));
            }
        }).Holds();

    [Test]
    public void HoppingWindow_OverSizeGreaterThanAdvance_CountsAnEventInEachWindow()
    {
        var results = new[] { new TimedEvent(0, "a", 1) }.ToObservable()
            .HoppingWindow(
                TimeSpan.FromSeconds(size), TimeSpan.FromSeconds(advance), WindowAggregate.Count<TimedEvent>(),
                one => one.Time, HalfAMinuteLate)
            .ToEnumerable();
        var expected = Enumerable.Range(0, 100).Count(k => (k * advance) < size);
        Assert.That(results.Select(one => one.Value), Is.EqualTo(Enumerable.Repeat(1L, expected)));
    }

    [Test]
    public void HoppingWindow_AdvanceGreaterThanSize_IsRefusedAtOnce() => Assert.That(
        () => Observable.Empty<TimedEvent>().HoppingWindow(
            TimeSpan.FromSeconds(size),
            TimeSpan.FromSeconds(size + 1),
            WindowModel.Ids,
            one => one.Time,
            HalfAMinuteLate),
        Throws.TypeOf<ArgumentOutOfRangeException>().With.Property("ParamName").EqualTo("advance"));

    [Test]
    public void HoppingWindow_DatesAtTheEndsOfTime_AreInWindows()
    {
        DateTimeOffset[] times = [DateTimeOffset.MinValue, DateTimeOffset.MaxValue];
        var machine = new HoppingWindowMachine<DateTimeOffset, int, long>(
            TimeSpan.FromDays(3_652_058), TimeSpan.FromDays(1_500_000), _ => 0, WindowAggregate.Count<DateTimeOffset>(),
            one => one, new() { AllowedLateness = TimeSpan.MaxValue });
        var results = EventTimeRun.Results(machine, times);
        Assert.That(results.Sum(one => one.Count), Is.GreaterThanOrEqualTo(4));
        Assert.That(results[^1].IsPartial);
    }

    [Test]
    public void HoppingWindow_HugeWindowsAlignedAtTheEndOfTime_HoldTheFirstEvent()
    {
        var machine = new HoppingWindowMachine<DateTimeOffset, int, long>(
            TimeSpan.FromDays(3_652_058), TimeSpan.FromDays(3_600_000), _ => 0, WindowAggregate.Count<DateTimeOffset>(),
            one => one,
            new() { AllowedLateness = TimeSpan.Zero, Origin = DateTimeOffset.MaxValue });
        var results = EventTimeRun.Results(machine, [DateTimeOffset.MinValue]);
        Assert.That(results.Select(one => one.Count), Is.EqualTo([1L]));
        Assert.That(results[0].End, Is.EqualTo(DateTimeOffset.MaxValue - TimeSpan.FromDays(7_200_000 - 3_652_058)));
    }

    private HoppingWindowMachine<TimedEvent, string, string> Machine() => new(
        TimeSpan.FromSeconds(size), TimeSpan.FromSeconds(advance), one => one.Key, WindowModel.Ids,
        one => one.Time, HalfAMinuteLate);
}
