using RxRecs.Machines;
using RxRecs.Shop.Broker;

namespace RxRecs.Shop.Tests.Broker;

/// <summary>Tests of the moments at which the speed layer makes lists.</summary>
[TestFixture]
[Parallelizable]
public sealed class ListRequestMachineTests
{
    private static readonly DateTimeOffset Start = new(2019, 11, 1, 0, 0, 0, TimeSpan.Zero);

    [Test]
    public void Event_OfAnyKind_AsksForAList() => Assert.That(
        Run(Rules(), Event(0, 1, InteractionKind.View), Event(1, 2, InteractionKind.Remove)),
        Is.EqualTo(new[] { "1@0", "2@1" }));

    [Test]
    public void Event_OfAnotherKind_AsksForNone() => Assert.That(
        Run(
            Rules() with { After = new HashSet<InteractionKind> { InteractionKind.Cart } },
            Event(0, 1, InteractionKind.View),
            Event(1, 1, InteractionKind.Cart)),
        Is.EqualTo(new[] { "1@1" }));

    [Test]
    public void Event_OfAnotherUserOrOfNone_AsksForNone() => Assert.That(
        Run(
            Rules() with { Users = new HashSet<Id> { 2 } },
            Event(0, 1),
            Event(1, 2),
            new(Start, InteractionKind.View, Id.None, 5)),
        Is.EqualTo(new[] { "2@1" }));

    [Test]
    public void List_ThatIsOld_IsAskedForAgain() => Assert.That(
        Run(Rules(1), Event(0, 1), Event(20, 2), Event(59, 3), Event(60, 3), Event(90, 3)),
        Is.EqualTo(new[] { "1@0", "2@20", "3@59", "1@60", "3@60", "2@90", "3@90" }));

    [Test]
    public void List_MadeAnewMeanwhile_IsNotOld() => Assert.That(
        Run(Rules(1), Event(0, 1), Event(30, 1), Event(30, 1), Event(60, 2)),
        Is.EqualTo(new[] { "1@0", "1@30", "1@30", "2@60" }));

    [Test]
    public void List_OfWhomTheEventIs_IsAskedForOnce() => Assert.That(
        Run(Rules(1), Event(0, 1), Event(600, 1)), Is.EqualTo(new[] { "1@0", "1@600" }));

    [Test]
    public void List_WithoutRefresh_IsLeftAlone() => Assert.That(
        Run(Rules(), Event(0, 1), Event(600, 2)), Is.EqualTo(new[] { "1@0", "2@600" }));

    [Test]
    public void User_AbsentForAWeek_IsForgotten() => Assert.That(
        Run(Rules(1), Event(0, 1), Event((7 * 24 * 60) + 1, 2)), Is.EqualTo(new[] { "1@0", "2@10081" }));

    [Test]
    public void User_WhoDoesWhatNoListIsMadeAfter_IsNotAbsent()
    {
        var rules = Rules(24 * 4) with { After = new HashSet<InteractionKind> { InteractionKind.Cart } };

        Assert.That(
            Run(
                rules,
                Event(0, 1, InteractionKind.Cart),
                Event(3 * 24 * 60, 1),
                Event(8 * 24 * 60, 2)),
            Is.EqualTo(new[] { "1@0", "1@11520" }));
    }

    [Test]
    public void Users_Many_AreForgottenFromTheOldestList()
    {
        var machine = new ListRequestMachine(Rules(1));
        var output = new Output<ListRequest>();
        for (var user = 0; user <= ListRequestMachine.MaxUsers; user++)
        {
            machine.OnEvent(Event(0, user), output);
            output.Clear();
        }

        machine.OnEvent(Event(60, 1), output);

        Assert.That(output.Count, Is.EqualTo(ListRequestMachine.MaxUsers), "all but user 0, who is forgotten");
        Assert.That(output.Results[0].User, Is.EqualTo((Id)2));
    }

    [Test]
    public void Snapshot_CutAnywhere_ChangesNothing()
    {
        var random = new Random(5);
        var minute = 0;
        Interaction[] events =
        [
            .. Enumerable.Range(0, 400).Select(_ => Event(
                minute += random.Next(40), random.Next(12), (InteractionKind)random.Next(4))),
        ];
        var rules = Rules(3) with { After = new HashSet<InteractionKind> { InteractionKind.Cart } };
        var expected = Run(rules, events);

        Assert.That(expected, Has.Count.GreaterThan(200));
        for (var cut = 0; cut <= events.Length; cut += 37)
        {
            var (first, second) = (new ListRequestMachine(rules), new ListRequestMachine(rules));
            var found = Run(first, events[..cut]);
            var writer = new SnapshotWriter();
            first.Snapshot(writer);
            second.Restore(new SnapshotReader(writer.Written.ToArray()));
            found.AddRange(Run(second, events[cut..]));
            Assert.That(found, Is.EqualTo(expected), $"cut at {cut}");
        }
    }

    [Test]
    public void Restore_OfAUserTwice_IsRefused()
    {
        var writer = new SnapshotWriter();
        writer.WriteCount(2);
        for (var i = 0; i < 2; i++)
        {
            writer.Write((Id)7);
            writer.WriteInt64(1);
            writer.WriteInt64(1);
        }

        Assert.That(
            () => new ListRequestMachine(Rules(1)).Restore(new SnapshotReader(writer.Written.ToArray())),
            Throws.InstanceOf<SnapshotException>());
    }

    private static ListRules Rules(int? hours = null) => new()
    {
        After = Enum.GetValues<InteractionKind>().ToHashSet(),
        Refresh = hours is { } age ? TimeSpan.FromHours(age) : null,
        Recommender = new ShopRecommenderOptions
        {
            Buckets = new TrendBucketsOptions { AllowedLateness = TimeSpan.Zero },
        },
    };

    private static Interaction Event(int minute, int user, InteractionKind kind = InteractionKind.View) =>
        new(Start.AddMinutes(minute), kind, user, 5);

    private static List<string> Run(ListRules rules, params Interaction[] events) =>
        Run(new ListRequestMachine(rules), events);

    private static List<string> Run(ListRequestMachine machine, Interaction[] events)
    {
        var output = new Output<ListRequest>();
        Array.ForEach(events, next => machine.OnEvent(next, output));
        return
        [
            .. output.Results.ToArray().Select(asked => $"{asked.User}@{(asked.EventTime - Start).TotalMinutes}"),
        ];
    }
}
