using System.Diagnostics.Metrics;
using System.Reactive.Linq;
using RxRecs.Analytics;
using RxRecs.Machines;
using RxRecs.Recommenders;
using RxRecs.Tests.Evaluation;
using RxRecs.Tests.Quality;
using RxRecs.Tests.Time;

namespace RxRecs.Tests.Bounds;

/// <summary>At their bounds operators refuse new keys and count what they refuse; what is known goes on.</summary>
[NonParallelizable]
public sealed class RefusedKeysTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private static readonly WindowOptions TwoKeys = new() { AllowedLateness = Minute, MaxKeys = 2 };
    private static readonly WindowAggregate<TimedEvent, long> Count = WindowAggregate.Count<TimedEvent>();
    private static readonly TimedEvent[] ThreeKeys =
    [
        new(0, "a", 0), new(1, "b", 1), new(2, "c", 2), new(3, "a", 3), new(4, "c", 4), new(200, "c", 5),
        new(201, "d", 6),
    ];

    [Test]
    public void TumblingWindow_ThirdKey_IsRefusedAndCountedUntilWindowsClose()
    {
        var all = EventTimeRun.All(Tumbling(), ThreeKeys);
        Assert.That(Values(all), Is.EqualTo(new[] { "a 2", "b 1", "c 1", "d 1" }));
        Assert.That(all[^1].Counts, Is.EqualTo(new EventTimeCounts(5, 0, 2)));
    }

    [Test]
    public void HoppingWindow_ThirdKey_IsRefusedAndCounted()
    {
        var all = EventTimeRun.All(Hopping(), ThreeKeys);
        Assert.That(Values(all).Distinct(), Is.EqualTo(new[] { "a 2", "b 1", "c 1", "d 1" }));
        Assert.That(all[^1].Counts, Is.EqualTo(new EventTimeCounts(5, 0, 2)));
    }

    [Test]
    public void SessionWindow_ThirdSession_IsRefusedAndCounted()
    {
        var all = EventTimeRun.All(Session(), ThreeKeys);
        Assert.That(Values(all), Is.EqualTo(new[] { "b 1", "a 2", "c 1", "d 1" }));
        Assert.That(all[^1].Counts, Is.EqualTo(new EventTimeCounts(5, 0, 2)));
    }

    [Test]
    public void SlidingWindow_ThirdTime_IsRefusedAndCounted()
    {
        TimedEvent[] events =
            [new(0, "a", 0), new(1, "b", 1), new(1, "b", 2), new(2, "c", 3), new(3, "a", 4), new(100, "a", 5)];
        var all = EventTimeRun.All(Sliding(), events);
        var windows = all.Where(one => one.IsResult).Select(one => one.Result).ToArray();
        Assert.That(windows.Select(one => one.Event.Id), Is.EqualTo(new[] { 0, 1, 2, 5 }));
        Assert.That(all[^1].Counts, Is.EqualTo(new EventTimeCounts(4, 0, 2)));
    }

    [Test]
    public void Windows_AtTheirBound_SnapshotAtAnyCutChangesNothing()
    {
        EventTimeRun.AssertSnapshotLaw(Tumbling, ThreeKeys);
        EventTimeRun.AssertSnapshotLaw(Hopping, ThreeKeys);
        EventTimeRun.AssertSnapshotLaw(Session, ThreeKeys);
        EventTimeRun.AssertSnapshotLaw(Sliding, ThreeKeys);
    }

    [Test]
    public void Windows_SnapshotOfMoreThanTheBound_IsRefused()
    {
        var more = TwoKeys with { MaxKeys = 9 };
        AssertRefused(Tumbling(more), Tumbling());
        AssertRefused(Hopping(more), Hopping());
        AssertRefused(Session(more), Session());
        AssertRefused(Sliding(more), Sliding());
    }

    [Test]
    public void SalesRanking_ThirdItem_IsRefusedAndCounted()
    {
        var machine = Sales(2);
        var changes = MachineRun.All(machine, ["a", "b", "c", "c", "b"]);
        Assert.That(changes.Select(change => change.Item), Does.Not.Contain("c"));
        Assert.That(
            machine.State.Top.Select(sold => (sold.Item, sold.Pieces)), Is.EqualTo(new[] { ("b", 2L), ("a", 1L) }));
        Assert.That(machine.State.Refused, Is.EqualTo(2));
        MachineRun.AssertSnapshotLaw(() => Sales(2), ["a", "b", "c", "c", "b"]);
        var state = MachineSnapshot.Save(machine);
        Assert.That(() => MachineSnapshot.Restore(Sales(1), state), Throws.TypeOf<SnapshotException>());
    }

    [Test]
    public void EvaluateSessions_ThirdUserAndThirdItem_AreRefusedAndCounted()
    {
        var machine = new EvaluateSessionsMachine<Interaction, Id, string, Id>(
            new CountingRecommender(),
            each => each.User,
            each => each.Session!,
            each => each.Item,
            options: new SessionProtocolOptions { MaxUsers = 2, MaxItems = 3 });
        var scores = MachineRun.All(
            machine, [At(1, "a", 1), At(2, "b", 2), At(3, "c", 3), At(3, "d", 1), At(1, "e", 9), At(1, "a", 1)]);
        Assert.That(
            scores.Select(score => (score.Session, score.Outcome, score.Relevant.Count)), Is.EqualTo(new[]
            {
                ("a", SessionOutcome.NoHistory, 1), ("b", SessionOutcome.NoHistory, 1),
                ("c", SessionOutcome.NoHistory, 1), ("d", SessionOutcome.NoHistory, 0),
                ("e", SessionOutcome.NothingRelevant, 0),
            }));
        Assert.That(machine.Refused, Is.EqualTo(2 + 2), "user 3 twice, an item of d and of e");
    }

    [Test]
    public void EvaluatePrequentially_ThirdItem_StaysColdAndIsCounted()
    {
        var machine = new PrequentialMachine<Interaction, Id, Id>(
            new CountingRecommender(),
            each => each.User,
            each => each.Item,
            options: new PrequentialOptions { MaxItems = 2, ListLength = 1 });
        var results = MachineRun.All(
            machine, [At(1, "a", 1), At(1, "a", 2), At(1, "a", 3), At(1, "a", 3), At(1, "a", 1)]);
        Assert.That(results.Select(result => result.IsColdItem), Is.EqualTo(new[] { true, true, true, true, false }));
        Assert.That(machine.Refused, Is.EqualTo(2));
        Assert.That(results[^1].Coverage, Is.EqualTo(0.5), "of 1 and 2, 1 is shown; 3 is shown too, and not counted");
    }

    [Test]
    public void EvaluateNextItems_MoreResultsThanHeld_EndsTheOldestVisitEarly()
    {
        var events = new[] { At(1, "a", 1), At(1, "a", 2), At(2, "b", 3), At(2, "b", 4), At(2, "b", 5), At(1, "a", 6) };
        var results = events.ToObservable().EvaluateNextItems(
            () => [Baselines.RecentItems()],
            options: new NextItemProtocolOptions { RemainingItems = true, MaxHeldResults = 2 }).ToList().Wait();

        // 5 finds 2 and 4 held, and ends the visit of 2; 6 finds 4 and 5, and ends the visit of these.
        Assert.That(results.Select(result => result.Item), Is.EqualTo(new Id[] { 2, 4, 5, 6 }));
        Assert.That(results[1].Verdicts[0].Recall, Is.Zero, "4 and 5 remained, and the list had 3");
    }

    [Test]
    public void NextItemSummary_MoreResultsThanTaken_CountsThem()
    {
        var summary = new NextItemSummary<Id>(["a"], 1);
        var result = new NextItemResult<Id>(1, 2, TimedEvent.Noon, 5, [new NextItemVerdict<Id>(1, [5], false)]);
        summary.Add(result);
        summary.Add(result with { Item = 6 });
        Assert.That((summary.Count, summary.Refused), Is.EqualTo((1, 1)));
        Assert.That(() => new NextItemSummary<Id>(["a"], 0), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    [Test]
    public void RefusedKeys_OfEachOperator_AreOnTheMeter()
    {
        var counted = new Dictionary<string, long>();
        using var listener = new MeterListener
        {
            InstrumentPublished = static (instrument, listener) =>
            {
                if (instrument.Name == SetAsideEvents.CounterName)
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<long>((_, value, tags, _) =>
        {
            Assert.That(tags.ToArray().Single(tag => tag.Key == "reason").Value, Is.EqualTo("too_many_keys"));
            var name = (string)tags.ToArray().Single(tag => tag.Key == "operator").Value!;
            counted[name] = counted.GetValueOrDefault(name) + value;
        });
        listener.Start();
        TumblingWindow_ThirdKey_IsRefusedAndCountedUntilWindowsClose();
        HoppingWindow_ThirdKey_IsRefusedAndCounted();
        SessionWindow_ThirdSession_IsRefusedAndCounted();
        SlidingWindow_ThirdTime_IsRefusedAndCounted();
        EvaluateSessions_ThirdUserAndThirdItem_AreRefusedAndCounted();
        EvaluatePrequentially_ThirdItem_StaysColdAndIsCounted();
        MachineRun.All(Sales(2), ["a", "b", "c", "c", "b"]);
        Assert.That(counted, Is.EquivalentTo(new Dictionary<string, long>
        {
            ["TumblingWindow"] = 2,
            ["HoppingWindow"] = 2,
            ["SessionWindow"] = 2,
            ["SlidingWindow"] = 2,
            ["EvaluateSessions"] = 4,
            ["EvaluatePrequentially"] = 2,
            ["SalesRanking"] = 2,
        }));
    }

    [Test]
    public void Options_BoundsThatAreNotPositive_AreRefused()
    {
        Assert.Multiple(() =>
        {
            Assert.That(() => TwoKeys with { MaxKeys = 0 }, Refused("MaxKeys"));
            Assert.That(() => new SalesRankingOptions { MaxItems = 0 }, Refused("MaxItems"));
            Assert.That(() => new SessionProtocolOptions { MaxUsers = 0 }, Refused("MaxUsers"));
            Assert.That(() => new SessionProtocolOptions { MaxItems = 0 }, Refused("MaxItems"));
            Assert.That(() => new PrequentialOptions { MaxItems = 0 }, Refused("MaxItems"));
            Assert.That(() => new NextItemProtocolOptions { MaxHeldResults = 0 }, Refused("MaxHeldResults"));
            Assert.That(
                () => new TrendBucketsOptions { AllowedLateness = Minute, MaxItemsPerBucket = 0 },
                Refused("MaxItemsPerBucket"));
            Assert.That(() => TrendScore.Hot(Minute, 0), Refused("maxItems"));
            Assert.That(() => TrendScore.Trending(Minute, 1, 0), Refused("maxItems"));
        });
    }

    private static NUnit.Framework.Constraints.EqualStringConstraint Refused(string name) =>
        Throws.InstanceOf<ArgumentOutOfRangeException>().With.Property("ParamName").EqualTo(name);

    private static IEnumerable<string> Values(
        IEnumerable<EventTimeResult<TimedEvent, EventWindow<string, long>>> all) =>
        all.Where(one => one.IsResult).Select(one => $"{one.Result.Key} {one.Result.Value}");

    private static void AssertRefused<TEvent, TResult>(IMachine<TEvent, TResult> more, IMachine<TEvent, TResult> fewer)
    {
        MachineRun.All(more, ThreeKeys.Take(5).Cast<TEvent>(), complete: false);
        more.OnEvent((TEvent)(object)new TimedEvent(64, "e", 9), new Output<TResult>());
        more.OnEvent((TEvent)(object)new TimedEvent(63, "f", 9), new Output<TResult>());
        var state = MachineSnapshot.Save(more, TestCodecs.All);
        Assert.That(
            () => MachineSnapshot.Restore(fewer, state, TestCodecs.All),
            Throws.TypeOf<SnapshotException>().With.Message.Contains("at most 2"));
    }

    private static SalesRankingMachine<string, string> Sales(int maxItems) => new(
        3, item => item, _ => 1, _ => 1, new SalesRankingOptions { MaxItems = maxItems });

    private static TumblingWindowMachine<TimedEvent, string, long> Tumbling(WindowOptions options) =>
        new(Minute, one => one.Key, Count, one => one.Time, options);

    private static TumblingWindowMachine<TimedEvent, string, long> Tumbling() => Tumbling(TwoKeys);

    private static HoppingWindowMachine<TimedEvent, string, long> Hopping(WindowOptions options) =>
        new(Minute, Minute / 2, one => one.Key, Count, one => one.Time, options);

    private static HoppingWindowMachine<TimedEvent, string, long> Hopping() => Hopping(TwoKeys);

    private static SessionWindowMachine<TimedEvent, string, long> Session(WindowOptions options) =>
        new(Minute, one => one.Key, Count, one => one.Time, options);

    private static SessionWindowMachine<TimedEvent, string, long> Session() => Session(TwoKeys);

    private static SlidingWindowMachine<TimedEvent, string, long> Sliding(WindowOptions options) =>
        new(Minute, one => one.Key, Count, one => one.Time, options with { AllowedLateness = TimeSpan.Zero });

    private static SlidingWindowMachine<TimedEvent, string, long> Sliding() => Sliding(TwoKeys);

    private static Interaction At(int user, string session, int item) =>
        new(TimedEvent.Noon, InteractionKind.View, user, item) { Session = session };
}
