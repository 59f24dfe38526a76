using Confluent.Kafka;
using RxRecs.Kafka.Embedded;

namespace RxRecs.Kafka.Source;

public sealed class GroupEndTests : BrokerTests
{
    private const string Topic = "events";

    [Test]
    public void IsReached_OthersHaveCommittedTheirEnds_OnlyThen()
    {
        NewTopic(3, 30);
        using var consumer = Join();
        var end = EndOf(consumer, 3);
        Commit(consumer, 1, 10);

        Assert.That(IsReached(end), Is.False);
        Commit(consumer, 2, 9);
        Assert.That(IsReached(end), Is.False);
        Commit(consumer, 2, 10);
        Assert.That(IsReached(end), Is.True);

        bool IsReached(GroupEnd each) => each.IsReached(partition => partition.Partition == 0, areOwnersAlive: false);
    }

    [Test]
    public void IsReached_ReadBeforeWeJoined_OnlyOnceTheOwnerIsKnownToLive()
    {
        NewTopic(2, 20);
        using var consumer = Join();
        Commit(consumer, 0, 10);
        var end = EndOf(consumer, 2);
        end.NoteReadPartitions();
        Commit(consumer, 1, 10);

        Assert.That(end.IsReached(_ => false, areOwnersAlive: false), Is.False);
        Assert.That(end.IsReached(partition => partition.Partition == 0, areOwnersAlive: false), Is.True);
        Assert.That(end.IsReached(_ => false, areOwnersAlive: true), Is.True);
    }

    [Test]
    public void IsReached_EmptyPartitions_NeedNoCommit()
    {
        NewTopic(2);
        using var consumer = Join();
        var end = EndOf(consumer, 2);
        end.NoteReadPartitions();

        Assert.That(end.IsReached(_ => false, areOwnersAlive: false), Is.True);
    }

    [Test]
    public void IsReached_PartitionWithoutLeader_IsNotAndIsWhenItHasOne()
    {
        NewTopic(2);
        Broker.Faults.SetLeader(Topic, 1, MockFaults.NoBroker);
        using var consumer = Join();
        var end = EndOf(consumer, 2);

        Assert.That(end.IsReached(_ => false, areOwnersAlive: true), Is.False);
        Broker.Faults.SetLeader(Topic, 1, 1);
        Assert.That(end.IsReached(_ => false, areOwnersAlive: true), Is.True);
    }

    private static GroupEnd EndOf(IConsumer<byte[], byte[]> consumer, int partitions) => new(
        consumer, [.. Enumerable.Range(0, partitions).Select(each => new TopicPartition(Topic, each))], Patience);

    private static void Commit(IConsumer<byte[], byte[]> consumer, int partition, long offset) =>
        consumer.Commit([new TopicPartitionOffset(Topic, partition, offset)]);

    private IConsumer<byte[], byte[]> Join() => new ConsumerBuilder<byte[], byte[]>(new ConsumerConfig
    {
        BootstrapServers = Broker.BootstrapServers,
        GroupId = "group",
        EnableAutoCommit = false,
    }).Build();
}
