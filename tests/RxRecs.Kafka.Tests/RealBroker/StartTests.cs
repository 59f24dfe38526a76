using System.Reactive.Linq;
using Confluent.Kafka;

namespace RxRecs.Kafka.RealBroker;

/// <summary>Reading begins at a time, which the embedded broker cannot find.</summary>
[Category("Broker")]
public sealed class StartTests
{
    private const int Seconds = 10;
    private static readonly TimeSpan Limit = Eventually.Patience;
    private static readonly DateTimeOffset First = new(2024, 1, 1, 0, 0, 0, TimeSpan.Zero);

    // One partition has a record each second, the other has the first three of them.
    [TestCase(-5, 0, 0)]
    [TestCase(0, 0, 0)]
    [TestCase(2, 2, 2)]
    [TestCase(2.0005, 3, 3)]
    [TestCase(4.001, 5, 3)]
    [TestCase(9, 9, 3)]
    [TestCase(9.001, 10, 3)]
    [TestCase(-1_704_067_200.001, 0, 0, Description = "A millisecond before the epoch.")]
    public void FromTopics_StartAtATime_BeginsAtTheFirstRecordThatIsNotBefore(double seconds, int first, int second)
    {
        var cluster = SharedCluster.Get();
        var topic = cluster.NewTopic(2);
        TestTopic.WriteRecords(cluster.Settings, topic, Enumerable.Range(0, Seconds).Select(n => (0, Record(n)))
            .Concat(Enumerable.Range(0, 3).Select(n => (1, Record(n)))));
        var start = KafkaStart.At(First + TimeSpan.FromSeconds(seconds));

        var records = KafkaSource
            .FromTopics(
                cluster.Settings,
                TestTopic.FromBeginningToEnd(topic) with { Start = start },
                TestTopic.Numbers)
            .Timeout(Limit).ToList().Wait();

        Assert.That(
            records.Select(each => (each.Partition, each.Value)),
            Is.EquivalentTo(
                Enumerable.Range(first, Seconds - first).Select(n => (0, n))
                    .Concat(Enumerable.Range(second, 3 - second).Select(n => (1, n)))));
    }

    private static Message<byte[], byte[]> Record(int second)
    {
        var record = TestTopic.Record(KafkaKey.Of(second));
        record.Timestamp = new Timestamp(First.AddSeconds(second));
        return record;
    }
}
