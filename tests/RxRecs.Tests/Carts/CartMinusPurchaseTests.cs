using System.Reactive.Linq;
using System.Reactive.Subjects;
using Microsoft.Reactive.Testing;
using RxRecs.Machines;
using RxRecs.Tests.Time;

namespace RxRecs.Tests.Carts;

public sealed class CartMinusPurchaseTests
{
    private static readonly CartOptions InOrder = new() { AllowedLateness = TimeSpan.Zero };

    [Test]
    public void CartMinusPurchase_AddRemovePurchaseAndAgain_TellsEachChange() => Assert.That(
        Run(InOrder, (0, "+1"), (1, "+2"), (2, "-1"), (3, "$2"), (4, "+1"), (5, "+1")),
        Is.EqualTo([
            "0 Added k1x1 [1x1] 1 #1",
            "1 Added k2x1 [2x1 1x1] 2 #2",
            "2 Removed k1x1 [2x1] 1 #1",
            "3 Purchased k2x1 [] 0 #1",
            "4 Reopened k1x1 [1x1] 1 #1",
            "5 QuantityChanged k1x2 [1x2] 1 #1",
        ]));

    [Test]
    public void CartMinusPurchase_AddedAgain_IsNewest() => Assert.That(
        Run(InOrder, (0, "+1"), (1, "+2"), (2, "+1"))[^1], Is.EqualTo("2 QuantityChanged k1x2 [1x2 2x1] 2 #1"));

    [Test]
    public void CartMinusPurchase_UnknownItems_AreCountedAndNeverNegative() => Assert.That(
        Run(InOrder, (0, "-1"), (1, "-1"), (2, "$2"), (3, "+2"), (4, "-1")),
        Is.EqualTo([
            "0 UnknownRemoved k1x1 [] 0 #1",
            "1 UnknownRemoved k1x1 [] 0 #2",
            "2 UnknownPurchased k2x1 [] 0 #1",
            "3 Reopened k2x1 [2x1] 1 #1",
            "4 UnknownRemoved k1x1 [2x1] 1 #3",
        ]));

    [Test]
    public void CartMinusPurchase_Quantities_AreHeldWithinTheirRange() => Assert.That(
        Run(
            InOrder,
            (0, "+1:0"),
            (1, "+1:-5"),
            (2, $"+1:{int.MaxValue}"),
            (3, $"+1:{int.MaxValue}"),
            (4, "=1:-1"),
            (5, "=1:7"),
            (6, $"/1:{int.MinValue}"),
            (7, "/1:3"),
            (8, $"/1:{int.MaxValue}"),
            (9, "=1:0")),
        Is.EqualTo([
            "0 InvalidQuantity k1x0 [] 0 #1",
            "1 InvalidQuantity k1x-5 [] 0 #2",
            "2 Added k1x2147483647 [1x2147483647] 1 #1",
            "3 QuantityChanged k1x2147483647 [1x2147483647] 1 #1",
            "4 InvalidQuantity k1x-1 [1x2147483647] 1 #3",
            "5 QuantityChanged k1x7 [1x7] 1 #2",
            "6 InvalidQuantity k1x-2147483648 [1x7] 1 #4",
            "7 QuantityChanged k1x4 [1x4] 1 #3",
            "8 Removed k1x4 [] 0 #1",
            "9 UnknownRemoved k1x0 [] 0 #1",
        ]));

    [Test]
    public void CartMinusPurchase_SetToZero_TakesTheItemOut() => Assert.That(
        Run(InOrder, (0, "+1:3"), (1, "=1:0"))[^1], Is.EqualTo("1 Removed k1x3 [] 0 #1"));

    [Test]
    public void CartMinusPurchase_IdleGap_AbandonsOnceAndAPurchaseCancels() => Assert.That(
        Run(
            InOrder with { AbandonAfter = TimeSpan.FromSeconds(10) },
            (0, "+1"),
            (5, "+2"),
            (14, "v"),
            (15, "v"),
            (40, "v"),
            (50, "$1"),
            (60, "$2"),
            (90, "v")),
        Is.EqualTo([
            "0 Added k1x1 [1x1] 1 #1",
            "5 Added k2x1 [2x1 1x1] 2 #2",
            "15 Abandoned k0x0 [2x1 1x1] 2 #1",
            "50 AbandonCancelled k1x0 [2x1] 1 #1",
            "50 Purchased k1x1 [2x1] 1 #1",
            "60 Abandoned k0x0 [2x1] 1 #2",
            "60 AbandonCancelled k2x0 [] 0 #2",
            "60 Purchased k2x1 [] 0 #2",
        ]));

    [Test]
    public void CartMinusPurchase_PurchaseInTime_LeavesNothingToAbandon() => Assert.That(
        Run(InOrder with { AbandonAfter = TimeSpan.FromSeconds(10) }, (0, "+1"), (9, "$1"), (90, "v")),
        Has.None.Contains("Abandoned"));

    [Test]
    public void CartMinusPurchase_GapsThatEndTogether_ComeInOrderOfKey()
    {
        var options = InOrder with { AbandonAfter = TimeSpan.FromSeconds(10) };
        TimedEvent[] events = [new(0, "c", 0), new(0, "a", 1), new(0, "b", 2), new(50, "z", 6)];
        var machine = new CartMinusPurchaseMachine<TimedEvent, string, int, string>(
            x => new(x.Key, 1, CartAction.Add),
            (change, _) => $"{change.Kind} {change.Key}",
            x => x.Time,
            options);
        Assert.That(
            EventTimeRun.Results(machine, events).Skip(3),
            Is.EqualTo(["Abandoned a", "Abandoned b", "Abandoned c", "Added z"]));
    }

    [Test]
    public void CartMinusPurchase_Bounds_DropAndForgetAndCount()
    {
        var options = InOrder with
        {
            MaxItemsPerCart = 2,
            ClosedItemsKept = 1,
            ForgetAfter = TimeSpan.FromSeconds(100),
        };
        Assert.That(
            Run(options, (0, "+1"), (1, "+2"), (2, "+3"), (3, "-2"), (4, "-3"), (5, "+2"), (6, "+3"), (200, "v")),
            Is.EqualTo([
                "0 Added k1x1 [1x1] 1 #1",
                "1 Added k2x1 [2x1 1x1] 2 #2",
                "2 Dropped k1x1 [3x1 2x1] 2 #1",
                "2 Added k3x1 [3x1 2x1] 2 #3",
                "3 Removed k2x1 [3x1] 1 #1",
                "4 Removed k3x1 [] 0 #2",
                "5 Added k2x1 [2x1] 1 #4",
                "6 Reopened k3x1 [3x1 2x1] 2 #1",
                "106 Forgotten k0x0 [] 2 #1",
            ]));
    }

    [Test]
    public void CartMinusPurchase_TooManyKeys_ForgetsTheLeastRecent()
    {
        TimedEvent[] events = [new(0, "a", 0), new(1, "b", 7), new(2, "a", 14), new(3, "c", 21)];
        var machine = new CartMinusPurchaseMachine<TimedEvent, string, int, string>(
            x => new(x.Key, x.Id, CartAction.Add),
            (change, _) => $"{change.Kind} {change.Key}",
            x => x.Time,
            InOrder with { MaxKeys = 2 });
        Assert.That(
            EventTimeRun.Results(machine, events).Skip(3), Is.EqualTo(["Forgotten b", "Added c"]));
    }

    [Test]
    public void CartMinusPurchase_LateEvent_IsCountedOfferedAndNotApplied()
    {
        var late = new List<LateEvent<TimedEvent>>();
        var source = new Subject<TimedEvent>();
        var changes = new List<string>();
        using var subscription = source
            .CartMinusPurchase(
                x => new CartEvent<string, int>(x.Key, CartEvents.Item(x), CartAction.Add),
                CartEvents.Text,
                x => x.Time,
                InOrder)
            .NoteLate(late.Add)
            .Subscribe(changes.Add);
        source.OnNext(new(10, "a", 0));
        source.OnNext(new(9, "a", 1));
        source.OnNext(new(10, "a", 2));
        Assert.That(changes, Has.Count.EqualTo(2));
        Assert.That(late.Select(x => (x.Event.Id, x.Count)), Is.EqualTo([(1, 1L)]));
    }

    [Test]
    public void CartMinusPurchase_OldestFirst_IsAnOption() => Assert.That(
        Run(InOrder with { Order = CartOrder.OldestFirst }, (0, "+1"), (1, "+2"), (2, "+3"))[^1],
        Is.EqualTo("2 Added k3x1 [1x1 2x1 3x1] 3 #3"));

    [Test]
    public void CartMinusPurchase_QuietSource_AbandonsByTheIdleTimer()
    {
        var scheduler = new TestScheduler();
        var source = new Subject<Interaction>();
        var kinds = new List<CartChangeKind>();
        var options = InOrder with
        {
            AbandonAfter = TimeSpan.FromMinutes(30),
            IdleTimeout = TimeSpan.FromMinutes(10),
            Scheduler = scheduler,
        };
        using var subscription = source.CartMinusPurchasePerUser(options)
            .Subscribe(x => kinds.Add(x.Kind));
        source.OnNext(new(TimedEvent.Noon, InteractionKind.Cart, 1, 1));
        scheduler.AdvanceBy(TimeSpan.FromMinutes(29).Ticks);
        Assert.That(kinds, Is.EqualTo([CartChangeKind.Added]));
        scheduler.AdvanceBy(TimeSpan.FromMinutes(11).Ticks);
        Assert.That(kinds, Is.EqualTo([CartChangeKind.Added, CartChangeKind.Abandoned]));
    }

    [Test]
    public void CartMinusPurchase_HostileDatesAndGaps_DoNotThrow()
    {
        var options = new CartOptions
        {
            AllowedLateness = TimeSpan.MaxValue,
            AbandonAfter = TimeSpan.MaxValue,
            ForgetAfter = TimeSpan.MaxValue,
            MaxItemsPerCart = int.MaxValue,
            ClosedItemsKept = int.MaxValue,
        };
        var timely = options with { AllowedLateness = TimeSpan.Zero, AbandonAfter = TimeSpan.FromDays(1) };
        foreach (var one in new[] { options, timely })
        {
            var machine = new CartMinusPurchaseMachine<DateTimeOffset, int, int, CartChangeKind>(
                x => new(1, x.Year, CartAction.Add), (change, _) => change.Kind, x => x, one);
            var results = EventTimeRun.Results(machine, [DateTimeOffset.MinValue, DateTimeOffset.MaxValue]);
            Assert.That(results.Count(x => x == CartChangeKind.Added), Is.EqualTo(2));
        }
    }

    [Test]
    public void CartMinusPurchase_UnsoundCartEvent_ThrowsAndKeepsTheState([Values] bool hasKey)
    {
        var machine = CartEvents.Machine(InOrder);
        var before = MachineSnapshot.Save(machine);
        var failing = new CartMinusPurchaseMachine<TimedEvent, string, int, string>(
            x => new(hasKey ? x.Key : null!, 1, hasKey ? (CartAction)9 : CartAction.Add),
            CartEvents.Text,
            x => x.Time,
            InOrder);
        Assert.That(
            () => failing.OnEvent(new(0, "a", 0), new Output<EventTimeResult<TimedEvent, string>>()),
            Throws.InvalidOperationException.With.Message.Contains(hasKey ? "no cart action" : "without a key"));
        Assert.That(MachineSnapshot.Save(failing), Is.EqualTo(before));
    }

    [Test]
    public void CartMinusPurchase_ItemIsNull_IsAnError()
    {
        var machine = new CartMinusPurchaseMachine<TimedEvent, string, string, string>(
            x => new(x.Key, null!, CartAction.Add), (_, _) => "", x => x.Time, InOrder);
        Assert.That(
            () => machine.OnEvent(new(0, "a", 0), new Output<EventTimeResult<TimedEvent, string>>()),
            Throws.InvalidOperationException.With.Message.Contains("without an item"));
    }

    [Test]
    public void CartMinusPurchase_OptionsOutOfRange_Throw()
    {
        Assert.That(
            () => InOrder with { AbandonAfter = TimeSpan.Zero }, Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(
            () => InOrder with { ForgetAfter = -TimeSpan.FromDays(1) },
            Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => InOrder with { MaxKeys = 0 }, Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => InOrder with { MaxItemsPerCart = 0 }, Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => InOrder with { ClosedItemsKept = -1 }, Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    [Test]
    public void CartMinusPurchase_NothingClosedIsKept_LeavesNoKeyBehind()
    {
        var machine = Machine(InOrder with { ClosedItemsKept = 0 });
        EventTimeRun.Results(machine, [(0, "$9"), (1, "+1"), (2, "$1")]);
        Assert.That(machine.State.KeyCount, Is.Zero);
        Assert.That(machine.State.Total(CartChangeKind.UnknownPurchased), Is.EqualTo(1));
    }

    /// <summary>
    /// Runs one cart: + adds, - removes, $ buys, = sets and / reduces an item, with a quantity behind a colon;
    /// v views.
    /// </summary>
    private static List<string> Run(CartOptions options, params (int Seconds, string Text)[] events) =>
        EventTimeRun.Results(Machine(options), events);

    private static CartMinusPurchaseMachine<(int Seconds, string Text), string, int, string> Machine(
        CartOptions options) =>
        new(x => CartEvent(x.Text), CartEvents.Text, x => TimedEvent.Noon.AddSeconds(x.Seconds), options);

    private static CartEvent<string, int> CartEvent(string text) => text[0] switch
    {
        '+' => CartEvent(text, CartAction.Add),
        '-' => CartEvent(text, CartAction.Remove),
        '$' => CartEvent(text, CartAction.Purchase),
        '=' => CartEvent(text, CartAction.SetQuantity),
        '/' => CartEvent(text, CartAction.Reduce),
        _ => default,
    };

    private static CartEvent<string, int> CartEvent(string text, CartAction action) =>
        new("k", text[1] - '0', action, text.Length > 2 ? int.Parse(text[3..]) : 1);
}
