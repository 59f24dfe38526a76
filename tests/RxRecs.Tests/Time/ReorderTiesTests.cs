using System.Reactive.Linq;
using System.Reactive.Subjects;
using FsCheck;
using FsCheck.Fluent;
using RxRecs.Machines;

namespace RxRecs.Tests.Time;

/// <summary>Events of one instant, with an order and without.</summary>
public sealed class ReorderTiesTests
{
    private static readonly EventTimeOptions Minute = new() { AllowedLateness = TimeSpan.FromMinutes(1) };
    private static readonly IComparer<TimedEvent> ByKey =
        Comparer<TimedEvent>.Create((one, other) => string.CompareOrdinal(one.Key, other.Key));

    private static readonly IComparer<TimedEvent> ByAll = Comparer<TimedEvent>.Create(
        (one, other) => (one.Key, one.Id).CompareTo((other.Key, other.Id)));

    // Few instants, so that most of them have several events.
    private static readonly Arbitrary<TimedEvent[]> ManyTies = TimedEvent.AnyOrder.Generator
        .Select(all => all.Select(one => one with { Seconds = one.Seconds / 30 * 30 }).ToArray())
        .ToArbitrary();

    [Test]
    public void Reorder_TieOrder_AnyArrivalWithinLatenessIsOneSequence() => Prop.ForAll(ManyTies, events =>
    {
        var arrived = TimedEvent.Shuffle(events, 60, events.Length);
        Assert.That(
            EventTimeRun.Results(Machine(ByAll), arrived),
            Is.EqualTo(events.OrderBy(one => one.Seconds).ThenBy(one => one.Key).ThenBy(one => one.Id)));
    }).Holds();

    [Test]
    public void Reorder_EqualByTheTieOrder_StayInOrderOfArrival() => Prop.ForAll(ManyTies, events =>
    {
        var arrived = TimedEvent.Shuffle(events, 60, events.Length);
        Assert.That(
            EventTimeRun.Results(Machine(ByKey), arrived),
            Is.EqualTo(arrived.OrderBy(one => one.Seconds).ThenBy(one => one.Key, StringComparer.Ordinal)));
    }).Holds();

    [Test]
    public void Reorder_TieOrderSnapshotAtAnyCut_ChangesNothing() => Prop.ForAll(
        ManyTies, events => EventTimeRun.AssertSnapshotLaw(() => Machine(ByAll), events)).Holds();

    [Test]
    public void Reorder_TieOrder_LateEventsAreThoseWithoutIt() => Prop.ForAll(ManyTies, events => Assert.That(
        EventTimeRun.All(Machine(ByAll), events).Where(one => one.IsLate),
        Is.EqualTo(EventTimeRun.All(Machine(null), events).Where(one => one.IsLate)))).Holds();

    [Test]
    public void Reorder_LargeInstant_IsOrdered()
    {
        var events = Enumerable.Range(0, 20_000).Select(i => new TimedEvent(0, "k", i * 7_919 % 20_000)).ToArray();
        Assert.That(
            EventTimeRun.Results(Machine(ByAll), events).Select(one => one.Id),
            Is.EqualTo(Enumerable.Range(0, 20_000)));
    }

    [Test]
    public void Reorder_TieOrderWithoutLateness_WaitsForTheNextInstant()
    {
        using var source = new Subject<TimedEvent>();
        var seen = new List<int>();
        using var subscription = source
            .Reorder(one => one.Time, Minute with { AllowedLateness = TimeSpan.Zero }, ByAll)
            .Subscribe(one => seen.Add(one.Id));
        source.OnNext(new(0, "a", 2));
        source.OnNext(new(0, "a", 1));
        Assert.That(seen, Is.Empty);
        source.OnNext(new(1, "a", 3));
        Assert.That(seen, Is.EqualTo([1, 2]));
        source.OnCompleted();
        Assert.That(seen, Is.EqualTo([1, 2, 3]));
    }

    [Test]
    public void Reorder_TieOrderThrows_EndsWithOnError()
    {
        using var source = new Subject<TimedEvent>();
        Exception? failure = null;
        using var subscription = source
            .Reorder(one => one.Time, Minute, Comparer<TimedEvent>.Create((_, _) => throw new FormatException()))
            .Subscribe(_ => { }, error => failure = error);
        source.OnNext(new(0, "a", 0));
        source.OnNext(new(0, "a", 1));
        source.OnNext(new(100, "a", 2));
        Assert.That(failure, Is.TypeOf<FormatException>());
        Assert.That(source.HasObservers, Is.False);
    }

    [Test]
    public void Reorder_TieOrderSteadyState_AllocatesNothing()
    {
        var machine = new ReorderMachine<long>(
            one => new DateTimeOffset(one, TimeSpan.Zero),
            Minute,
            Comparer<long>.Create((one, other) => other.CompareTo(one)));
        var output = new Output<EventTimeResult<long, long>>();
        var before = 0L;
        for (var i = 0; i < 200_000; i++)
        {
            before = i == 100_000 ? GC.GetAllocatedBytesForCurrentThread() : before;
            machine.OnEvent(TimedEvent.Noon.Ticks + (i / 4 * 1_000_000L) - (i % 7 * 3_000_000L), output);
            output.Clear();
        }

        // The heap may have grown by a level on the way, which takes 1,048 bytes once.
        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.LessThan(4096));
    }

    [Test]
    public void Reorder_InteractionsInAnyOrderOfArrival_AreOneSequence()
    {
        var events = Interactions();
        var expected = Reordered(events);
        Assert.That(expected.Select(one => one.EventTime), Is.Ordered);
        Assert.That(expected, Is.EquivalentTo(events));
        for (var seed = 0; seed < 40; seed++)
        {
            var random = new Random(seed);
            Assert.That(Reordered([.. events.OrderBy(_ => random.Next())]), Is.EqualTo(expected));
        }
    }

    [Test]
    public void Reorder_InteractionsOfOneInstant_GoByKindUserItemAndTheRest()
    {
        Interaction[] expected =
        [
            Of(InteractionKind.View, Id.None, 9),
            Of(InteractionKind.View, 2, 9),
            Of(InteractionKind.View, 10, 1),
            Of(InteractionKind.View, 10, 3),
            Of(InteractionKind.View, "a", 1),
            Of(InteractionKind.Cart, 1, 1),
            Of(InteractionKind.Remove, 1, 1),
            Of(InteractionKind.Purchase, 1, 1),
            Of(InteractionKind.Purchase, 1, 1) with { Quantity = 2 },
            Of(InteractionKind.Purchase, 1, 1) with { Price = 1 },
            Of(InteractionKind.Purchase, 1, 1) with { Brand = "b" },
            Of(InteractionKind.Purchase, 1, 1) with { CategoryPath = "c" },
            Of(InteractionKind.Purchase, 1, 1) with { Category = 5 },
            Of(InteractionKind.Purchase, 1, 1) with { Session = "s" },
        ];
        Assert.That(Reordered([.. expected.Reverse()]), Is.EqualTo(expected));
    }

    [Test]
    public void Reorder_InteractionsWithASelector_StayInOrderOfArrival()
    {
        Interaction[] events = [Of(InteractionKind.Purchase, 2, 1), Of(InteractionKind.View, 1, 1)];
        Assert.That(
            events.ToObservable().Reorder(one => one.EventTime, Minute).ToEnumerable(), Is.EqualTo(events));
    }

    private static Interaction[] Interactions()
    {
        var random = new Random(5);
        return [.. Enumerable.Range(0, 300).Select(_ =>
            new Interaction(
                TimedEvent.Noon.AddSeconds(random.Next(20)),
                (InteractionKind)random.Next(4),
                random.Next(3),
                random.Next(3))
            {
                Session = random.Next(3) == 0 ? null : $"s{random.Next(2)}",
                Brand = random.Next(2) == 0 ? null : $"b{random.Next(2)}",
                Category = random.Next(2) == 0 ? Id.None : "c",
                CategoryPath = random.Next(2) == 0 ? null : "c.d",
                Price = random.Next(2) == 0 ? null : random.Next(2),
                Quantity = random.Next(1, 3),
            })];
    }

    private static Interaction[] Reordered(Interaction[] events) =>
        [.. events.ToObservable().Reorder(Minute).ToEnumerable()];

    private static Interaction Of(InteractionKind kind, Id user, Id item) => new(TimedEvent.Noon, kind, user, item);

    private static ReorderMachine<TimedEvent> Machine(IComparer<TimedEvent>? tieOrder) =>
        new(one => one.Time, Minute, tieOrder);
}
