using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Runtime.CompilerServices;
using Confluent.Kafka;

namespace RxRecs.Kafka.Telemetry;

[NonParallelizable]
public sealed class KafkaTelemetryTests
{
    [Test]
    public void Documentation_Table_EqualsInstruments()
    {
        RuntimeHelpers.RunClassConstructor(typeof(Instruments).TypeHandle);
        List<string> instruments = [];
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, _) =>
        {
            if (string.Equals(instrument.Meter.Name, KafkaTelemetry.MeterName, StringComparison.Ordinal))
            {
                instruments.Add($"{instrument.Name} {Kind(instrument)} {instrument.Unit}");
            }
        };
        listener.Start();
        var table = File.ReadLines(Path.Combine(Repository.Root, "docs", "telemetry.md"))
            .SkipWhile(line => line != "## RxRecs.Kafka")
            .TakeWhile(line => line != "### Activities")
            .Where(line => line.StartsWith("| `", StringComparison.Ordinal))
            .Select(line => line.Split('|', StringSplitOptions.TrimEntries))
            .Select(cells => $"{cells[1].Trim('`')} {cells[2]} {cells[3].Trim('`')}");
        Assert.That(table, Is.EquivalentTo(instruments));
    }

    [Test]
    public void Partition_Counts_ReachListener()
    {
        using var measured = new Measurements(TelemetryTags.Topic, "telemetry-topic");
        using (var partition = new ConsumerTelemetry("g", new FixedClock()).Partition(new("telemetry-topic", 3)))
        {
            partition.Consumed(10, 2000);
            partition.Parsed(8);
            partition.DeadLetters(2);
            partition.Late(1);
            partition.Progress(40, 100);
            partition.Watermark(FixedClock.Now.AddSeconds(-90).UtcTicks);
            measured.Observe();
        }

        Assert.That(measured.Values, Is.EquivalentTo(new Dictionary<string, double>
        {
            [KafkaTelemetry.ConsumedRecords] = 10,
            [KafkaTelemetry.ConsumedBytes] = 2000,
            [KafkaTelemetry.ParsedRecords] = 8,
            [KafkaTelemetry.DeadLetters] = 2,
            [KafkaTelemetry.LateEvents] = 1,
            [KafkaTelemetry.Lag] = 60,
            [KafkaTelemetry.WatermarkLag] = 90,
        }));
        measured.Clear();
        measured.Observe();
        Assert.That(measured.Values, Is.Empty);
    }

    [Test]
    public void Producer_Counts_ReachListener()
    {
        using var measured = new Measurements(TelemetryTags.Topic, "telemetry-out");
        using var producer = new ProducerTelemetry("telemetry-out", () => 1);
        producer.Sent(5);
        producer.Delivered(3);
        producer.Failed(1, ErrorCode.MsgSizeTooLarge);
        measured.Observe();
        Assert.That(measured.Values, Is.EquivalentTo(new Dictionary<string, double>
        {
            [KafkaTelemetry.SentRecords] = 5,
            [KafkaTelemetry.DeliveredRecords] = 3,
            [KafkaTelemetry.FailedDeliveries] = 1,
            [KafkaTelemetry.InFlightRecords] = 1,
        }));
    }

    [Test]
    public void Partition_Counting_DoesNotAllocate()
    {
        using var measured = new Measurements(TelemetryTags.Topic, "telemetry-none");
        using var partition = new ConsumerTelemetry("g").Partition(new("telemetry-other", 0));
        Count(partition, 10_000);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Count(partition, 10_000);
        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.Zero);
    }

    [Test]
    public void Activities_PerCommitAndRebalance_CarryGroupAndError()
    {
        List<Activity> ended = [];
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => string.Equals(
                source.Name, KafkaTelemetry.ActivitySourceName, StringComparison.Ordinal),
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = ended.Add,
        };
        ActivitySource.AddActivityListener(listener);
        var consumer = new ConsumerTelemetry("g");
        consumer.StartCommit().Dispose();
        consumer.StartRebalance(PartitionChange.Lost, 2)?.Dispose();
        consumer.Checkpointed(consumer.StartCheckpoint(), 100, TimeSpan.FromSeconds(1), typeof(IOException));
        Assert.That(
            ended.Select(activity => activity.DisplayName),
            Is.SupersetOf(new[] { "commit g", "rebalance g", "checkpoint g" }));
        Assert.That(
            ended.First(activity => activity.Status == ActivityStatusCode.Error).GetTagItem("error.type"),
            Is.EqualTo(typeof(IOException).FullName));
    }

    private static void Count(PartitionTelemetry partition, int times)
    {
        for (var i = 0; i < times; i++)
        {
            partition.Consumed(100, 20_000);
            partition.Parsed(100);
            partition.Progress(i, i + 1);
            partition.Watermark(i);
        }
    }

    private static string Kind(Instrument instrument) => instrument switch
    {
        Counter<long> => "counter",
        Histogram<double> => "histogram",
        _ => "gauge",
    };

    private sealed class FixedClock : TimeProvider
    {
        public static DateTimeOffset Now { get; } = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
