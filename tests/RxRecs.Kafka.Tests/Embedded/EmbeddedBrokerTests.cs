using Confluent.Kafka;

namespace RxRecs.Kafka.Tests.Embedded;

public sealed class EmbeddedBrokerTests
{
    [TestCase("classic")]
    [TestCase("consumer")]
    public void EmbeddedBroker_ProduceAndConsume_EveryRecordComesOnce(string protocol)
    {
        using var broker = EmbeddedBroker.Start();
        broker.CreateTopic("events", 4);
        using (var producer = PlainClient.Producer(broker.BootstrapServers))
        {
            PlainClient.Produce(producer, "events", 500);
        }

        using var consumer = PlainClient.Consumer(broker.BootstrapServers, "group", ("group.protocol", protocol));
        consumer.Subscribe("events");
        var values = PlainClient.Consume(consumer, 500);
        consumer.Close();

        Assert.That(values, Is.EquivalentTo(PlainClient.Values(500)));
    }

    [TestCase("classic", "session.timeout.ms", "1500")]
    [TestCase("consumer", "client.id", "test")]
    public void EmbeddedBroker_CommittedOffset_NextMemberGoesOnThere(string protocol, string key, string value)
    {
        using var broker = EmbeddedBroker.Start();
        broker.CreateTopic("events", 1);
        using (var producer = PlainClient.Producer(broker.BootstrapServers))
        {
            PlainClient.Produce(producer, "events", 20);
        }

        (string, string)[] settings = [("group.protocol", protocol), (key, value)];
        using (var first = PlainClient.Consumer(broker.BootstrapServers, "group", settings))
        {
            first.Subscribe("events");
            _ = PlainClient.Consume(first, 10);
            first.Commit([new TopicPartitionOffset("events", 0, 10)]);
            first.Close();
        }

        using var second = PlainClient.Consumer(broker.BootstrapServers, "group", settings);
        second.Subscribe("events");
        var values = PlainClient.Consume(second, 10);
        second.Close();

        Assert.That(values, Is.EqualTo(PlainClient.Values(20)[10..]));
    }

    [Test]
    public void EmbeddedBroker_ThreeBrokers_AreAllInTheMetadata()
    {
        using var broker = EmbeddedBroker.Start(3);
        broker.CreateTopic("events", 6);
        using var client = PlainClient.Admin(broker.Settings);

        var metadata = client.GetMetadata("events", PlainClient.Patience);

        Assert.That(metadata.Brokers.Select(b => b.BrokerId), Is.EquivalentTo(new[] { 1, 2, 3 }));
        Assert.That(metadata.Topics.Single().Partitions, Has.Count.EqualTo(6));
        Assert.That(metadata.Topics.Single().Partitions.Select(p => p.Replicas.Length), Is.All.EqualTo(3));
        Assert.That(broker.BootstrapServers.Split(','), Has.Length.EqualTo(3).And.All.StartsWith("127.0.0.1:"));
    }

    [Test]
    public void EmbeddedBroker_TwoAtOnce_ShareNothing()
    {
        using var left = EmbeddedBroker.Start();
        using var right = EmbeddedBroker.Start();
        left.CreateTopic("events", 1);
        right.CreateTopic("events", 1);
        using (var producer = PlainClient.Producer(left.BootstrapServers))
        {
            PlainClient.Produce(producer, "events", 3);
        }

        using var consumer = PlainClient.Consumer(right.BootstrapServers, "group");
        var offsets = consumer.QueryWatermarkOffsets(new TopicPartition("events", 0), PlainClient.Patience);

        Assert.That(offsets.High.Value, Is.Zero);
    }

    [Test]
    public void EmbeddedBroker_SameTopicTwice_Throws()
    {
        using var broker = EmbeddedBroker.Start();
        broker.CreateTopic("events", 1);

        Assert.That(
            () => broker.CreateTopic("events", 2),
            Throws.InvalidOperationException.With.Message.Contains("events").And.Message.Contains("already exists"));
    }

    [TestCase("")]
    [TestCase("..")]
    [TestCase("a b")]
    [TestCase("ä")]
    public void EmbeddedBroker_IllegalTopicName_Throws(string name)
    {
        using var broker = EmbeddedBroker.Start();

        Assert.That(
            () => broker.CreateTopic(name, 1), Throws.ArgumentException.With.Property("ParamName").EqualTo("name"));
    }

    [TestCase(0)]
    [TestCase(-1)]
    [TestCase(17)]
    public void EmbeddedBroker_NumberOfBrokersOutOfRange_Throws(int brokers) =>
        Assert.That(() => EmbeddedBroker.Start(brokers), Throws.InstanceOf<ArgumentOutOfRangeException>());

    [Test]
    public void EmbeddedBroker_AfterDispose_ThrowsAndDisposesAgain()
    {
        var broker = EmbeddedBroker.Start();
        broker.Dispose();

        Assert.That(() => broker.CreateTopic("events", 1), Throws.InstanceOf<ObjectDisposedException>());
        Assert.That(() => broker.Faults.SetDown(), Throws.InstanceOf<ObjectDisposedException>());
        Assert.That(broker.Dispose, Throws.Nothing);
    }

    [Test]
    public void EmbeddedBroker_DisposedByManyThreadsDuringCalls_StopsOnce()
    {
        for (var round = 0; round < 4; round++)
        {
            var broker = EmbeddedBroker.Start();
            using var start = new Barrier(4);
            Parallel.For(0, 4, new ParallelOptions { MaxDegreeOfParallelism = 4 }, i =>
            {
                // A thread pool that is short of threads must not stop the test.
                _ = start.SignalAndWait(TimeSpan.FromSeconds(1));
                try
                {
                    for (var topic = 0; topic < 3; topic++)
                    {
                        broker.CreateTopic($"events-{i}-{topic}", 1);
                    }

                    broker.Dispose();
                }
                catch (ObjectDisposedException)
                {
                    // Another thread was faster.
                }
            });
            Assert.That(() => broker.CreateTopic("events", 1), Throws.InstanceOf<ObjectDisposedException>());
        }
    }
}
