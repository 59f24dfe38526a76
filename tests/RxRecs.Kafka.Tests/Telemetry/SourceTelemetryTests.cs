using System.Diagnostics;
using System.Reactive.Linq;
using Confluent.Kafka;
using RxRecs.Kafka.Tests.Faults;
using RxRecs.Storage;

namespace RxRecs.Kafka.Telemetry;

/// <summary>A source that reads a topic tells the meter the counts of the topic.</summary>
[NonParallelizable]
public sealed class SourceTelemetryTests : BrokerTests
{
    [Test]
    public void FromTopicsByEventTime_LateAndBrokenRecords_AreCounted()
    {
        const string Topic = "telemetry-merge";
        NewTopic(1, name: Topic);
        TestTopic.Write(
            Settings, Topic, new[] { "10", "20", "5", "x", "6", "30" }.Select(text => (0, (string?)text)));
        using var measured = new Measurements(TelemetryTags.Topic, Topic);

        var values = KafkaSource.FromTopicsByEventTime(
                Settings,
                TestTopic.FromBeginningToEnd(Topic),
                new KafkaMergeOptions { AllowedLateness = TimeSpan.FromSeconds(10) },
                new SecondsParser())
            .Select(record => record.Value).Timeout(Patience).ToList().Wait();

        Assert.That(values, Is.EqualTo(new[] { 10, 20, 30 }));
        Assert.That(measured.Nameless, Is.Empty);
        Assert.That(measured.Values[KafkaTelemetry.ProcessDuration], Is.GreaterThanOrEqualTo(0));
        Assert.That(measured.Values[KafkaTelemetry.OperationDuration], Is.GreaterThanOrEqualTo(0));
        Assert.That(measured.Counts, Is.EquivalentTo(new Dictionary<string, double>
        {
            [KafkaTelemetry.ConsumedRecords] = 6,
            [KafkaTelemetry.ConsumedBytes] = 9 + 6,
            [KafkaTelemetry.ParsedRecords] = 5,
            [KafkaTelemetry.DeadLetters] = 1,
            [KafkaTelemetry.LateEvents] = 2,
        }));
    }

    [Test]
    public void RunPartitions_Gauges_TellLagAndWatermarkWhileItReads()
    {
        const string Topic = "telemetry-gauges";
        NewTopic(1, 1_000, Topic);
        using var measured = new Measurements(TelemetryTags.Topic, Topic);
        var clock = new ClockAtSecond(1_100);
        List<(double Read, double Lag, double WatermarkLag)> seen = [];

        KafkaSource.RunPartitions(
                Settings,
                new KafkaPipelineOptions
                {
                    Topics = [Topic],
                    Start = KafkaStart.Beginning,
                    End = KafkaEnd.EndOfTopic,
                    TimeProvider = clock,
                    Progress = new OnProgress(_ =>
                    {
                        measured.Observe();
                        var values = measured.Values;
                        seen.Add((
                            values[KafkaTelemetry.ConsumedRecords],
                            values[KafkaTelemetry.Lag],
                            values[KafkaTelemetry.WatermarkLag]));
                    }),
                },
                new SecondsParser(),
                records => records
                    .Do(_ => clock.Pass())
                    .TumblingWindow(
                        TimeSpan.FromHours(1),
                        WindowAggregate.Count<KafkaRecord<int>>(),
                        record => record.EventTime,
                        new WindowOptions { AllowedLateness = TimeSpan.FromSeconds(7) }))
            .Timeout(Patience).Wait();

        // The record with second n has offset n, and the lateness is 7 seconds; a completed pipeline has no watermark.
        var reading = seen.Where(each => each.Lag > 0).ToList();
        Assert.That(reading, Is.Not.Empty);
        Assert.That(reading, Has.All.Matches<(double Read, double Lag, double WatermarkLag)>(
            each => each.Lag == 1_000 - each.Read && each.WatermarkLag == 1_100 - (each.Read - 1 - 7)));
    }

    [Test]
    public void RunPartitions_Store_CheckpointsCommitsAndRebalancesAreCounted()
    {
        const string Topic = "telemetry-store";
        NewTopic(2, 100, Topic);
        var store = new CountingStore();
        using var measured = new Measurements(TelemetryTags.Group, Topic);
        List<string> activities = [];
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == KafkaTelemetry.ActivitySourceName,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = activity => activities.Add(activity.DisplayName),
        };
        ActivitySource.AddActivityListener(listener);

        KafkaSource.RunPartitions(
                Settings,
                new KafkaPipelineOptions
                {
                    Topics = [Topic],
                    Start = KafkaStart.Beginning,
                    End = KafkaEnd.EndOfTopic,
                    Group = Topic,
                    GroupProtocol = KafkaGroupProtocol.Consumer,
                    Store = store,
                },
                TestTopic.Numbers,
                records => records.Select(record => record.Value))
            .Timeout(Patience).Wait();

        var values = measured.Values;
        Assert.That(store.Saves, Is.GreaterThanOrEqualTo(2));
        Assert.That(measured.Nameless, Is.Empty);
        Assert.That(values[KafkaTelemetry.Checkpoints], Is.EqualTo(store.Saves));
        Assert.That(values[KafkaTelemetry.CheckpointBytes], Is.EqualTo(store.Bytes));
        Assert.That(values[KafkaTelemetry.CheckpointDuration], Is.GreaterThanOrEqualTo(0));
        Assert.That(values[KafkaTelemetry.Commits], Is.GreaterThanOrEqualTo(1));
        Assert.That(values[KafkaTelemetry.Rebalances], Is.GreaterThanOrEqualTo(2));
        Assert.That(
            activities,
            Is.SupersetOf(new[] { $"commit {Topic}", $"checkpoint {Topic}", $"rebalance {Topic}" }));
    }

    /// <summary>Numbers that happen at their own second.</summary>
    private sealed class SecondsParser : IRecordParser<int>
    {
        public string? Parse(ConsumeResult<byte[], byte[]> record, out int value, out DateTimeOffset eventTime)
        {
            var problem = TestTopic.Numbers.Parse(record, out value, out _);
            eventTime = DateTimeOffset.UnixEpoch.AddSeconds(value);
            return problem;
        }
    }

    /// <summary>Stands at a second, while its intervals pass with each record.</summary>
    private sealed class ClockAtSecond(int second) : TimeProvider
    {
        private long _timestamp;

        public override DateTimeOffset GetUtcNow() => DateTimeOffset.UnixEpoch.AddSeconds(second);

        public override long GetTimestamp() => Volatile.Read(ref _timestamp);

        public void Pass() => Interlocked.Add(ref _timestamp, TimestampFrequency / 100);
    }

    private sealed class CountingStore : ISnapshotStore
    {
        private readonly InMemorySnapshotStore _store = new();

        public int Saves { get; private set; }

        public long Bytes { get; private set; }

        public void Save(string name, long position, ReadOnlySpan<byte> snapshot)
        {
            Saves++;
            Bytes += snapshot.Length;
            _store.Save(name, position, snapshot);
        }

        public StoredSnapshots Load(string name) => _store.Load(name);

        public void Delete(string name) => _store.Delete(name);

        public IReadOnlyList<string> Names() => _store.Names();
    }
}
