using Confluent.Kafka;
using RxRecs.Kafka.Telemetry;

namespace RxRecs.Kafka.Source;

/// <summary>Tests of what another thread has polled, and the partitions it is of.</summary>
public sealed class InboxTests
{
    [TestCase("events", null, TestName = "Forget_OneTopicThatRecordsDoNotTell_LeavesTheOthersInOrder")]
    [TestCase(null, "events", TestName = "Forget_RecordsTellTheirTopic_LeavesTheOthersInOrder")]
    public void Forget_APartition_LeavesTheOthersInOrder(string? onlyTopic, string? told)
    {
        var owned = new OwnedPartitions(onlyTopic);
        var inbox = new Inbox(owned);
        for (var offset = 0; offset < 9; offset++)
        {
            inbox.Add(Record(told, offset % 3, offset));
        }

        inbox.Forget(Partition("events", 1));

        Assert.That(Rest(inbox), Is.EqualTo(new[] { 0, 2, 3, 5, 6, 8 }));
        Assert.That(inbox.IsEmpty, Is.True);
    }

    [Test]
    public void Forget_APartitionOfAnotherTopic_LeavesAll()
    {
        var inbox = new Inbox(new OwnedPartitions(null));
        inbox.Add(Record("events", 0, 0));

        inbox.Forget(Partition("others", 0));

        Assert.That(Rest(inbox), Is.EqualTo(new[] { 0 }));
    }

    [Test]
    public void Find_APartitionThatWentAndCameBack_IsTheNewOne()
    {
        var owned = new OwnedPartitions("events");
        var (old, other, back) = (Partition("events", 0), Partition("events", 1), Partition("events", 0));
        owned.Add(old);
        owned.Add(other);
        Assert.That(owned.Find(Record(null, 0, 0)), Is.SameAs(old));

        owned.Remove(old);
        Assert.That(owned.Find(Record(null, 0, 1)), Is.Null);
        owned.Add(back);

        Assert.That(owned.Find(Record(null, 0, 2)), Is.SameAs(back));
        Assert.That(owned.Find(Record(null, 1, 2)), Is.SameAs(other));
        Assert.That(owned, Is.EquivalentTo(new[] { other, back }));
    }

    private static List<int> Rest(Inbox inbox)
    {
        var rest = new List<int>();
        while (inbox.Take() is { } record)
        {
            rest.Add((int)record.Offset.Value);
        }

        return rest;
    }

    private static ConsumeResult<byte[], byte[]> Record(string? topic, int partition, int offset) =>
        new() { Topic = topic, Partition = partition, Offset = offset };

    private static OwnedPartition Partition(string topic, int number)
    {
        var id = new TopicPartition(topic, number);
        return new OwnedPartition(id, 3, new ConsumerTelemetry(null, TimeProvider.System).Partition(id));
    }
}
