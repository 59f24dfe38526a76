using System.Reactive.Linq;
using System.Reactive.Subjects;
using Confluent.Kafka;
using RxRecs.Kafka;

namespace RxRecs.Benchmarks.Kafka;

/// <summary>
/// Reads a topic to its end and parses each record. The bare loops are what one writes over the client: byte arrays,
/// our parser, partitions assigned by hand; with the client's defaults (it then waits a second after each full queue)
/// and with the queue's settings as ours.
/// </summary>
internal static class ReadRows
{
    private const string Default = "read: bare loop, the client's defaults";
    private const string Bare = "read: bare loop, tuned";
    private const string Lean = "read: bare loop, tuned, without key and headers";
    private const string BareTrends = "read: bare loop, tuned, TrendBuckets";
    private const string BareMerge = "read: bare loop, tuned, PriorityQueue by event time";
    private const string LeanFields = "timestamp,topic";
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);
    private static readonly TimeSpan MergeLateness = TimeSpan.FromSeconds(5);
    private static readonly TrendBucketsOptions Trends = new() { AllowedLateness = TimeSpan.FromHours(1) };

    public static IEnumerable<KafkaRow> Of(KafkaSettings settings, string topic, int records)
    {
        var options = new KafkaSourceOptions
        {
            Topics = [topic],
            Start = KafkaStart.Beginning,
            End = KafkaEnd.EndOfTopic,
        };
        var withoutHeaders = options with { ReadHeaders = false };
        var grouped = new KafkaPipelineOptions
        {
            Topics = [topic],
            Start = KafkaStart.Beginning,
            End = KafkaEnd.EndOfTopic,
        };
        var merge = new KafkaMergeOptions { AllowedLateness = MergeLateness };
        return
        [
            new(Default, Bare, clock => Loop(settings, topic, records, clock, isTuned: false)),
            new(Bare, null, clock => Loop(settings, topic, records, clock)),
            new("read: FromTopics", Bare, clock => Count(KafkaSource.FromTopics(settings, options), records, clock)),
            new(Lean, null, clock => Loop(settings, topic, records, clock, fields: LeanFields)),
            new("read: FromTopics without headers", Lean, clock =>
                Count(KafkaSource.FromTopics(settings, withoutHeaders), records, clock)),
            new(BareMerge, null, clock => LoopToOrder(settings, topic, records, clock)),
            new("read: FromTopicsByEventTime", BareMerge, clock => Count(
                KafkaSource.FromTopicsByEventTime(settings, options, merge, InteractionJson.CreateParser()),
                records,
                clock)),
            new(BareTrends, null, clock => LoopToTrends(settings, topic, records, clock)),
            new(
                "read: RunPartitions, TrendBuckets",
                BareTrends,
                clock => RunPartitions(settings, grouped, records, clock)),
        ];
    }

    private static void Loop(
        KafkaSettings settings,
        string topic,
        int records,
        RunClock clock,
        bool isTuned = true,
        string fields = "all",
        Action<int, Interaction>? each = null)
    {
        var config = new ConsumerConfig
        {
            BootstrapServers = settings.BootstrapServers,
            GroupId = "bare",
            EnableAutoCommit = false,
            ConsumeResultFields = fields,
        };
        if (isTuned)
        {
            config.QueuedMaxMessagesKbytes = 32 * 1024;
            config.FetchQueueBackoffMs = 10;
        }

        using var consumer = new ConsumerBuilder<byte[], byte[]>(config).Build();
        consumer.Assign(Enumerable.Range(0, BenchmarkTopics.Partitions)
            .Select(partition => new TopicPartitionOffset(topic, partition, Offset.Beginning)));
        var parser = InteractionJson.CreateParser();
        for (var read = 0; read < records;)
        {
            if (consumer.Consume(100) is not { } record)
            {
                continue;
            }

            if (read++ == 0)
            {
                clock.Start();
            }

            if (parser.Parse(record, out var value, out _) is { } problem)
            {
                throw new InvalidOperationException(problem);
            }

            each?.Invoke(record.Partition.Value, value);
        }

        clock.Stop();
        consumer.Close();
    }

    private static void LoopToTrends(KafkaSettings settings, string topic, int records, RunClock clock)
    {
        using var values = new Subject<Interaction>();
        using var buckets = values.TrendBuckets(Day, Trends).Subscribe();
        Loop(settings, topic, records, clock, each: (_, value) => values.OnNext(value));
    }

    // One stream in order of event time, as one writes it: everything waits in a queue until the partition that is
    // least far has passed it.
    private static void LoopToOrder(KafkaSettings settings, string topic, int records, RunClock clock)
    {
        var waiting = new PriorityQueue<Interaction, DateTimeOffset>();
        var reached = Enumerable.Repeat(DateTimeOffset.UnixEpoch, BenchmarkTopics.Partitions).ToArray();
        var (read, items) = (0, 0L);
        Loop(settings, topic, records, clock, each: (partition, value) =>
        {
            waiting.Enqueue(value, value.EventTime);
            if (value.EventTime > reached[partition])
            {
                reached[partition] = value.EventTime;
            }

            var passed = ++read < records ? reached.Min() - MergeLateness : DateTimeOffset.MaxValue;
            while (waiting.TryPeek(out var next, out var time) && time < passed)
            {
                waiting.Dequeue();
                items += next.Item.GetHashCode();
            }
        });
    }

    private static void Count(IObservable<KafkaRecord<Interaction>> source, int records, RunClock clock)
    {
        var read = 0;
        var items = 0L;
        using var subscription = source.Subscribe(record =>
        {
            if (read++ == 0)
            {
                clock.Start();
            }

            items += record.Value.Item.GetHashCode();
            if (read == records)
            {
                clock.Stop();
            }
        });
        Expect(records, read);
    }

    private static void RunPartitions(
        KafkaSettings settings, KafkaPipelineOptions options, int records, RunClock clock)
    {
        var read = 0;
        using var subscription = KafkaSource.RunPartitions(
            settings,
            options,
            InteractionJson.CreateParser(),
            source => source
                .Select(record =>
                {
                    if (read++ == 0)
                    {
                        clock.Start();
                    }

                    return record.Value;
                })
                .TrendBuckets(Day, Trends)).Subscribe();
        clock.Stop();
        Expect(records, read);
    }

    private static void Expect(int records, int read)
    {
        if (read != records)
        {
            throw new InvalidOperationException($"{read} of {records} records were read.");
        }
    }
}
