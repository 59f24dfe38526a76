using System.Reactive.Linq;
using FsCheck;
using FsCheck.Fluent;
using RxRecs.Analytics;
using RxRecs.Machines;
using RxRecs.Recommenders;
using RxRecs.Tests.Time;
using Input = RxRecs.Machines.EventOrChange<RxRecs.Interaction, RxRecs.Recommenders.ItemChange<RxRecs.Id>>;

namespace RxRecs.Tests.Triggers;

/// <summary>Every fourth input is a change of an item, the others are events; a minute late.</summary>
public sealed class TriggersTests
{
    private const int Lateness = 60;
    private static readonly TriggerOptions Options = new()
    {
        AllowedLateness = TimeSpan.FromSeconds(Lateness),
        AbandonAfter = TimeSpan.FromSeconds(45),
        InterestWindow = TimeSpan.FromSeconds(300),
        CoolDown = TimeSpan.FromSeconds(40),
    };

    [Test]
    public void Triggers_AnyArrivalWithinLateness_EqualsTheModel() => Prop.ForAll(TimedEvent.AnyOrder, inputs =>
    {
        var distinct = Distinct(inputs);
        var arrived = TimedEvent.Shuffle(distinct, Lateness, inputs.Length);
        Assert.That(
            EventTimeRun.Results(Machine(Options), arrived.Select(Of)).Select(Described),
            Is.EqualTo(new TriggersModel(Options).Run(distinct.Select(Of))));
    }).Holds();

    [Test]
    public void Triggers_LongRun_EqualsTheModelAndTellsOfEveryKind([Values(1, 2, 3)] int seed)
    {
        var random = new Random(seed);
        var inputs = Distinct(Enumerable.Range(0, 4000)
            .Select(id => new TimedEvent(random.Next(9000), "abcdef"[random.Next(6)].ToString(), random.Next(1 << 20)))
            .OrderBy(one => one.Seconds));
        var triggers = EventTimeRun.Results(
            Machine(Options), TimedEvent.Shuffle(inputs, Lateness, seed).Select(Of));
        Assert.That(triggers.Select(Described), Is.EqualTo(new TriggersModel(Options).Run(inputs.Select(Of))));
        Assert.That(triggers.Select(one => one.Kind).Distinct(), Is.EquivalentTo(Enum.GetValues<TriggerKind>()));
        Assert.That(triggers.Select(one => one.Id), Is.Unique);
        Assert.That(triggers.Any(one => one.Suppressed > 0), Is.True);
    }

    [Test]
    public void Triggers_SnapshotAtAnyCut_ChangesNothing() => Prop.ForAll(
        TimedEvent.AnyOrder,
        inputs => EventTimeRun.AssertSnapshotLaw(
            () => Machine(Options with { MaxUsersPerItem = 2, MaxInterests = 5, MaxUsers = 3, MaxItems = 2 }),
            inputs.Select(Of).ToArray())).Holds();

    [Test]
    public void Triggers_SnapshotAtAnyCutOfABusyRun_ChangesNothing()
    {
        var random = new Random(4);
        var inputs = Enumerable.Range(0, 150).Select(at => new TimedEvent(
            at * 2, "ab"[random.Next(2)].ToString(), random.Next(1 << 20)));
        EventTimeRun.AssertSnapshotLaw(
            () => Machine(Options with { AllowedLateness = TimeSpan.FromSeconds(5) }), inputs.Select(Of).ToArray());
    }

    [Test]
    public void Triggers_PriceDrop_TellsThoseWhoLookedAndHaveNotBoughtTheMostRecentFirst() => Assert.That(
        Told(
            Options,
            Price(0, 7, 10),
            View(1, 1, 7), View(2, 2, 7), View(3, 3, 7), Event(4, InteractionKind.Purchase, 2, 7), View(5, 4, 8),
            Event(6, InteractionKind.Cart, 1, 7),
            Price(7, 7, 8)),
        Is.EqualTo(["7 PriceDropped 1: 7 10>8 +0", "7 PriceDropped 3: 7 10>8 +0"]));

    [Test]
    public void Triggers_PriceOfAnItemThatCannotBeBought_IsNotTold() => Assert.That(
        Told(
            Options,
            Price(0, 7, 10), View(1, 1, 7), Stock(2, 7, false), Price(3, 7, 5), Stock(4, 7, true)),
        Is.EqualTo(["4 BackInStock 1: 7 > +0"]));

    [Test]
    public void Triggers_DropBelowTheLeastShare_IsNotTold() => Assert.That(
        Told(
            Options with { MinPriceDrop = 0.1m },
            Price(0, 7, 10), View(1, 1, 7), Price(2, 7, 9.01m), Price(3, 7, 8.109m)),
        Is.EqualTo(["3 PriceDropped 1: 7 9.01>8.109 +0"]));

    [Test]
    public void Triggers_WithinTheCoolDown_AreHeldBackAndCounted() => Assert.That(
        Told(
            Options,
            Price(0, 7, 10), View(1, 1, 7), Price(2, 7, 9), Price(3, 7, 8), Price(41, 7, 7), Price(42, 7, 6)),
        Is.EqualTo(["2 PriceDropped 1: 7 10>9 +0", "42 PriceDropped 1: 7 7>6 +2"]));

    [Test]
    public void Triggers_WithoutACoolDown_AreAllTold() => Assert.That(
        Told(
            Options with { CoolDown = TimeSpan.Zero },
            Price(0, 7, 10), View(1, 1, 7), Price(2, 7, 9), Price(3, 7, 8)),
        Has.Exactly(2).Items);

    [Test]
    public void Triggers_CartLeftAndBought_TellsBoth() => Assert.That(
        Told(
            Options,
            Event(0, InteractionKind.Cart, 1, 7),
            Event(5, InteractionKind.Cart, 1, 8),
            Event(70, InteractionKind.Purchase, 1, 8)),
        Is.EqualTo(["50 CartAbandoned 1: 8,7 > +0", "70 CartRecovered 1: 8 > +0"]));

    [Test]
    public void Triggers_WithoutAGap_KeepNoCart() => Assert.That(
        Told(
            Options with { AbandonAfter = null },
            Event(0, InteractionKind.Cart, 1, 7), Event(200, InteractionKind.Purchase, 1, 7)),
        Is.Empty);

    [Test]
    public void Triggers_LookBeforeTheWindow_IsNotTold() => Assert.That(
        Told(Options, Price(0, 7, 10), View(1, 1, 7), View(2, 2, 7), Price(302, 7, 9)),
        Is.EqualTo(["302 PriceDropped 2: 7 10>9 +0"]));

    [Test]
    public void Triggers_ChangeBehindTheWatermark_IsToldToThoseWhoLookedBeforeIt() => Assert.That(
        Told(
            Options with { AllowedLateness = TimeSpan.Zero },
            Price(0, 7, 10), View(1, 1, 7), View(100, 2, 7), Price(50, 7, 9), View(101, 1, 7)),
        Is.EqualTo(["50 PriceDropped 1: 7 10>9 +0"]));

    [Test]
    public void Triggers_OfManyUsers_KeepTheLastOfAnItemAndOfAll()
    {
        Input[] looks = [.. Enumerable.Range(1, 9).Select(user => View(user, user, 7 + (user % 2)))];
        Assert.That(
            Told(Options with { MaxUsersPerItem = 2 }, [Price(0, 7, 9), .. looks, Price(20, 7, 8)]),
            Is.EqualTo(["20 PriceDropped 8: 7 9>8 +0", "20 PriceDropped 6: 7 9>8 +0"]));
        Assert.That(
            Told(Options with { MaxInterests = 3 }, [Price(0, 7, 9), .. looks, Price(20, 7, 8)]),
            Is.EqualTo(["20 PriceDropped 8: 7 9>8 +0"]));
    }

    [Test]
    public void Triggers_ManyChangesBeforeAnyEvent_DoNotPileUp()
    {
        var machine = Machine(Options with { MaxItems = 10 });
        EventTimeRun.All(machine, Enumerable.Range(0, 500).Select(at => Price(at, at, 5)), complete: false);
        Assert.That(machine.HeldCount, Is.EqualTo(20));
    }

    [Test]
    public void Triggers_EventWithoutTrigger_AllocatesNothing()
    {
        var machine = Machine(Options);
        var output = new Output<EventTimeResult<Interaction, Trigger<Id, Id>>>();
        Run(0, 20_000);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Run(20_000, 30_000);
        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.Zero);

        void Run(int from, int to)
        {
            for (var at = from; at < to; at++)
            {
                var kind = at % 5 == 4 ? InteractionKind.Purchase : InteractionKind.View;
                machine.OnEvent(Event(at, kind, at % 50, at % 70), output);
                output.Clear();
            }
        }
    }

    [Test]
    public void Triggers_WindowNoLongerThanTheGap_IsRefused() => Assert.That(
        () => Observable.Never<Interaction>().Triggers(
            Observable.Never<ItemChange<Id>>(), Options with { InterestWindow = TimeSpan.FromSeconds(45) }),
        Throws.ArgumentException.With.Message.Contains("InterestWindow"));

    [Test]
    public void Triggers_OverStreams_TellOfAnEventAndAChange()
    {
        var noon = TimedEvent.Noon;
        ItemChange<Id>[] changes =
            [new(7, noon) { Price = 10 }, new(7, noon.AddMinutes(5)) { Price = 9 }];
        Interaction[] events =
            [new(noon.AddMinutes(1), InteractionKind.View, 1, 7), new(noon.AddHours(1), InteractionKind.View, 2, 8)];
        var told = events.ToObservable().Triggers(
            changes.ToObservable(), new TriggerOptions { AllowedLateness = TimeSpan.Zero });
        Assert.That(told.ToEnumerable().Select(Described), Is.EqualTo(["300 PriceDropped 1: 7 10>9 +0"]));
    }

    [Test]
    public void Triggers_AsRequests_BringAListEach()
    {
        var noon = TimedEvent.Noon;
        ItemChange<Id>[] changes =
            [new(7, noon) { Price = 10 }, new(7, noon.AddMinutes(5)) { Price = 9 }, new(8, noon) { IsInStock = false },
            new(8, noon.AddMinutes(6)) { IsInStock = true }];
        var events = Enumerable.Range(1, 9).Select(minute => new Interaction(
            noon.AddMinutes(minute), InteractionKind.View, minute % 3, 7 + (minute % 2)));
        var pairs = events.ToObservable()
            .Publish(shop => shop.Triggers(changes.ToObservable(), new() { AllowedLateness = TimeSpan.Zero })
                .Publish(triggers => triggers.Zip(
                    shop.RecommendOnDemand(
                        triggers.Select(
                            each => new RecommendationRequest<Id, Id>(each.User, 5) { Around = each.Items }),
                        () => new ShopRecommender()),
                    (trigger, list) => (Trigger: trigger, List: list))))
            .ToEnumerable().ToList();
        Assert.That(
            pairs.Select(each => $"{each.Trigger.Kind} {each.Trigger.User} {each.List.User}"),
            Is.EqualTo(
                ["PriceDropped 1 1", "PriceDropped 2 2",
                "BackInStock 2 2", "BackInStock 0 0", "BackInStock 1 1"]));
    }

    [Test]
    public void Id_OfEachPart_IsAnotherAndStaysTheSame()
    {
        var one = new Trigger<string, string>(TriggerKind.BackInStock, "a", ["b"], TimedEvent.Noon);
        string[] others =
        [
            one.Id,
            (one with { Kind = TriggerKind.PriceDropped }).Id,
            (one with { User = "c" }).Id,
            (one with { Items = ["b", ""] }).Id,
            (one with { User = "a 1:b", Items = [] }).Id,
            (one with { EventTime = TimedEvent.Noon.AddTicks(1) }).Id,
        ];
        Assert.That(others, Is.Unique);
        Assert.That((one with { Suppressed = 4, EventTime = one.EventTime.ToOffset(TimeSpan.FromHours(2)) }).Id,
            Is.EqualTo(one.Id));
        Assert.That(one.Id, Has.Length.EqualTo(32));
    }

    [Test]
    public void Request_OfATrigger_IsAroundItsItemsOldestFirstAndWithoutThem()
    {
        var request = new Trigger<string, string>(TriggerKind.CartAbandoned, "ann", ["new", "old"], TimedEvent.Noon)
            .Request(5);
        Assert.That((request.User, request.Count), Is.EqualTo(("ann", 5)));
        Assert.That(request.Around, Is.EqualTo(new[] { "old", "new" }));
        Assert.That(request.Excluded, Is.EquivalentTo(new[] { "old", "new" }));
    }

    internal static string Described(Trigger<Id, Id> value) =>
        $"{(value.EventTime - TimedEvent.Noon).TotalSeconds} {value.Kind} {value.User}: "
        + string.Join(',', value.Items)
        + FormattableString.Invariant($" {value.PriceBefore}>{value.Price} +{value.Suppressed}");

    private static TriggersMachine<Interaction, Id, Id> Machine(TriggerOptions options) =>
        new(ShopRecommender.Selectors, options);

    private static IEnumerable<string> Told(TriggerOptions options, params Input[] inputs) =>
        EventTimeRun.Results(Machine(options), inputs).Select(Described);

    internal static TimedEvent[] Distinct(IEnumerable<TimedEvent> inputs) =>
        [.. inputs.DistinctBy(one => (one.Seconds, IsChange(one))).OrderBy(one => one.Seconds).ThenBy(IsChange)];

    private static bool IsChange(TimedEvent one) => one.Id % 4 == 3;

    internal static Input Of(TimedEvent one)
    {
        var item = one.Id * 7 % 3;
        return IsChange(one)
            ? new Input(
                default,
                new ItemChange<Id>(item, one.Time)
                {
                    Price = 5 + (one.Id / 4 * 3 % 7),
                    IsInStock = one.Id / 12 % 3 != 0,
                    IsVisible = one.Id / 36 % 8 != 7,
                },
                true)
            : Event(one.Seconds, (InteractionKind)(one.Id / 4 % 4), one.Key, item);
    }

    private static Input View(int seconds, Id user, Id item) => Event(seconds, InteractionKind.View, user, item);

    private static Input Event(int seconds, InteractionKind kind, Id user, Id item) =>
        new(new Interaction(TimedEvent.Noon.AddSeconds(seconds), kind, user, item), default, false);

    private static Input Price(int seconds, Id item, decimal price) =>
        new(default, new ItemChange<Id>(item, TimedEvent.Noon.AddSeconds(seconds)) { Price = price }, true);

    private static Input Stock(int seconds, Id item, bool isInStock) =>
        new(default, new ItemChange<Id>(item, TimedEvent.Noon.AddSeconds(seconds)) { IsInStock = isInStock }, true);
}
