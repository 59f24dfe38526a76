using Confluent.Kafka;
using RxRecs.Kafka.Tests.Embedded;

namespace RxRecs.Kafka.Source;

public sealed class TopicDescriptionsTests : BrokerTests
{
    [Test]
    public async Task AskAsync_TopicsThatAreThereAndOneThatIsNot_SaysWhichAre()
    {
        var topic = NewTopic(3);
        using var consumer = PlainClient.Consumer(Broker.BootstrapServers, "group");
        await using var descriptions = new TopicDescriptions(consumer, [topic, "missing"], Patience);

        var found = await descriptions.AskAsync();

        Assert.That(found[topic]!.Value.Partitions, Is.EqualTo(3));
        Assert.That(found["missing"], Is.Null);
    }

    /// <summary>A target may still ask when the run is over; the client's queue for answers is gone by then, and to use
    /// it ends the process.</summary>
    [Test]
    public async Task AskAsync_Disposed_IsAnError()
    {
        var topic = NewTopic(1);
        using var consumer = PlainClient.Consumer(Broker.BootstrapServers, "group");
        var descriptions = new TopicDescriptions(consumer, [topic], Patience);
        await descriptions.DisposeAsync();

        Assert.That(descriptions.AskAsync, Throws.InstanceOf<KafkaException>());
        Assert.That(descriptions.Refresh, Throws.Nothing);
    }
}
