using System.Reactive.Linq;
using FsCheck;
using FsCheck.Fluent;
using RxRecs.Analytics;
using RxRecs.Machines;
using RxRecs.Recommenders;
using RxRecs.Tests.Time;
using Input = RxRecs.Machines.EventOrChange<RxRecs.Interaction, RxRecs.Recommenders.ItemChange<RxRecs.Id>>;

namespace RxRecs.Tests.Triggers;

/// <summary>The inputs are those of <see cref="TriggersTests"/>; each trigger has a list of three.</summary>
public sealed class TriggersWithListsTests
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
    public void Triggers_AnyArrivalWithinLateness_HaveTheListsOfWhatCameBeforeTheirTime() => Prop.ForAll(
        TimedEvent.AnyOrder,
        inputs =>
        {
            var distinct = TriggersTests.Distinct(inputs);
            var arrived = TimedEvent.Shuffle(distinct, Lateness, inputs.Length).Select(TriggersTests.Of);
            var triggers = EventTimeRun.Results(Machine(), arrived);
            Assert.That(triggers, Is.EqualTo(Model([.. distinct.Select(TriggersTests.Of)])));
        }).Holds(cases: 40);

    [Test]
    public void Triggers_LongRun_HaveListsOfEveryKindOfTrigger()
    {
        var random = new Random(5);
        var inputs = TriggersTests.Distinct(Enumerable.Range(0, 800)
            .Select(_ => new TimedEvent(random.Next(2400), "abcdef"[random.Next(6)].ToString(), random.Next(1 << 20)))
            .OrderBy(one => one.Seconds));
        var triggers = EventTimeRun.Results(
            Machine(), TimedEvent.Shuffle(inputs, Lateness, 5).Select(TriggersTests.Of));
        Assert.That(triggers, Is.EqualTo(Model([.. inputs.Select(TriggersTests.Of)])));
        Assert.That(
            triggers.Where(one => one.List!.Items.Count > 0).Select(one => one.Kind).Distinct(),
            Is.EquivalentTo(Enum.GetValues<TriggerKind>()));
        Assert.That(
            triggers.SelectMany(one => one.Items.Intersect(one.List!.Items.Select(each => each.Item))), Is.Empty);
    }

    [Test]
    public void Triggers_SnapshotAtAnyCut_ChangesNothing() => Prop.ForAll(
        TimedEvent.AnyOrder,
        inputs => EventTimeRun.AssertSnapshotLaw(
            () => Machine(Options with { MaxItems = 2 }),
            inputs.Select(TriggersTests.Of).ToArray())).Holds(cases: 20);

    [Test]
    public void Restore_ListsOfAnotherLength_AreRefused()
    {
        var saved = MachineSnapshot.Save(Machine(count: 3), TestCodecs.All);
        Assert.That(
            () => MachineSnapshot.Restore(Machine(count: 4), saved, TestCodecs.All),
            Throws.TypeOf<SnapshotException>().With.Message.Contains("another length"));
    }

    [Test]
    public void Triggers_OverStreams_BringAListWithoutTheirItems()
    {
        var noon = TimedEvent.Noon;
        ItemChange<Id>[] changes = [new(7, noon) { Price = 10 }, new(7, noon.AddMinutes(5)) { Price = 9 }];
        Interaction[] events =
        [
            new(noon.AddMinutes(1), InteractionKind.View, 1, 7), new(noon.AddMinutes(2), InteractionKind.View, 2, 7),
            new(noon.AddMinutes(3), InteractionKind.View, 2, 8), new(noon.AddHours(1), InteractionKind.View, 3, 9),
        ];
        var told = events.ToObservable().TriggersWithLists(
            changes.ToObservable(),
            3,
            () => new SimilarItemsRecommender<Interaction, Id, Id>(each => each.User, each => each.Item),
            new TriggerOptions { AllowedLateness = TimeSpan.Zero }).ToEnumerable().ToList();
        Assert.That(
            told.Select(
                each => $"{each.Kind} {each.User}: {string.Join(' ', each.List!.Items.Select(one => one.Item))}"),
            Is.EqualTo(["PriceDropped 2: ", "PriceDropped 1: 8"]));
    }

    [Test]
    public void Triggers_ListOfNothing_IsRefused() => Assert.That(
        () => Observable.Never<Interaction>().TriggersWithLists(
            Observable.Never<ItemChange<Id>>(), 0, () => new ShopRecommender(), Options),
        Throws.InstanceOf<ArgumentOutOfRangeException>().With.Property("ParamName").EqualTo("count"));

    /// <summary>Makes each list anew, from the events before its trigger.</summary>
    private static IEnumerable<Trigger<Id, Id>> Model(Input[] inputs)
    {
        var plain = new TriggersMachine<Interaction, Id, Id>(ShopRecommender.Selectors, Options);
        foreach (var trigger in EventTimeRun.Results(plain, inputs))
        {
            var recommender = new ShopRecommender();
            foreach (var input in inputs.Where(one => !one.IsChange && one.Event.EventTime < trigger.EventTime))
            {
                recommender.Learn(input.Event);
            }

            var list = new List<Recommendation<Id>>();
            recommender.Recommend(trigger.Request(3), list);
            yield return trigger with { List = new(trigger.User, list) };
        }
    }

    private static TriggersWithListsMachine<Interaction, Id, Id> Machine(
        TriggerOptions? options = null, int count = 3) => new(
            new(ShopRecommender.Selectors, options ?? Options),
            new ShopRecommender(),
            ShopRecommender.Selectors,
            count);
}
