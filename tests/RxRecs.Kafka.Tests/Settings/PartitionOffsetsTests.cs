using Confluent.Kafka;
using RxRecs.Kafka.Embedded;
using RxRecs.Kafka.Tests.Embedded;

namespace RxRecs.Kafka.Settings;

public sealed class PartitionOffsetsTests : BrokerTests
{
    [Test]
    public void EndsOf_OnePartitionHasNoLeader_TheOthersAreToldAtOnce()
    {
        var topic = NewTopic(3, 31);
        Broker.Faults.SetLeader(topic, 1, MockFaults.NoBroker);
        using var consumer = PlainClient.Consumer(Broker.BootstrapServers, "ends");
        var offsets = new PartitionOffsets(consumer, Patience);

        var ends = offsets.EndsOf([.. Enumerable.Range(0, 3).Select(each => new TopicPartition(topic, each))]);

        Assert.That(
            ends.Select(each => (each.Key.Partition.Value, each.Value)), Is.EquivalentTo([(0, 11L), (2, 10L)]));
    }

    [Test]
    public void EndsOf_NoSuchTopic_IsSaid()
    {
        using var consumer = PlainClient.Consumer(Broker.BootstrapServers, "ends");
        var offsets = new PartitionOffsets(consumer, Patience);

        Assert.Throws<KafkaException>(() => offsets.EndsOf([new TopicPartition("missing", 0)]));
    }
}
