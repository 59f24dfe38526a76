using System.Buffers;
using System.Collections.Concurrent;
using System.Diagnostics;
using System.Reactive.Linq;
using System.Text;
using Confluent.Kafka;

namespace RxRecs.Kafka.Telemetry;

/// <summary>One click can be followed to the list that it changed, and nothing is spent where nobody follows.</summary>
[NonParallelizable]
public sealed class RecordTraceTests : BrokerTests
{
    private const string Sampled = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    private const string NotSampled = "00-1af7651916cd43dd8448eb211c80319c-c7ad6b7169203331-00";
    private const string SampledToo = "00-2af7651916cd43dd8448eb211c80319c-d7ad6b7169203331-01";

    [Test]
    public void RunPartitions_SampledRecord_IsFollowedToItsResult()
    {
        var (topic, results) = (NewTopic(1), NewTopic(1, name: "results"));
        Write(topic, (1, Sampled), (2, NotSampled), (3, null));
        using var traces = new Traces();
        using (var sink = new KafkaSink<int>(Settings, new()
        {
            Topic = results,
            Write = (value, output) => output.Write(Encoding.UTF8.GetBytes($"{value}")),
        }))
        {
            KafkaSource
                .RunPartitions(
                    Settings,
                    new KafkaPipelineOptions
                    {
                        Topics = [topic],
                        Start = KafkaStart.Beginning,
                        End = KafkaEnd.EndOfTopic,
                    },
                    TestTopic.Numbers,
                    records => records.Select(record => record.Value))
                .Select(result => result.Value)
                .Subscribe(sink);
        }

        var ended = traces.Ended;
        Assert.That(
            ended.Where(each => each.TraceId.ToString() == Sampled[3..35]).Select(each => each.DisplayName),
            Is.EquivalentTo(new[] { "poll events", "process events", "send results" }));
        Assert.That(
            ended.Count(each => each.DisplayName is "process events" or "send results"), Is.EqualTo(2),
            "none of a record that is not sampled");
        Assert.That(ended, Has.All.Matches<Activity>(each => each!.GetTagItem(TelemetryTags.Operation) is string));
        var written = Read(results);
        Assert.That(written[1], Is.EqualTo($"00-{Sampled[3..35]}-{SpanOf(ended, "send results")}-01"));
        Assert.That((written[2], written[3]), Is.EqualTo(((string?)null, (string?)null)));
    }

    [Test]
    public void FromTopicsByEventTime_RecordHeld_KeepsItsOwnTrace()
    {
        var topic = NewTopic(1);
        Write(topic, (1, Sampled), (2, SampledToo));
        using var traces = new Traces();
        var current = KafkaSource.FromTopicsByEventTime(
                Settings,
                TestTopic.FromBeginningToEnd(topic),
                new KafkaMergeOptions { AllowedLateness = TimeSpan.FromSeconds(10) },
                TestTopic.Numbers)
            .Select(record => (record.Value, Trace()))
            .ToList().Wait();
        Assert.That(current, Is.EqualTo(new[] { (1, Sampled[3..35]), (2, SampledToo[3..35]) }));
    }

    [Test]
    public async Task HandleAsync_EachRecord_HasItsOwnTrace()
    {
        var topic = NewTopic(1);
        Write(topic, (1, Sampled), (2, null), (3, SampledToo));
        using var traces = new Traces();
        ConcurrentQueue<(int, string?)> current = [];
        await KafkaSource.HandleAsync(
            Settings,
            TestTopic.FromBeginningToEnd(topic),
            TestTopic.Numbers,
            async (record, _) =>
            {
                await Task.Yield();
                current.Enqueue((record.Value, Trace()));
            },
            new KafkaHandlerOptions<KafkaRecord<int>> { MaxConcurrency = 1 });
        Assert.That(current, Is.EqualTo(new[] { (1, Sampled[3..35]), (2, null), (3, (string?)SampledToo[3..35]) }));
    }

    [Test]
    public void BeginProcess_NobodyListens_AllocatesNothing()
    {
        using var partition = new PartitionTelemetry("g", new("events", 0));
        using var producer = new ProducerTelemetry("results", () => 0);
        var headers = new Headers { { "traceparent", Encoding.ASCII.GetBytes(Sampled) } };
        var message = new Message<byte[], byte[]> { Value = [1], Headers = headers };
        Assert.That(RecordWork.IsListenedTo, Is.False, "another test listens");
        Process(partition, producer, message);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 10_000; i++)
        {
            Process(partition, producer, message);
        }

        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.Zero);
        Assert.That(message.Headers, Is.SameAs(headers));
    }

    [Test]
    public void BeginProcess_RecordThatIsNotSampled_HasNoActivity()
    {
        using var traces = new Traces();
        using var partition = new PartitionTelemetry("g", new("events", 0));
        var broken = Sampled.Replace("0af7", "zzzz", StringComparison.Ordinal);
        foreach (var header in new[] { NotSampled, broken, "01", "" })
        {
            partition.BeginProcess(new Headers { { "traceparent", Encoding.ASCII.GetBytes(header) } }, 0).End();
        }

        partition.BeginProcess(new Headers { { "traceparent", null } }, 0).End();
        partition.BeginProcess(null, 0).End();
        Assert.That(traces.Ended, Is.Empty);
    }

    private static string? Trace() => Activity.Current?.TraceId.ToString();

    private static void Process(
        PartitionTelemetry partition, ProducerTelemetry producer, Message<byte[], byte[]> message)
    {
        var work = partition.BeginProcess(message.Headers, 7);
        producer.StartSend(message).End(null);
        work.End();
    }

    private void Write(string topic, params (int Number, string? Parent)[] records) => TestTopic.WriteRecords(
        Settings,
        topic,
        records.Select(each => (0, TestTopic.Record(
            Encoding.UTF8.GetBytes($"{each.Number}"),
            headers: each.Parent is null ? null : new() { { "traceparent", Encoding.ASCII.GetBytes(each.Parent) } }))));

    private Dictionary<int, string?> Read(string topic) => KafkaSource
        .FromTopics(Settings, TestTopic.FromBeginningToEnd(topic), TestTopic.Numbers)
        .ToList().Wait()
        .ToDictionary(
            record => record.Value,
            record => record.Headers?.TryGetLastBytes("traceparent", out var bytes) == true
                ? Encoding.ASCII.GetString(bytes)
                : null);

    private static string SpanOf(IEnumerable<Activity> activities, string name) =>
        activities.Single(each => each.DisplayName == name).SpanId.ToString();

    /// <summary>Listens to our activities and keeps those that have ended.</summary>
    private sealed class Traces : IDisposable
    {
        private readonly ConcurrentQueue<Activity> _ended = [];
        private readonly ActivityListener _listener;

        public Traces()
        {
            _listener = new ActivityListener
            {
                ShouldListenTo = source => source.Name == KafkaTelemetry.ActivitySourceName,
                Sample = (ref ActivityCreationOptions<ActivityContext> _) =>
                    ActivitySamplingResult.AllDataAndRecorded,
                ActivityStopped = _ended.Enqueue,
            };
            ActivitySource.AddActivityListener(_listener);
        }

        public IReadOnlyCollection<Activity> Ended => [.. _ended];

        public void Dispose() => _listener.Dispose();
    }
}
