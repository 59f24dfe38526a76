using System.Reactive.Linq;
using RxRecs.Machines;

namespace RxRecs.Tests.Trending;

/// <summary>The newest trend report, read from the machine.</summary>
public sealed class TopTrendsMachineTests
{
    [Test]
    public void Report_AfterEachBucketAndRestore_IsWhatTheOperatorEmits()
    {
        var start = new DateTimeOffset(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);
        TrendBucket<string>[] buckets =
        [
            .. new[] { (1, 4), (3, 1), (0, 0), (9, 2) }.Select((counts, day) => new TrendBucket<string>(
                day,
                start.AddDays(day),
                start.AddDays(day + 1),
                [KeyValuePair.Create("hat", (double)counts.Item1), KeyValuePair.Create("bag", (double)counts.Item2)])),
        ];
        var emitted = buckets.ToObservable().TopTrends(TrendScore.DampedChange).ToList().Wait();
        var machine = new TopTrendsMachine<string>(TrendScore.DampedChange);
        foreach (var (i, bucket) in buckets.Index())
        {
            machine.OnEvent(bucket, new Output<TrendReport<string>>());
            var restored = new TopTrendsMachine<string>(TrendScore.DampedChange);
            MachineSnapshot.Restore(restored, MachineSnapshot.Save(machine));
            foreach (var report in new[] { machine.Report!, restored.Report! })
            {
                Assert.That(report.ToString(), Is.EqualTo(emitted[i].ToString()));
                Assert.That(report.Rising, Is.EqualTo(emitted[i].Rising));
                Assert.That(report.Falling, Is.EqualTo(emitted[i].Falling));
                Assert.That(report.Transition?.Changes, Is.EqualTo(emitted[i].Transition?.Changes));
            }
        }
    }
}
