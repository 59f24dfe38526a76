using System.Reactive;
using System.Reactive.Linq;
using Confluent.Kafka;
using RxRecs.Kafka.RealBroker;
using RxRecs.Kafka.Tests.Embedded;

namespace RxRecs.Kafka.Tests.Faults;

/// <summary>
/// Records of megabytes that a broker holds in kilobytes: the client unpacks a batch whole before anybody can look at
/// it, so what bounds memory is the size of a batch and the number of partitions, and not the number of bombs.
/// </summary>
[NonParallelizable]
public sealed class CompressionBombTests : BrokerTests
{
    private const double MiB = 1024 * 1024;
    private static readonly byte[] Good =
        """{"event_time":"2019-11-01T00:00:00Z","event_type":"view","product_id":7,"user_id":1}"""u8.ToArray();

    // The embedded broker keeps 5 MiB of each partition, and snappy packs zeros less tightly. The client, and the collector
    // when it comes late, hold up to ten bombs at a time, whatever their number.
    [TestCase("gzip", 20, 48, 2)]
    [TestCase("gzip", 40, 48, 2, Category = "Slow")]
    [TestCase("lz4", 40, 48, 2, Category = "Slow")]
    [TestCase("snappy", 10, 64, 8, Category = "Slow")]
    public void FromTopics_Bombs_AreDeadLettersInBoundedMemory(string codec, int size, int bombs, int partitions)
    {
        var bytes = size * 1024 * 1024;
        var first = NewTopic(partitions, name: "first");
        WriteBombs(first, codec, bytes, partitions, partitions);
        _ = Read(first, []);
        var topic = NewTopic(partitions);
        WriteBombs(topic, codec, bytes, bombs, partitions);
        var dead = new List<DeadLetter>();
        GC.Collect();
        var before = Environment.WorkingSet;
        using var memory = new MemoryWatch();

        var read = Read(topic, dead);

        TestContext.Out.WriteLine($"{codec}: {bombs * size} MiB in all; {before / MiB:0} MiB before, {memory}");
        Assert.That(read, Has.Count.EqualTo(bombs));
        Assert.That(dead, Has.Count.EqualTo(bombs));
        Assert.That(dead.Select(each => each.Reason), Has.All.StartsWith($"the value has {bytes} bytes"));
        Assert.That((memory.Most - before) / MiB, Is.LessThan(bombs * size / 2));
    }

    // The client says how much it wants in packed bytes.
    [Test]
    public void FromTopics_LeastFetchSettings_TakeABombAllTheSame()
    {
        var topic = NewTopic(partitions: 2);
        WriteBombs(topic, "gzip", 20_000_000, bombs: 4, partitions: 2);
        var dead = new List<DeadLetter>();
        var settings = Settings with
        {
            Client = new Dictionary<string, string>
            {
                ["fetch.message.max.bytes"] = "1000",
                ["fetch.max.bytes"] = "100000",
                ["message.max.bytes"] = "100000",
                ["receive.message.max.bytes"] = "100512",
                ["queued.max.messages.kbytes"] = "1",
            },
        };

        var read = Read(settings, topic, dead);

        Assert.That((read.Count, dead.Count), Is.EqualTo((4, 4)));
    }

    private IList<KafkaRecord<Interaction>> Read(string topic, List<DeadLetter> dead) => Read(Settings, topic, dead);

    private static IList<KafkaRecord<Interaction>> Read(KafkaSettings settings, string topic, List<DeadLetter> dead) =>
        KafkaSource.FromTopics(settings, TestTopic.FromBeginningToEnd(topic))
            .WithDeadLetters()
            .Do(each => dead.AddRange(each.DeadLetter is { } letter ? [letter] : []))
            .Results().Timeout(Patience).ToList().Wait();

    // Each in a batch of its own, and a good record behind it.
    private void WriteBombs(string topic, string codec, int bytes, int bombs, int partitions)
    {
        var bomb = TestTopic.Record(new byte[bytes]);
        var good = TestTopic.Record(Good);
        var records = Enumerable.Range(0, bombs).SelectMany(n => new[] { (n % partitions, bomb), (n % partitions, good) });

        // The producer copies what it is given: a few at a time.
        foreach (var few in records.Chunk(8))
        {
            TestTopic.WriteRecords(
                Settings,
                topic,
                few,
                ("compression.type", codec),
                ("batch.num.messages", "1"),
                ("message.max.bytes", "100000000"));
        }
    }
}
