using System.Reactive;
using System.Reactive.Linq;
using Confluent.Kafka;
using RxRecs.Kafka.Tests.Embedded;

namespace RxRecs.Kafka.RealBroker;

/// <summary>A broker's own limit takes a compressed batch for small, however large it is unpacked.</summary>
[Category("Broker")]
public sealed class CompressedBatchTests
{
    private const int Largest = 100_000;
    private const int Unpacked = 20_000_000;

    [TestCase("gzip")]
    [TestCase("lz4")]
    public async Task Broker_BatchThatIsSmallWhilePacked_IsTakenAndIsADeadLetter(string codec)
    {
        var settings = SharedCluster.Get().Settings;
        var topic = $"t{Guid.NewGuid():N}";
        using var topics = new KafkaTopics(settings);
        await topics.EnsureAsync(new KafkaTopic(topic, 1)
        {
            Config = new Dictionary<string, string> { ["max.message.bytes"] = $"{Largest}" },
        });
        Write(settings, topic, Unpacked, codec);
        using var plain = PlainClient.Producer(settings.BootstrapServers);
        Assert.That(
            async () => await plain.ProduceAsync(topic, TestTopic.Record(new byte[2 * Largest])),
            Throws.InstanceOf<KafkaException>()
                .With.Property("Error").Property("Code").EqualTo(ErrorCode.MsgSizeTooLarge));
        var dead = new List<DeadLetter>();

        var read = KafkaSource.FromTopics(settings, TestTopic.FromBeginningToEnd(topic))
            .WithDeadLetters()
            .Do(each => dead.AddRange(each.DeadLetter is { } letter ? [letter] : []))
            .Results().Timeout(Eventually.Patience).ToList().Wait();

        Assert.That(read, Is.Empty);
        Assert.That(dead.Single().Reason, Does.StartWith($"the value has {Unpacked} bytes"));
    }

    private static void Write(KafkaSettings settings, string topic, int bytes, string codec) => TestTopic.WriteRecords(
        settings,
        topic,
        [(0, TestTopic.Record(new byte[bytes]))],
        ("compression.type", codec),
        ("message.max.bytes", "100000000"));
}
