using RxRecs.Kafka;
using RxRecs.Machines;
using RxRecs.Shop.Broker;
using RxRecs.Shop.Output;

namespace RxRecs.Shop.Tests.Commands;

/// <summary>Tests of what a person sees of a reader's progress.</summary>
[TestFixture]
[Parallelizable]
public sealed class LagDisplayTests
{
    [Test]
    public void Report_PerSecond_IsOfTheTimeThatHasPassed()
    {
        var clock = new ManualClock();
        using var error = new StringWriter();
        var lag = new LagDisplay("batch", new Terminal { Output = Stream.Null, Error = error }, null, clock);
        for (var report = 1; report <= 20; report++)
        {
            clock.Advance(TimeSpan.FromSeconds(report <= 10 ? 2 : 0.5));
            lag.Report(new KafkaProgress(100 * report, 0, 0, 7, 1, IsAtEnd: false));
        }

        Assert.That(
            error.ToString().Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries),
            Is.EqualTo(new[] { "batch: 1,000 events, 50/s, lag 7", "batch: 2,000 events, 200/s, lag 7" }));
    }

    private sealed class ManualClock : TimeProvider
    {
        private long _ticks;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => _ticks;

        public void Advance(TimeSpan time) => _ticks += time.Ticks;
    }
}
