using System.Reactive.Linq;
using FsCheck;
using FsCheck.Fluent;
using RxRecs.Analytics;
using RxRecs.Machines;

namespace RxRecs.Tests.Quality;

public sealed class RunningStatisticsTests
{
    private static readonly Arbitrary<double[]> Numbers = Gen.Choose(-50_000, 500_000).SelectMany(
        number => Gen.Choose(-3, 4), (number, power) => number * Math.Pow(10, power)).ArrayOf().ToArbitrary();

    [Test]
    public void RunningMoments_AnyNumbers_AgreeWithTwoPasses() => Prop.ForAll(Numbers, numbers =>
    {
        var moments = Moments(numbers);
        var mean = numbers.Length == 0 ? 0 : numbers.Average();
        var squares = numbers.Sum(one => (one - mean) * (one - mean));
        var scale = Math.Max(1, numbers.Select(Math.Abs).DefaultIfEmpty().Max());
        Assert.That(moments.Count, Is.EqualTo(numbers.Length));
        Assert.That(moments.Mean, Is.EqualTo(mean).Within(1e-12 * scale));
        Assert.That(moments.Variance, Is.EqualTo(squares / Math.Max(1, numbers.Length)).Within(1e-12 * scale * scale));
        Assert.That(
            moments.SampleVariance,
            Is.EqualTo(squares / Math.Max(1, numbers.Length - 1)).Within(1e-11 * scale * scale));
        Assert.That(moments.Minimum, Is.EqualTo(numbers.DefaultIfEmpty().Min()));
        Assert.That(moments.Maximum, Is.EqualTo(numbers.DefaultIfEmpty().Max()));
    }).Holds();

    [Test]
    public void RunningMoments_LargeOffset_KeepsTheVariance()
    {
        var moments = Moments([1e9 + 4, 1e9 + 7, 1e9 + 13, 1e9 + 16]);
        Assert.That(moments.SampleVariance, Is.EqualTo(30).Within(1e-9));
    }

    [Test]
    public void RunningMoments_Merge_IsThatOfAll() => Prop.ForAll(Numbers, Numbers, (first, second) =>
    {
        var merged = RunningMoments.Merge(Moments(first), Moments(second));
        var all = Moments([.. first, .. second]);
        var scale = Math.Max(1, first.Concat(second).Select(Math.Abs).DefaultIfEmpty().Max());
        Assert.That(merged.Count, Is.EqualTo(all.Count));
        Assert.That(merged.Mean, Is.EqualTo(all.Mean).Within(1e-12 * scale));
        Assert.That(merged.Variance, Is.EqualTo(all.Variance).Within(1e-12 * scale * scale));
        Assert.That((merged.Minimum, merged.Maximum), Is.EqualTo((all.Minimum, all.Maximum)));
    }).Holds();

    [Test]
    public void RunningMoments_Impossible_IsRefused([Values(double.NaN, double.NegativeInfinity, 1e151)] double value)
    {
        var moments = default(RunningMoments);
        Assert.That(() => moments.Add(value), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => new RunningMedian().Add(value), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    [Test]
    public void RunningMedian_AfterEachNumber_IsTheMiddle() => Prop.ForAll(Numbers, numbers =>
    {
        var median = new RunningMedian();
        Assert.That(median.Median, Is.Zero);
        for (var i = 0; i < numbers.Length; i++)
        {
            median.Add(numbers[i]);
            var sorted = numbers.Take(i + 1).Order().ToArray();
            var low = sorted[i / 2];
            var high = sorted[(i + 1) / 2];
            Assert.That(median.Median, Is.EqualTo(low + (high - low) / 2));
        }
    }).Holds();

    [Test]
    public void QuantileSketch_AnyQuantile_IsWithinItsError() => Prop.ForAll(Numbers, numbers =>
    {
        var sketch = Sketch(numbers);
        var sorted = numbers.Order().ToArray();
        foreach (var quantile in new[] { 0, 0.01, 0.25, 0.5, 0.9, 0.999, 1 })
        {
            var rank = Math.Clamp((int)Math.Ceiling(quantile * sorted.Length), 1, Math.Max(1, sorted.Length));
            var exact = sorted.Length == 0 ? 0 : sorted[rank - 1];
            Assert.That(
                sketch.Quantile(quantile),
                Is.EqualTo(exact).Within(Math.Abs(exact) * QuantileSketch.RelativeError + 1e-6));
        }
    }).Holds();

    [Test]
    public void QuantileSketch_Merge_IsThatOfAll() => Prop.ForAll(Numbers, Numbers, (first, second) =>
    {
        var merged = Sketch(first);
        merged.Merge(Sketch(second));
        Assert.That(State(merged), Is.EqualTo(State(Sketch([.. second, .. first]))));
    }).Holds();

    [Test]
    public void QuantileSketch_ExtremeNumbers_StayWithinLeastAndGreatest()
    {
        var sketch = Sketch([double.MinValue, double.MaxValue, double.Epsilon, -0.0, 0, -1e-300]);
        Assert.That(sketch.Quantile(0.5), Is.Zero);
        Assert.That(sketch.Quantile(1), Is.InRange(8e12, double.MaxValue));
        Assert.That(() => sketch.Add(double.NaN), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => sketch.Quantile(double.NaN), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => sketch.Quantile(1.1), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    [Test]
    public void RunningStatistics_SnapshotAtAnyCut_ChangesNothing([Values] MedianMethod median) => Prop.ForAll(
        Numbers,
        numbers => MachineRun.AssertSnapshotLaw(() => Machine(median), numbers.Take(10).ToArray()))
        .Holds();

    [Test]
    public void RunningStatistics_DamagedSnapshot_IsRefused([Values] MedianMethod median) =>
        MachineRun.AssertDamageIsRefused(() => Machine(median), [1, -2, 300, 0]);

    [Test]
    public void RunningStatistics_EachEvent_GivesTheFiguresSoFar()
    {
        double?[] prices = [2, null, 4, double.NaN, 9, 1];
        var figures = prices.ToObservable().RunningStatistics(price => price, MedianMethod.Exact).ToList().Wait();
        Assert.That(figures.Select(one => one.Median), Is.EqualTo([2, 2, 3, 3, 4, 3]));
        Assert.That(figures[^1], Is.EqualTo(new Statistics(4, 2, 4, 9.5, 3, 1, 9)));
        Assert.That(figures[^1].StandardDeviation, Is.EqualTo(Math.Sqrt(9.5)));
    }

    [Test]
    public void RunningStatistics_EmptySource_CompletesEmpty() =>
        Assert.That(Observable.Empty<double?>().RunningStatistics(price => price).ToList().Wait(), Is.Empty);

    [Test]
    public void RunningStatistics_UnknownMedianMethod_IsRefused() => Assert.That(
        () => Observable.Empty<double?>().RunningStatistics(price => price, (MedianMethod)9),
        Throws.InstanceOf<ArgumentOutOfRangeException>());

    [Test]
    public void RunningStatistics_SteadyState_AllocatesNothing()
    {
        var machine = Machine(MedianMethod.Sketch);
        var output = new Output<Statistics>();
        machine.OnEvent(1, output);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++)
        {
            output.Clear();
            machine.OnEvent(i, output);
        }

        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.Zero);
    }

    private static RunningStatisticsMachine<double> Machine(MedianMethod median) => new(number => number, median);

    private static RunningMoments Moments(IEnumerable<double> numbers)
    {
        var moments = default(RunningMoments);
        foreach (var number in numbers)
        {
            moments.Add(number);
        }

        return moments;
    }

    private static QuantileSketch Sketch(IEnumerable<double> numbers)
    {
        var sketch = new QuantileSketch();
        foreach (var number in numbers)
        {
            sketch.Add(number);
        }

        return sketch;
    }

    private static byte[] State(QuantileSketch sketch)
    {
        var writer = new SnapshotWriter();
        sketch.Snapshot(writer);
        return writer.Written.ToArray();
    }
}
