using System.Reactive.Linq;
using System.Reactive.Subjects;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.Reactive.Testing;
using RxRecs.Analytics;
using RxRecs.Machines;
using RxRecs.Tests.Time;

namespace RxRecs.Tests.Enrichment;

/// <summary>Every third input is a change of its key, the others are events; a minute late.</summary>
public sealed class EnrichAsOfTests
{
    private const int Lateness = 60;

    [Test]
    public void Enrich_AnyOrder_EqualsTheModel() => Prop.ForAll(TimedEvent.AnyOrder, inputs =>
        Assert.That(
            EventTimeRun.Results(Machine(), Split(inputs)).Select(Described), Is.EqualTo(Model(inputs)))).Holds();

    [Test]
    public void Enrich_AnyArrivalWithinLateness_GivesTheSame() => Prop.ForAll(TimedEvent.AnyOrder, inputs =>
    {
        var distinct = inputs.DistinctBy(one => (one.Seconds, one.Key)).OrderBy(one => one.Seconds).ToArray();
        var arrived = TimedEvent.Shuffle(distinct, Lateness, inputs.Length);
        Assert.That(
            EventTimeRun.Results(Machine(), Split(arrived)).Select(Described),
            Is.EquivalentTo(EventTimeRun.Results(Machine(), Split(distinct)).Select(Described)));
    }).Holds();

    [Test]
    public void Enrich_SnapshotAtAnyCut_ChangesNothing() => Prop.ForAll(
        TimedEvent.AnyOrder,
        inputs => EventTimeRun.AssertSnapshotLaw(Machine, Split(inputs).ToArray())).Holds();

    [Test]
    public void Enrich_ChangeAtTheVeryTime_Holds() => Assert.That(
        EventTimeRun.Results(Machine(), Split([new(10, "a", 1), new(10, "a", 3), new(9, "a", 2)])).Select(Described),
        Is.EqualTo(["2<", "1<3"]));

    [Test]
    public void Enrich_ChangeBehindTheWatermark_HoldsForWhatFollows()
    {
        TimedEvent[] inputs = [new(10, "a", 1), new(100, "a", 2), new(20, "a", 3), new(101, "a", 4)];
        Assert.That(
            EventTimeRun.Results(Machine(), Split(inputs)).Select(Described), Is.EqualTo(["1<", "2<3", "4<3"]));
    }

    [Test]
    public void Enrich_MoreChangesThanAreKept_ForgetsTheKeyWithoutOneForTheLongestTime()
    {
        TimedEvent[] inputs =
            [new(0, "a", 0), new(1, "b", 3), new(2, "a", 6), new(3, "c", 9), new(9, "a", 1), new(9, "b", 2)];
        Assert.That(
            EventTimeRun.Results(Machine(3), Split(inputs)).Select(Described), Is.EqualTo(["1<6", "2<"]));
    }

    [Test]
    public void Enrich_ManyChangesOfOneKey_KeepsTheNewest()
    {
        var machine = Machine(2);
        EventTimeRun.All(machine, Split(Enumerable.Range(0, 50).Select(i => new TimedEvent(i, "a", i * 3))), false);
        Assert.That(machine.HeldCount, Is.EqualTo(2));
        Assert.That(
            EventTimeRun.Results(machine, Split([new(49, "a", 1)])).Select(Described), Is.EqualTo(["1<147"]));
    }

    [Test]
    public void Enrich_ChangesThatHaveBeenFollowed_AreForgotten()
    {
        var machine = Machine();
        EventTimeRun.All(machine, Split(Enumerable.Range(0, 9_000).Select(i => new TimedEvent(i, "a", i))), false);
        Assert.That(machine.HeldCount, Is.LessThan(2 * Lateness));
    }

    [Test]
    public void EnrichAsOf_QuietEventsAndBusyChanges_TellsAfterTheIdleTimeout()
    {
        var scheduler = new TestScheduler();
        var changes = Observable.Interval(TimeSpan.FromTicks(30), scheduler)
            .Select(at => new TimedEvent((int)at, "b", 3));
        var results = scheduler.Start(
            () => Observable.Return(new TimedEvent(0, "a", 1)).Concat(Observable.Never<TimedEvent>()).EnrichAsOf(
                changes, one => one.Key, one => one.Key, one => one.Time, one => one.Time,
                new()
                {
                    AllowedLateness = TimeSpan.FromTicks(50),
                    IdleTimeout = TimeSpan.FromTicks(100),
                    Scheduler = scheduler,
                }),
            1000).Messages;
        Assert.That(results.Select(each => each.Value.Value.Event.Id), Is.EqualTo([1]));
    }

    [Test]
    public void EnrichAsOf_TwoTables_OneAfterTheOther()
    {
        using var users = new ReplaySubject<(Id User, DateTimeOffset At, string Region)>();
        using var products = new ReplaySubject<(Id Product, DateTimeOffset At, string Name)>();
        users.OnNext((1, TimedEvent.Noon, "north"));
        products.OnNext((10, TimedEvent.Noon, "chair"));
        products.OnNext((10, TimedEvent.Noon.AddMinutes(2), "armchair"));
        Interaction[] events =
        [
            new(TimedEvent.Noon.AddMinutes(1), InteractionKind.View, 1, 10),
            new(TimedEvent.Noon.AddMinutes(2), InteractionKind.View, 2, 10),
            new(TimedEvent.Noon.AddMinutes(3), InteractionKind.View, 1, 11),
        ];
        EnrichAsOfOptions options = new() { AllowedLateness = TimeSpan.Zero };
        var joined = events.ToObservable()
            .EnrichAsOf(users, one => one.User, one => one.User, one => one.At, one => one.EventTime, options)
            .EnrichAsOf(
                products, one => one.Event.Item, one => one.Product, one => one.At, one => one.Event.EventTime, options)
            .Select(one => $"{one.Event.Change.Region}/{one.Change.Name}");
        Assert.That(joined.ToEnumerable(), Is.EqualTo(["north/chair", "/armchair", "north/"]));
    }

    [Test]
    public void EnrichAsOf_ErrorOfTheChanges_EndsIt()
    {
        using var events = new Subject<TimedEvent>();
        var error = new InvalidOperationException("gone");
        Exception? seen = null;
        using var running = events.EnrichAsOf(
                Observable.Throw<TimedEvent>(error), one => one.Key, one => one.Key, one => one.Time, one => one.Time,
                new() { AllowedLateness = TimeSpan.Zero })
            .Subscribe(_ => { }, e => seen = e);
        Assert.That(seen, Is.SameAs(error));
        Assert.That(events.HasObservers, Is.False);
    }

    private static EnrichAsOfMachine<TimedEvent, TimedEvent, string> Machine() => Machine(1000);

    private static EnrichAsOfMachine<TimedEvent, TimedEvent, string> Machine(int maxChanges) => new(
        one => one.Key, one => one.Key, one => one.Time, one => one.Time,
        new() { AllowedLateness = TimeSpan.FromSeconds(Lateness), MaxChanges = maxChanges });

    private static IEnumerable<EventOrChange<TimedEvent, TimedEvent>> Split(IEnumerable<TimedEvent> inputs) =>
        inputs.Select(one => one.Id % 3 == 0
            ? new EventOrChange<TimedEvent, TimedEvent>(default, one, true)
            : new(one, default, false));

    private static string Described(Enriched<TimedEvent, TimedEvent> value) =>
        $"{value.Event.Id}<{(value.IsKnown ? value.Change.Id : null)}";

    // An event is told when the watermark reaches its time: of what had come by then, the newest that is not after it.
    private static IEnumerable<string> Model(TimedEvent[] inputs)
    {
        var watermark = int.MinValue;
        var changes = new List<TimedEvent>();
        var held = new List<TimedEvent>();
        foreach (var one in inputs)
        {
            if (one.Id % 3 == 0)
            {
                changes.Add(one);
                continue;
            }

            if (one.Seconds < watermark)
            {
                continue;
            }

            held.Add(one);
            watermark = Math.Max(watermark, one.Seconds - Lateness);
            foreach (var told in Told(watermark))
            {
                yield return told;
            }
        }

        foreach (var told in Told(int.MaxValue))
        {
            yield return told;
        }

        IEnumerable<string> Told(int until)
        {
            foreach (var one in held.Where(one => one.Seconds <= until).OrderBy(one => one.Seconds).ToList())
            {
                held.Remove(one);
                var change = changes.Where(other => other.Key == one.Key && other.Seconds <= one.Seconds)
                    .OrderBy(other => other.Seconds).Select(other => (int?)other.Id).LastOrDefault();
                yield return $"{one.Id}<{change}";
            }
        }
    }
}
