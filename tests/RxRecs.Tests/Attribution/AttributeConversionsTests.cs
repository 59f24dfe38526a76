using System.Reactive.Linq;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.Reactive.Testing;
using RxRecs.Analytics;
using RxRecs.Machines;
using RxRecs.Tests.Time;

namespace RxRecs.Tests.Attribution;

/// <summary>Every third event is a conversion, the others are touches; the window is 90 seconds.</summary>
public sealed class AttributeConversionsTests
{
    private const int Window = 90;
    private const int Lateness = 60;
    private static readonly DateTimeOffset Morning = new(2026, 3, 1, 9, 0, 0, TimeSpan.Zero);

    [Test]
    public void Attribution_AnyOrder_EqualsTheModel([Values] AttributionRule rule) => Prop.ForAll(
        TimedEvent.AnyOrder,
        events => Assert.That(
            EventTimeRun.Results(Machine(rule), events).Select(Described), Is.EqualTo(Model(events, rule)))).Holds();

    [Test]
    public void Attribution_AnyArrivalWithinLateness_GivesTheSame([Values] AttributionRule rule) => Prop.ForAll(
        TimedEvent.AnyOrder,
        events =>
        {
            var distinct = events.DistinctBy(one => (one.Seconds, one.Key)).OrderBy(one => one.Seconds).ToArray();
            var sorted = EventTimeRun.Results(Machine(rule), distinct);
            var arrived = TimedEvent.Shuffle(distinct, Lateness, events.Length);
            Assert.That(EventTimeRun.Results(Machine(rule), arrived), Is.EquivalentTo(sorted));
        }).Holds();

    [Test]
    public void Attribution_SnapshotAtAnyCut_ChangesNothing([Values] AttributionRule rule) => Prop.ForAll(
        TimedEvent.AnyOrder,
        events => EventTimeRun.AssertSnapshotLaw(() => Machine(rule), events)).Holds();

    [Test]
    public void Attribution_Boundaries_BothCount()
    {
        TimedEvent[] events = [new(0, "a", 1), new(90, "a", 3), new(91, "b", 6), new(91, "b", 4), new(200, "a", 9)];
        Assert.That(
            EventTimeRun.Results(Machine(), events).Select(Described), Is.EqualTo(["3<1", "6<4", "9<"]));
    }

    [Test]
    public void Attribution_TouchThatFollows_IsNotCredited() => Assert.That(
        EventTimeRun.Results(Machine(), [new(0, "a", 3), new(1, "a", 4)]).Select(Described), Is.EqualTo(["3<"]));

    [Test]
    public void Attribution_OneTouchAndTwoConversions_IsCreditedTwice() => Assert.That(
        EventTimeRun.Results(Machine(), [new(0, "a", 1), new(5, "a", 3), new(6, "a", 6)]).Select(Described),
        Is.EqualTo(["3<1", "6<1"]));

    [Test]
    public void Attribution_ManyTouches_AreForgottenAfterTheWindow()
    {
        var machine = new AttributeConversionsMachine<int, int, int>(
            TimeSpan.FromSeconds(Window), second => second % 7, second => second, _ => AttributionRole.Touch,
            second => Morning.AddSeconds(second), new() { AllowedLateness = TimeSpan.Zero });
        EventTimeRun.All(machine, Enumerable.Range(0, 10_000), complete: false);
        Assert.That(machine.HeldCount, Is.InRange(Window, Window + 2));
    }

    [Test]
    public void Attribution_MoreTouchesThanAreKept_LoseTheEarliest()
    {
        var machine = Machine(maxTouches: 2);
        var results = EventTimeRun.Results(
            machine, [new(0, "a", 1), new(1, "b", 2), new(2, "c", 4), new(3, "a", 3), new(4, "b", 6)]);
        Assert.That(results.Select(Described), Is.EqualTo(["3<", "6<2"]));
    }

    [Test]
    public void Attribution_UnboundedLateness_ForgetsNothing()
    {
        var machine = new AttributeConversionsMachine<TimedEvent, string, int>(
            TimeSpan.FromDays(3_652_058), one => one.Key, _ => 0, RoleOf, one => one.Time,
            new() { AllowedLateness = TimeSpan.MaxValue });
        Assert.That(
            EventTimeRun.Results(machine, [new(500, "a", 3), new(0, "a", 1)]).Select(Described), Is.EqualTo(["3<1"]));
    }

    [Test]
    public void Attribution_SteadyState_AllocatesNothing()
    {
        var machine = new AttributeConversionsMachine<int, int, int>(
            TimeSpan.FromSeconds(Window), second => second % 7, second => second % 3,
            second => second % 5 == 0 ? AttributionRole.Conversion : AttributionRole.Touch,
            second => Morning.AddSeconds(second), new() { AllowedLateness = TimeSpan.FromSeconds(10) });
        var output = new Output<EventTimeResult<int, Attribution<int>>>();
        Run(0, 10_000);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Run(10_000, 20_000);
        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.Zero);

        void Run(int from, int to)
        {
            for (var second = from; second < to; second++)
            {
                machine.OnEvent(second, output);
                output.Clear();
            }
        }
    }

    [Test]
    public void AttributeConversions_OfInteractions_CreditsViewsOfTheUserAlone()
    {
        Interaction[] events =
        [
            new(Morning, InteractionKind.View, 1, 10),
            new(Morning, InteractionKind.View, Id.None, 11),
            new(Morning.AddMinutes(1), InteractionKind.Cart, 2, 10),
            new(Morning.AddMinutes(2), InteractionKind.Purchase, 1, 10),
            new(Morning.AddMinutes(3), InteractionKind.Purchase, 2, 10),
            new(Morning.AddMinutes(4), InteractionKind.Purchase, Id.None, 11),
            new(Morning.AddMinutes(5), InteractionKind.Purchase, 1, 10) { Quantity = -1 },
        ];
        var results = events.ToObservable()
            .AttributeConversions(TimeSpan.FromHours(1), new() { AllowedLateness = TimeSpan.Zero })
            .ToEnumerable().ToArray();
        Assert.That(results.Select(each => each.Conversion), Is.EqualTo(events[3..6]));
        Assert.That(results.Select(each => each.IsAttributed), Is.EqualTo([true, false, false]));
        Assert.That(results[0].Lag, Is.EqualTo(TimeSpan.FromMinutes(2)));
        Assert.That(results[0].Touch, Is.EqualTo(events[0]));
    }

    [Test]
    public void AttributeConversions_QuietSource_TellsAfterTheIdleTimeout()
    {
        var scheduler = new TestScheduler();
        var bought = new Interaction(Morning, InteractionKind.Purchase, 1, 10);
        var results = scheduler.Start(
            () => Observable.Return(bought).Concat(Observable.Never<Interaction>()).AttributeConversions(
                TimeSpan.FromHours(1),
                new()
                {
                    AllowedLateness = TimeSpan.FromTicks(50),
                    IdleTimeout = TimeSpan.FromTicks(100),
                    Scheduler = scheduler,
                }),
            1000).Messages;
        Assert.That(results.Select(each => each.Value.Value.Conversion), Is.EqualTo([bought]));
    }

    [TestCase(AttributionRule.LastTouch, Window)]
    [TestCase(AttributionRule.FirstTouch, Window + 1)]
    public void Restore_WithAnotherRuleOrWindow_IsRefused(AttributionRule rule, int window)
    {
        var writer = new SnapshotWriter();
        Machine().Snapshot(writer);
        var other = new AttributeConversionsMachine<TimedEvent, string, int>(
            TimeSpan.FromSeconds(window), one => one.Key, _ => 0, RoleOf, one => one.Time,
            new() { AllowedLateness = TimeSpan.FromSeconds(Lateness), Rule = rule });

        Assert.That(
            () => other.Restore(new SnapshotReader(writer.Written.ToArray())),
            Throws.TypeOf<SnapshotException>().With.Message.Contains($"not {TimeSpan.FromSeconds(window)} and {rule}"));
    }

    [Test]
    public void AttributeConversions_BadArguments_AreRefused()
    {
        var source = Observable.Empty<Interaction>();
        var options = new AttributionOptions { AllowedLateness = TimeSpan.Zero };
        Assert.Multiple(() =>
        {
            Assert.That(
                () => source.AttributeConversions(TimeSpan.Zero, options), Throws.InstanceOf<ArgumentException>());
            Assert.That(() => options with { MaxTouches = 0 }, Throws.InstanceOf<ArgumentException>());
            Assert.That(() => options with { Rule = (AttributionRule)2 }, Throws.InstanceOf<ArgumentException>());
        });
    }

    private static AttributeConversionsMachine<TimedEvent, string, int> Machine(
        AttributionRule rule = AttributionRule.FirstTouch, int maxTouches = 1000) => new(
        TimeSpan.FromSeconds(Window), one => one.Key, _ => 0, RoleOf, one => one.Time,
        new() { AllowedLateness = TimeSpan.FromSeconds(Lateness), Rule = rule, MaxTouches = maxTouches });

    private static AttributionRole RoleOf(TimedEvent value) =>
        value.Id % 3 == 0 ? AttributionRole.Conversion : AttributionRole.Touch;

    private static string Described(Attribution<TimedEvent> value) =>
        $"{value.Conversion.Id}<{(value.IsAttributed ? value.Touch.Id : null)}";

    private static IEnumerable<string> Model(TimedEvent[] events, AttributionRule rule)
    {
        var kept = WindowModel.WithWatermark(events, Lateness)
            .Where(pair => pair.Event.Seconds >= pair.Watermark)
            .Select(pair => pair.Event)
            .OrderBy(one => one.Seconds)
            .ToArray();
        foreach (var one in kept.Where(one => RoleOf(one) == AttributionRole.Conversion))
        {
            var touches = kept.Where(other => RoleOf(other) == AttributionRole.Touch && other.Key == one.Key
                && other.Seconds >= one.Seconds - Window && other.Seconds <= one.Seconds).Select(other => other.Id);
            var credited = rule == AttributionRule.FirstTouch ? touches.Take(1) : touches.TakeLast(1);
            yield return $"{one.Id}<{string.Concat(credited)}";
        }
    }
}
