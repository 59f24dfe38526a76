using System.Buffers;
using Confluent.Kafka;
using RxRecs.Kafka;

namespace RxRecs.Benchmarks.Kafka;

/// <summary>Writes interactions as JSON, keyed by user, and waits for every confirmation.</summary>
internal static class WriteRows
{
    private const string Bare = "write: bare loop";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    public static IEnumerable<KafkaRow> Of(KafkaSettings settings, string topic, Interaction[] events) =>
    [
        new(Bare, null, clock => Loop(settings, topic, events, clock)),
        new("write: KafkaSink", Bare, clock => Sink(settings, topic, events, clock)),
    ];

    private static void Loop(KafkaSettings settings, string topic, Interaction[] events, RunClock clock)
    {
        using var producer = new ProducerBuilder<byte[], byte[]>(new ProducerConfig
        {
            BootstrapServers = settings.BootstrapServers,
            Acks = Acks.All,
            EnableIdempotence = true,
            CompressionType = CompressionType.Lz4,
            LingerMs = 5,
            Partitioner = Partitioner.Murmur2Random,
            QueueBufferingMaxMessages = 200_000,
            DeliveryReportFields = "key",
        }).Build();
        var (delivered, failed) = (0L, 0L);
        var buffer = new ArrayBufferWriter<byte>(1024);
        Action<DeliveryReport<byte[], byte[]>> onDelivery = report =>
        {
            if (report.Error.IsError)
            {
                Interlocked.Increment(ref failed);
            }
            else
            {
                Interlocked.Increment(ref delivered);
            }
        };
        clock.Start();
        foreach (var value in events)
        {
            buffer.ResetWrittenCount();
            InteractionJson.Write(value, buffer);
            var message = new Message<byte[], byte[]>
            {
                Key = KafkaKey.Of(value.User)!,
                Value = buffer.WrittenSpan.ToArray(),
            };
            while (true)
            {
                try
                {
                    producer.Produce(topic, message, onDelivery);
                    break;
                }
                catch (ProduceException<byte[], byte[]> error) when (error.Error.Code == ErrorCode.Local_QueueFull)
                {
                    Thread.Sleep(10);
                }
            }
        }

        producer.Flush(Patience);
        clock.Stop();
        Expect(events.Length, delivered, failed);
    }

    private static void Sink(KafkaSettings settings, string topic, Interaction[] events, RunClock clock)
    {
        using var sink = new KafkaSink<Interaction>(settings, BenchmarkTopics.SinkOptions(topic));
        sink.Connect();
        clock.Start();
        foreach (var value in events)
        {
            sink.OnNext(value);
        }

        sink.OnCompleted();
        clock.Stop();
        Expect(events.Length, sink.Delivered, sink.Failed);
    }

    private static void Expect(int records, long delivered, long failed)
    {
        if (delivered != records || failed != 0)
        {
            throw new InvalidOperationException($"Of {records} records {delivered} were delivered, {failed} failed.");
        }
    }
}
