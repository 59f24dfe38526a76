using System.Net;
using System.Net.Sockets;

namespace RxRecs.Kafka.Settings;

public sealed class ClusterCheckTests
{
    [Test]
    public void RunAsync_ClosedPort_IsUnreachable() => AssertUnreachable($"127.0.0.1:{ClosedPort()}");

    [Test]
    public void RunAsync_NoSuchHost_IsUnreachable() => AssertUnreachable("no-such-host.invalid:9092");

    [Test]
    public void RunAsync_NobodyAnswers_IsUnreachable()
    {
        using var hole = new TcpListener(IPAddress.Loopback, 0);
        hole.Start();
        AssertUnreachable($"127.0.0.1:{((IPEndPoint)hole.LocalEndpoint).Port}");
    }

    [Test]
    public async Task RunAsync_EmbeddedBroker_CountsPartitions()
    {
        using var broker = EmbeddedBroker.Start();
        broker.CreateTopic("events", 3);
        var check = new ClusterCheck(broker.Settings);
        var found = await check.RunAsync(new ClusterNeeds(["events"], Group: "g"));
        Assert.That(found.Keys, Is.EqualTo(new[] { "events" }));
        Assert.That(found["events"].Partitions, Is.EqualTo(3));
        Assert.That(found["events"].Id, Is.Not.EqualTo(UInt128.Zero));
        Assert.That(
            async () => await check.RunAsync(
                new ClusterNeeds(["events"], Partitions: new Dictionary<string, int> { ["events"] = 4 })),
            Throws.TypeOf<KafkaFailureException>().With.Property("Failure").EqualTo(KafkaFailure.PartitionCount)
                .And.Message.Contains("has 3 partitions, and 4 are expected"));
    }

    [Test]
    public void RunAsync_EmbeddedBrokerWithoutTopic_IsMissing()
    {
        using var broker = EmbeddedBroker.Start();
        broker.CreateTopic("events", 3);
        Assert.That(
            async () => await new ClusterCheck(broker.Settings).RunAsync(new ClusterNeeds(["evnts"])),
            Throws.TypeOf<KafkaFailureException>().With.Property("Failure").EqualTo(KafkaFailure.MissingTopic)
                .And.Message.Contains("There are: events"));
    }

    private static int ClosedPort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static void AssertUnreachable(string brokers)
    {
        var check = new ClusterCheck(
            new KafkaSettings { BootstrapServers = brokers, ConnectTimeout = TimeSpan.FromSeconds(1) });
        Assert.That(
            async () => await check.RunAsync(new ClusterNeeds(["t"])).WaitAsync(Eventually.Patience),
            Throws.TypeOf<KafkaFailureException>().With.Property("Failure").EqualTo(KafkaFailure.Unreachable)
                .And.Message.Contains(brokers));
    }
}
