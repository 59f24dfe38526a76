using Confluent.Kafka;
using RxRecs.Kafka.Source;
using RxRecs.Kafka.Telemetry;

namespace RxRecs.Kafka.Tests.Source;

public sealed class PartitionEndsTests
{
    [TestCase(10, 10, true)]
    [TestCase(9, 10, false)]
    [TestCase(11, 10, false, Description = "The topic has lost what was read.")]
    public void IsReached_AtAPosition_OnlyIfThatIsTheEnd(long position, long end, bool expected) =>
        Assert.That(PartitionEnds.IsReached(Partition(position), end), Is.EqualTo(expected));

    [Test]
    public void IsReached_TheRestIsATransactionsMarker_IsReached()
    {
        var partition = Partition(9);
        partition.SeenEnd = 10;

        Assert.That(PartitionEnds.IsReached(partition, 10), Is.True);
    }

    private static OwnedPartition Partition(long position)
    {
        var id = new TopicPartition("topic", 0);
        var telemetry = new ConsumerTelemetry(null, TimeProvider.System).Partition(id);
        return new OwnedPartition(id, 1, telemetry) { NextOffset = position };
    }
}
