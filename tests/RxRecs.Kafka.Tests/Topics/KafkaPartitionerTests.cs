using System.Text;

namespace RxRecs.Kafka.Tests.Topics;

public sealed class KafkaPartitionerTests
{
    // As Kafka's own Java client 4.3.1 computes them.
    [TestCase("", 275646681, 2)]
    [TestCase("0", 971027396, 3)]
    [TestCase("1", -1993445489, 2)]
    [TestCase("12", 126087238, 4)]
    [TestCase("123", -267702483, 3)]
    [TestCase("1234", -1614185708, 0)]
    [TestCase("12345", -1188365604, 3)]
    [TestCase("520088904", 1208310199, 5)]
    [TestCase("541312140", -1772846822, 4)]
    [TestCase("a-long-key-with-many-bytes", 710341644, 5)]
    [TestCase("ключ", 2122343024, 4)]
    [TestCase("ÿþ", -1869419400, 0)]
    public void PartitionOf_KnownKeys_AreWhereJavaPutsThem(string key, int hash, int ofSeven)
    {
        var bytes = Encoding.UTF8.GetBytes(key);
        Assert.Multiple(() =>
        {
            Assert.That((int)KafkaPartitioner.Murmur2(bytes), Is.EqualTo(hash));
            Assert.That(KafkaPartitioner.PartitionOf(bytes, 7), Is.EqualTo(ofSeven));
        });
    }

    [Test]
    public void PartitionOf_KeysOfAllLengths_AreWhereTheClientPutsThem()
    {
        using var broker = EmbeddedBroker.Start();
        broker.CreateTopic("keys", 7);
        var random = new Random(5);
        var keys = Enumerable.Range(1, 300).Select(length =>
        {
            var key = new byte[(length % 60) + 1];
            random.NextBytes(key);
            return key;
        }).ToArray();
        using (var sink = new KafkaSink<byte[]>(broker.Settings, new KafkaSinkOptions<byte[]>
        {
            Topic = "keys",
            Write = static (_, _) => { },
            KeySelector = static key => key,
        }))
        {
            foreach (var key in keys)
            {
                sink.OnNext(key);
            }

            sink.OnCompleted();
        }

        var records = TopicReader.Read(broker.Settings, "keys", keys.Length);
        Assert.That(records, Has.Count.EqualTo(keys.Length));
        Assert.That(records, Has.All.Matches<Confluent.Kafka.ConsumeResult<byte[], byte[]>?>(record =>
            record!.Partition.Value == KafkaPartitioner.PartitionOf(record.Message.Key, 7)));
    }
}
