using System.Reactive.Concurrency;
using System.Reactive.Linq;
using RxRecs.Machines;
using RxRecs.Testing;

namespace RxRecs.Tests.Trending;

public sealed class TrendBucketsCase : InteractionCase<TrendBucket<Id>>
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    private static readonly TrendBucketsOptions Options = new() { AllowedLateness = SampleInteractions.Disorder };

    public override string Operator => nameof(RecsObservable.TrendBuckets);

    public override IObservable<TrendBucket<Id>> Build(
        IObservable<Interaction> source, FaultInjector faults, IScheduler scheduler) =>
        source.TrendBuckets(
            Hour,
            faults.Wrap((Interaction each) => each.Item),
            faults.Wrap((Interaction each) => KindWeights.Default.Of(each)),
            faults.Wrap((Interaction each) => each.EventTime),
            Options);

    public override MachineProbe<Interaction> Machine(FaultInjector faults) =>
        MachineProbe.For(new TrendBucketsMachine<Interaction, Id>(
            Hour,
            faults.Wrap((Interaction each) => each.Item),
            faults.Wrap((Interaction each) => KindWeights.Default.Of(each)),
            faults.Wrap((Interaction each) => each.EventTime),
            Options));

    public override IReadOnlyList<Interaction> SteadyEvents(int count) =>
        [.. Enumerable.Range(0, count).Select(i => new Interaction(
            SampleTime.AddSeconds(i * 31 % 1800), InteractionKind.Purchase, 1, i % 10))];

    private static DateTimeOffset SampleTime { get; } = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
}

public sealed class TrendBucketsHoppingCase : InteractionCase<TrendBucket<Id>>
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    private static readonly TrendBucketsOptions Options = new()
    {
        AllowedLateness = SampleInteractions.Disorder,
        Advance = TimeSpan.FromMinutes(15),
        IdleTimeout = TimeSpan.FromHours(1),
    };

    public override string Operator => nameof(RecsObservable.TrendBuckets);

    public override IObservable<TrendBucket<Id>> Build(
        IObservable<Interaction> source, FaultInjector faults, IScheduler scheduler) =>
        source.TrendBuckets(Hour, Options with { Scheduler = scheduler });

    public override MachineProbe<Interaction> Machine(FaultInjector faults) =>
        MachineProbe.For(new TrendBucketsMachine<Interaction, Id>(
            Hour, each => each.Item, KindWeights.Default.Of, each => each.EventTime, Options));
}

/// <summary>Days of a zone over a change of its clocks: a minute of the events is an hour.</summary>
public sealed class TrendBucketsLocalDaysCase : InteractionCase<TrendBucket<Id>>
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);
    private static readonly DateTimeOffset Start = new(2024, 3, 28, 0, 0, 0, TimeSpan.Zero);

    private static readonly TrendBucketsOptions Options = new()
    {
        AllowedLateness = SampleInteractions.Disorder * 60,
        TimeZone = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin"),
    };

    public override string Operator => nameof(RecsObservable.TrendBuckets);

    public override IObservable<TrendBucket<Id>> Build(
        IObservable<Interaction> source, FaultInjector faults, IScheduler scheduler) =>
        source.TrendBuckets(Day, each => each.Item, faults.Wrap<Interaction, DateTimeOffset>(TimeOf), Options);

    public override MachineProbe<Interaction> Machine(FaultInjector faults) =>
        MachineProbe.For(new TrendBucketsMachine<Interaction, Id>(
            Day, each => each.Item, null, faults.Wrap<Interaction, DateTimeOffset>(TimeOf), Options));

    private static DateTimeOffset TimeOf(Interaction each) =>
        Start + (each.EventTime - SampleInteractions.Start) * 60;
}

/// <summary>Operators over buckets are fed by TrendBuckets, so that interactions can be their events.</summary>
public abstract class BucketCase<TResult> : InteractionCase<TResult>
{
    protected static IObservable<TrendBucket<Id>> Buckets(IObservable<Interaction> source) =>
        source.TrendBuckets(
            TimeSpan.FromHours(1), new TrendBucketsOptions { AllowedLateness = SampleInteractions.Disorder });

    protected static TrendScore Wrapped(FaultInjector faults, TrendScore score) =>
        new WrappedScore(score, faults.Wrap((TrendScoreInput input) => score.Score(in input)));

    private sealed class WrappedScore(TrendScore score, Func<TrendScoreInput, double?> wrapped) : TrendScore
    {
        public override string Name => score.Name;

        public override int BaselineBuckets => score.BaselineBuckets;

        public override TimeSpan? HalfLife => score.HalfLife;

        public override double? Score(in TrendScoreInput input) => wrapped(input);
    }
}

public sealed class TrendTransitionsCase : BucketCase<TrendTransition<Id>>
{
    public override string Operator => nameof(RecsObservable.TrendTransitions);

    public override IObservable<TrendTransition<Id>> Build(
        IObservable<Interaction> source, FaultInjector faults, IScheduler scheduler) =>
        Buckets(source).TrendTransitions(Wrapped(faults, TrendScore.Trending(TimeSpan.FromHours(2), 3)));
}

public sealed class TopTrendsCase : BucketCase<TrendReport<Id>>
{
    public override string Operator => nameof(RecsObservable.TopTrends);

    public override IObservable<TrendReport<Id>> Build(
        IObservable<Interaction> source, FaultInjector faults, IScheduler scheduler) =>
        Buckets(source).TopTrends(Wrapped(faults, TrendScore.DampedChange));
}

public sealed class TrendRangeCase : BucketCase<TrendReport<Id>>
{
    public override string Operator => nameof(RecsObservable.TrendRange);

    public override IReadOnlyDictionary<string, string> Exemptions =>
        new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["C7.ObserverThrowsInOnNext"] = "There is one result, and the check needs two.",
        };

    public override IObservable<TrendReport<Id>> Build(
        IObservable<Interaction> source, FaultInjector faults, IScheduler scheduler) =>
        Buckets(source).TrendRange(
            DateTimeOffset.MinValue,
            DateTimeOffset.MaxValue,
            Wrapped(faults, TrendScore.DampedChange),
            basis: TrendBasis.FirstToLast);
}

/// <summary>The machines over buckets, with the buckets themselves as events.</summary>
public sealed class TopTrendsOverBucketsCase : OperatorCase<TrendBucket<Id>, TrendReport<Id>>
{
    private static readonly TrendScore Score = TrendScore.Trending(TimeSpan.FromHours(2), 3);

    public override string Operator => nameof(RecsObservable.TopTrends);

    public override int ManyEvents => 10_000;

    public override IObservable<TrendReport<Id>> Build(
        IObservable<TrendBucket<Id>> source, FaultInjector faults, IScheduler scheduler) => source.TopTrends(Score);

    public override IReadOnlyList<TrendBucket<Id>> Events(Random random, int count) =>
    [
        .. Enumerable.Range(0, count).Select(i => new TrendBucket<Id>(
            i,
            DateTimeOffset.UnixEpoch.AddHours(i),
            DateTimeOffset.UnixEpoch.AddHours(i + 1),
            Enumerable.Range(0, random.Next(4))
                .Select(item => KeyValuePair.Create((Id)item, (double)random.Next(5))))),
    ];

    public override MachineProbe<TrendBucket<Id>> Machine(FaultInjector faults) =>
        MachineProbe.For(new TopTrendsMachine<Id>(Score));
}
