using System.Reactive.Linq;
using System.Reactive.Subjects;
using System.Reflection;
using Microsoft.Reactive.Testing;
using RxRecs.Machines;
using RxRecs.Tests.Time;

namespace RxRecs.Tests.Trending;

public sealed class TrendBucketsTests
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    private static readonly TrendBucketsOptions Sorted = new() { AllowedLateness = TimeSpan.Zero, Origin = Sale.Noon };

    [Test]
    public void TrendBuckets_EventAtTheBoundary_BelongsToTheLaterBucket() => Assert.That(
        Run([new(0, "a", 100), new(59, "a", 100), new(60, "b", 100)]),
        Is.EqualTo([
            "0 2026-03-01T12:00:00 2026-03-01T13:00:00 late 0 skipped 0 total 2: a=2",
            "1 2026-03-01T13:00:00 2026-03-01T14:00:00 partial late 0 skipped 0 total 1: b=1",
        ]));

    [Test]
    public void TrendBuckets_Closed_AreEmittedAtOnce()
    {
        using var source = new Subject<Sale>();
        var indexes = new List<long>();
        using var subscription = Build(source).Subscribe(bucket => indexes.Add(bucket.Index));
        source.OnNext(new(0, "a", 100));
        source.OnNext(new(59, "a", 100));
        Assert.That(indexes, Is.Empty);
        source.OnNext(new(180, "a", 100));
        Assert.That(indexes, Is.EqualTo([0, 1, 2]));
    }

    [Test]
    public void AsPartial_BucketBehindARunOfEmptyOnes_KeepsAllElse()
    {
        const int YearsLater = 60 * 24 * 3650;
        var bucket = Build(
            new Sale[] { new(0, "a", 100), new(YearsLater, "b", 100), new(YearsLater + 60, "c", 100) }.ToObservable(),
            Sorted with { MaxEmptyRun = 5 }).All().Single(each => each.Skipped is not null);
        var properties = typeof(TrendBucket<string>)
            .GetProperties(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic)
            .Where(each => each.Name != nameof(bucket.IsPartial));

        var partial = bucket.AsPartial();

        Assert.That((bucket.IsPartial, partial.IsPartial), Is.EqualTo((false, true)));
        foreach (var property in properties)
        {
            Assert.That(property.GetValue(partial), Is.EqualTo(property.GetValue(bucket)), property.Name);
        }

        Assert.That(partial.AsPartial(), Is.SameAs(partial));
    }

    [Test]
    public void TrendBuckets_NoEvents_CompletesWithoutBuckets() => Assert.That(Run([]), Is.Empty);

    [Test]
    public void TrendBuckets_WeightZero_MovesTimeOnAndIsNotListed() => Assert.That(
        Run([new(0, "a", 100), new(60, "b", 0)]),
        Is.EqualTo([
            "0 2026-03-01T12:00:00 2026-03-01T13:00:00 late 0 skipped 0 total 1: a=1",
            "1 2026-03-01T13:00:00 2026-03-01T14:00:00 partial late 0 skipped 0 total 0: ",
        ]));

    [Test]
    public void TrendBuckets_CompleteUntil_MakesTheLastBucketWholeAndAddsEmptyOnes()
    {
        var options = Sorted with { CompleteUntil = Sale.Noon.AddHours(3) };
        var buckets = Build(new[] { new Sale(10, "a", 100) }.ToObservable(), options).All();
        Assert.That(buckets.Select(bucket => bucket.Index), Is.EqualTo([0, 1, 2]));
        Assert.That(buckets.Select(bucket => bucket.IsPartial), Has.All.False);
        buckets = Build(
            new[] { new Sale(10, "a", 100) }.ToObservable(),
            Sorted with { CompleteUntil = Sale.Noon.AddMinutes(59) }).All();
        Assert.That(buckets.Single().IsPartial, Is.True);
    }

    [Test]
    public void TrendBuckets_LateEvent_IsHandedOutAndCounted()
    {
        var late = new List<LateEvent<Sale>>();
        Sale[] sales = [new(60, "a", 100), new(59, "b", 100), new(130, "a", 100), new(119, "b", 100)];
        var buckets = sales.ToObservable()
            .TrendBuckets(Hour, sale => sale.Item, sale => sale.Time, Sorted)
            .NoteLate(late.Add)
            .All();
        Assert.That(late, Is.EqualTo([
            new LateEvent<Sale>(sales[1], sales[1].Time, Sale.Noon.AddMinutes(60), 1),
            new LateEvent<Sale>(sales[3], sales[3].Time, Sale.Noon.AddMinutes(130), 2),
        ]));
        Assert.That(buckets.Select(bucket => bucket.LateCount), Is.EqualTo([1, 2]));
        Assert.That(buckets.Sum(bucket => bucket.Total), Is.EqualTo(2));
    }

    [Test]
    public void TrendBuckets_BehindTheWatermarkInAnOpenBucket_IsCounted() =>
        Assert.That(Run([new(50, "a", 100), new(5, "b", 100)]).Single(), Does.EndWith("a=1 b=1"));

    [Test]
    public void TrendBuckets_GapOfYears_IsCutShortAndSaysSo()
    {
        var buckets = Build(
            new[] { new Sale(0, "a", 100), new Sale(60 * 24 * 3650, "a", 100) }.ToObservable(),
            Sorted with { MaxEmptyRun = 5 }).All();
        Assert.That(buckets.Select(bucket => bucket.Index), Is.EqualTo([0, 1, 2, 3, 4, 5, 24 * 3650]));
        Assert.That(buckets[^1].SkippedBefore, Is.EqualTo(24 * 3650 - 6));
        var transition = buckets.ToObservable().TrendTransitions(TrendScore.DampedChange).All()[^1];
        Assert.That(transition.Before.LastIndex, Is.EqualTo(24 * 3650 - 1));
        Assert.That(transition.Changes, Is.EqualTo([new TrendChange<string>("a", 0, 1, 0.5)]));
    }

    [TestCase(1, 1)]
    [TestCase(3_652_059, 1)]
    [TestCase(3_652_059, 3)]
    public void TrendBuckets_FirstAndLastInstants_AreTimesLikeOthers(int sizeInDays, int steps)
    {
        var longest = (DateTimeOffset.MaxValue - DateTimeOffset.MinValue).Ticks;
        var advance = TimeSpan.FromTicks(Math.Min(longest, sizeInDays * TimeSpan.TicksPerDay) / steps);
        var size = TimeSpan.FromTicks(advance.Ticks * steps);
        var options = new TrendBucketsOptions { AllowedLateness = TimeSpan.MaxValue, Advance = advance };
        DateTimeOffset[] times =
            [DateTimeOffset.MaxValue, DateTimeOffset.MinValue, DateTimeOffset.UnixEpoch, DateTimeOffset.MaxValue];
        var buckets = times.ToObservable().TrendBuckets(size, _ => 1, time => time, options).All();
        Assert.That(buckets.Sum(bucket => bucket.Total), Is.EqualTo(4 * steps));
        Assert.That(buckets.Select(bucket => bucket.Start <= bucket.End), Has.All.True);
        options = options with { AllowedLateness = TimeSpan.Zero };
        buckets = times.Order().ToObservable().TrendBuckets(size, _ => 1, time => time, options).All();
        Assert.That(buckets.Sum(bucket => bucket.Total), Is.EqualTo(4 * steps));
    }

    [Test]
    public void TrendBuckets_BucketThatBeginsWithTheLastInstant_IsEmitted()
    {
        var options = Sorted with { Origin = DateTimeOffset.MaxValue };
        var bucket = Observable.Return(DateTimeOffset.MaxValue)
            .TrendBuckets(Hour, _ => 1, time => time, options)
            .All()
            .Single();
        Assert.That((bucket.Index, bucket.Total, bucket.End), Is.EqualTo((0L, 1.0, DateTimeOffset.MaxValue)));
    }

    [TestCase(double.NaN)]
    [TestCase(double.PositiveInfinity)]
    [TestCase(-0.1)]
    [TestCase(1_000_001)]
    public void TrendBuckets_WeightOutsideItsRange_EndsWithAClearError(double weight)
    {
        Exception? failure = null;
        using var subscription = Observable.Return(1)
            .TrendBuckets(Hour, _ => 1, _ => weight, _ => Sale.Noon, Sorted)
            .Subscribe(_ => { }, error => failure = error);
        Assert.That(failure, Is.TypeOf<ArgumentOutOfRangeException>().With.Message.Contains("between 0 and 1,000,000"));
    }

    [Test]
    public void TrendBuckets_WeightsThatOverflow_EndWithAClearErrorAndLeaveTheState()
    {
        var machine = new TrendBucketsMachine<int, int>(
            TimeSpan.FromTicks(1_000_000),
            _ => 1,
            _ => 1_000_000,
            _ => Sale.Noon,
            Sorted with { Advance = TimeSpan.FromTicks(1) });
        var output = new Output<EventTimeResult<int, TrendBucket<int>>>();
        Assert.That(
            () =>
            {
                for (var i = 0; i < 10; i++)
                {
                    machine.OnEvent(i, output);
                }
            },
            Throws.InvalidOperationException.With.Message.Contains("add up to more than"));
        var state = MachineSnapshot.Save(machine);
        Assert.That(() => machine.OnEvent(1, output), Throws.InvalidOperationException);
        Assert.That(MachineSnapshot.Save(machine), Is.EqualTo(state));
    }

    [Test]
    public void TrendBuckets_Fractions_SumExactly()
    {
        var sales = Enumerable.Range(0, 1000).Select(i => new Sale(i % 60, "a", 10));
        Assert.That(Build(sales.ToObservable()).All().Single().CountOf("a"), Is.EqualTo(100));
    }

    [Test]
    public void TrendBuckets_NullItem_EndsWithOnError()
    {
        Exception? failure = null;
        using var subscription = Observable.Return(1)
            .TrendBuckets<int, string>(Hour, _ => null!, _ => Sale.Noon, Sorted)
            .Subscribe(_ => { }, error => failure = error);
        Assert.That(failure, Is.TypeOf<InvalidOperationException>());
    }

    [Test]
    public void TrendBuckets_QuietSource_ClosesByTheIdleTimeout()
    {
        var scheduler = new TestScheduler();
        using var source = new Subject<Sale>();
        var buckets = new List<TrendBucket<string>>();
        var options = Sorted with { IdleTimeout = TimeSpan.FromMinutes(10), Scheduler = scheduler };
        using var subscription = source
            .TrendBuckets(Hour, sale => sale.Item, sale => sale.Time, options)
            .Subscribe(buckets.Add);
        source.OnNext(new(30, "a", 100));
        scheduler.AdvanceBy(TimeSpan.FromMinutes(29).Ticks);
        Assert.That(buckets, Is.Empty);
        scheduler.AdvanceBy(TimeSpan.FromMinutes(61).Ticks);
        Assert.That(buckets.Select(bucket => bucket.Index), Is.EqualTo([0, 1]));
    }

    [Test]
    public void TrendBuckets_Interactions_CountCartsAndPurchases()
    {
        InteractionKind[] kinds =
            [InteractionKind.View, InteractionKind.Cart, InteractionKind.Remove, InteractionKind.Purchase];
        var source = kinds.Select(kind => new Interaction(Sale.Noon, kind, 1, 7)).ToObservable();
        Assert.That(source.TrendBuckets(Hour, Sorted).All().Single().CountOf(7), Is.EqualTo(2));
        var weights = new KindWeights { View = 0.1, Cart = 0.3 };
        Assert.That(
            source.TrendBuckets(Hour, Sorted with { Weights = weights }).All().Single().CountOf(7), Is.EqualTo(1.4));
        Assert.That(() => new KindWeights { View = -1 }, Throws.TypeOf<ArgumentOutOfRangeException>());
    }

    [Test]
    public void TrendBuckets_AdvanceThatDoesNotFit_IsRefusedAtOnce()
    {
        var source = Observable.Never<int>();
        Assert.That(
            () => source.TrendBuckets(Hour, _ => 1, _ => Sale.Noon, Sorted with { Advance = TimeSpan.FromMinutes(25) }),
            Throws.ArgumentException.With.Message.Contains("whole number of times"));
        Assert.That(
            () => source.TrendBuckets(TimeSpan.Zero, _ => 1, _ => Sale.Noon, Sorted),
            Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(() => Sorted with { Advance = TimeSpan.Zero }, Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(() => Sorted with { MaxEmptyRun = -1 }, Throws.TypeOf<ArgumentOutOfRangeException>());
    }

    [Test]
    public void TrendBuckets_Comparer_MergesWhatIsTheSame()
    {
        var buckets = new[] { new Sale(0, "Nike", 100), new Sale(1, "nike", 100) }.ToObservable()
            .TrendBuckets(
                Hour, sale => sale.Item, sale => sale.Time, Sorted, StringComparer.OrdinalIgnoreCase)
            .All();
        Assert.That(buckets.Single().CountOf("NIKE"), Is.EqualTo(2));
    }

    [TestCase(60)]
    [TestCase(12)]
    public void TrendBuckets_SteadyState_AllocatesNothing(int advance)
    {
        var machine = Machine(
            Sorted with { AllowedLateness = TimeSpan.FromHours(3), Advance = TimeSpan.FromMinutes(advance) });
        var output = new Output<EventTimeResult<Sale, TrendBucket<string>>>();
        var sales = Enumerable.Range(0, 1000)
            .Select(i => new Sale(i * 7 % 180, "abcdefgh"[i % 8].ToString(), 100)).ToArray();
        Feed();
        Feed();
        var before = GC.GetAllocatedBytesForCurrentThread();
        Feed();
        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.Zero);

        void Feed()
        {
            foreach (var sale in sales)
            {
                machine.OnEvent(sale, output);
            }
        }
    }

    [Test]
    public void TrendBuckets_SnapshotOfOtherSettings_IsRefused()
    {
        var snapshot = MachineSnapshot.Save(Machine(Sorted));
        TrendBucketsOptions[] others =
        [
            Sorted with { AllowedLateness = Hour },
            Sorted with { Origin = null },
            Sorted with { Advance = TimeSpan.FromMinutes(30) },
        ];
        foreach (var other in others)
        {
            Assert.That(() => MachineSnapshot.Restore(Machine(other), snapshot), Throws.TypeOf<SnapshotException>());
        }
    }

    private static IEnumerable<string> Run(Sale[] sales) =>
        Build(sales.ToObservable()).All().Select(bucket => bucket.Text());

    private static IObservable<TrendBucket<string>> Build(
        IObservable<Sale> source, TrendBucketsOptions? options = null) =>
        source.TrendBuckets(Hour, sale => sale.Item, sale => sale.Weight, sale => sale.Time, options ?? Sorted);

    private static TrendBucketsMachine<Sale, string> Machine(TrendBucketsOptions options) =>
        new(Hour, sale => sale.Item, sale => sale.Weight, sale => sale.Time, options);
}
