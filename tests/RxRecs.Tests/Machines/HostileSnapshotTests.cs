using RxRecs.Analytics;
using RxRecs.Machines;
using RxRecs.Recommenders;
using RxRecs.Tests.Time;

namespace RxRecs.Tests.Machines;

internal sealed class HostileSnapshotTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private static readonly WindowAggregate<TimedEvent, long> Count = WindowAggregate.Count<TimedEvent>();
    private static readonly WindowOptions Windows = new() { AllowedLateness = Minute };
    private static readonly TimedEvent[] Before =
    [
        new(-100, "a", 0), new(0, "a", 1), new(10, "b", 2), new(40, "a", 3), new(30, "c", 4), new(90, "b", 5),
        new(70, "a", 6), new(95, "a", 7), new(60, "b", 8),
    ];

    private static readonly TimedEvent[] After =
        [new(80, "a", 9), new(100, "b", 10), new(300, "d", 11), new(290, "a", 12), new(1000, "a", 13), new(1, "b", 14)];

    [Test]
    public void Reorder_DamagedState_IsRefusedOrRuns() =>
        HostileSnapshot.AssertRefusedOrRuns(
            () => new ReorderMachine<TimedEvent>(one => one.Time, Windows), Before, After);

    [Test]
    public void TumblingWindow_DamagedState_IsRefusedOrRuns() => HostileSnapshot.AssertRefusedOrRuns(
        () => new TumblingWindowMachine<TimedEvent, string, long>(
            Minute, one => one.Key, Count, one => one.Time, Windows),
        Before,
        After);

    [Test]
    public void HoppingWindow_DamagedState_IsRefusedOrRuns() => HostileSnapshot.AssertRefusedOrRuns(
        () => new HoppingWindowMachine<TimedEvent, string, long>(
            Minute, Minute / 4, one => one.Key, Count, one => one.Time, Windows),
        Before,
        After);

    [Test]
    public void SessionWindow_DamagedState_IsRefusedOrRuns() => HostileSnapshot.AssertRefusedOrRuns(
        () =>
            new SessionWindowMachine<TimedEvent, string, long>(Minute, one => one.Key, Count, one => one.Time, Windows),
        Before,
        After);

    [Test]
    public void SlidingWindow_DamagedState_IsRefusedOrRuns() => HostileSnapshot.AssertRefusedOrRuns(
        () => new SlidingWindowMachine<TimedEvent, string, long>(
            Minute, one => one.Key ?? "", Count, one => one.Time, Windows),
        Before,
        After);

    [Test]
    public void Triggers_DamagedState_IsRefusedOrRuns() => HostileSnapshot.AssertRefusedOrRuns(
        () => new TriggersMachine<TimedEvent, string, int>(
            new()
            {
                EventTime = one => one.Time,
                Kind = one => (InteractionKind)(one.Id % 4),
                User = one => one.Key ?? "",
                Item = _ => 0,
            },
            new() { AllowedLateness = Minute }),
        [.. Before.Select(Input), PriceOf(20, 5), PriceOf(50, 4), PriceOf(70, 3)],
        [.. After.Select(Input), PriceOf(80, 2)]);

    [Test]
    public void Insights_DamagedState_IsRefusedOrRuns() => HostileSnapshot.AssertRefusedOrRuns(
        () => new InsightsMachine<TimedEvent, string, int>(
            Minute / 2,
            new()
            {
                EventTime = one => one.Time,
                Kind = one => (InteractionKind)(one.Id % 4),
                User = one => one.Key ?? "",
                Item = one => one.Id % 3,
                Facts = _ => new ItemFacts("b", 1, null, 2.5m),
            },
            new() { AllowedLateness = Minute, Ranking = new() }),
        Before,
        After);

    [Test]
    public void EnrichAsOf_DamagedState_IsRefusedOrRuns() => HostileSnapshot.AssertRefusedOrRuns(
        () => new EnrichAsOfMachine<TimedEvent, TimedEvent, string>(
            one => one.Key, one => one.Key ?? "", one => one.Time, one => one.Time,
            new() { AllowedLateness = Minute, MaxChanges = 5 }),
        [.. Before.Select(Joined), Joined(new(20, "a", 0)), Joined(new(50, "a", 3))],
        [.. After.Select(Joined), Joined(new(85, "a", 0))]);

    [Test]
    public void AttributeConversions_DamagedState_IsRefusedOrRuns() => HostileSnapshot.AssertRefusedOrRuns(
        () => new AttributeConversionsMachine<TimedEvent, string, int>(
            Minute, one => one.Key ?? "", _ => 0,
            one => one.Id % 3 == 0 ? AttributionRole.Conversion : AttributionRole.Touch,
            one => one.Time, new() { AllowedLateness = Minute }),
        Before,
        After);

    [Test]
    public void MergeByEventTime_DamagedState_IsRefusedOrRuns()
    {
        HostileSnapshot.AssertRefusedOrRuns(
            () => new MergeByEventTimeMachine<TimedEvent>(
                3, one => one.Time, new MergeOptions { AllowedLateness = Minute }),
            [
                .. Before.Select((one, i) => new MergeInput<TimedEvent>(i % 2, MergeInputKind.Event, one)),
                new(1, MergeInputKind.Idle),
            ],
            [
                .. After.Select((one, i) => new MergeInput<TimedEvent>(i % 3, MergeInputKind.Event, one)),
                new(0, MergeInputKind.Completed), new(1, MergeInputKind.Idle), new(2, MergeInputKind.Completed),
            ]);
    }

    [Test]
    public void TrendBuckets_DamagedState_IsRefusedOrRuns([Values(1, 3)] int steps) =>
        HostileSnapshot.AssertRefusedOrRuns(
            () => new TrendBucketsMachine<TimedEvent, string>(
                Minute,
                one => one.Key,
                null,
                one => one.Time,
                new TrendBucketsOptions { AllowedLateness = Minute, Advance = Minute / steps, MaxEmptyRun = 5 }),
            Before,
            After);

    [Test]
    public void TopTrends_DamagedState_IsRefusedOrRuns() => HostileSnapshot.AssertRefusedOrRuns(
        () => new TopTrendsMachine<string>(TrendScore.Trending(Minute, 2)),
        [Bucket(3, ("a", 1), ("b", 2)), Bucket(4, ("a", 2)), Bucket(6, ("c", 2))],
        [Bucket(7, ("a", 1)), Bucket(12, ("b", 1))]);

    [Test]
    public void LastPerKey_DamagedState_IsRefusedOrRuns([Values] bool timed, [Values] bool bounded) =>
        HostileSnapshot.AssertRefusedOrRuns(
            () => new LastPerKeyMachine<TimedEvent, string, string, int>(
                3,
                one => one.Key,
                one => one.Id.ToString(System.Globalization.CultureInfo.InvariantCulture),
                (_, items) => items.Length,
                timed ? one => one.Time : null,
                new LastPerKeyOptions
                {
                    Distinct = bounded,
                    MaxKeys = bounded ? 3 : null,
                    TimeToLive = timed && bounded ? Minute * 2 : null,
                }),
            Before,
            After);

    [Test]
    public void CartMinusPurchase_DamagedState_IsRefusedOrRuns() => HostileSnapshot.AssertRefusedOrRuns(
        () => new CartMinusPurchaseMachine<TimedEvent, string, int, int>(
            one => new(one.Key, one.Id % 3, one.Id % 4 == 3 ? CartAction.Purchase : CartAction.Add),
            (_, lines) => lines.Length,
            one => one.Time,
            new CartOptions
            {
                AllowedLateness = Minute / 4,
                AbandonAfter = Minute / 2,
                ForgetAfter = Minute * 2,
                MaxKeys = 3,
                MaxItemsPerCart = 2,
                ClosedItemsKept = 2,
            }),
        Before,
        After);

    private static EventOrChange<TimedEvent, TimedEvent> Joined(TimedEvent one) =>
        one.Id % 3 == 0 ? new(default, one, true) : new(one, default, false);

    private static EventOrChange<TimedEvent, ItemChange<int>> Input(TimedEvent one) => new(one, default, false);

    private static EventOrChange<TimedEvent, ItemChange<int>> PriceOf(int seconds, decimal price) =>
        new(default, new ItemChange<int>(0, TimedEvent.Noon.AddSeconds(seconds)) { Price = price }, true);

    private static TrendBucket<string> Bucket(long index, params (string Item, double Count)[] counts)
    {
        var start = TimedEvent.Noon + (Minute * index);
        return new(index, start, start + Minute, counts.Select(pair => KeyValuePair.Create(pair.Item, pair.Count)));
    }
}
