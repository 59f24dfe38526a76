using System.Diagnostics;
using Confluent.Kafka;
using RxRecs.Kafka.Embedded;

namespace RxRecs.Kafka.Tests.Embedded;

public sealed class MockFaultsTests : BrokerTests
{
    private protected override int Brokers => 3;

    [SetUp]
    public void MakeTopic() => NewTopic(1);

    [Test]
    public async Task FailNext_FatalError_ComesOutOfTheClient()
    {
        using var producer = PlainClient.Producer(Broker.BootstrapServers);
        PlainClient.Produce(producer, "events", 1);
        Broker.Faults.FailNext(KafkaRequest.Produce, ErrorCode.TopicAuthorizationFailed);

        var error = await Assert.ThrowsAsync<ProduceException<byte[], byte[]>>(
            () => producer.ProduceAsync("events", new Message<byte[], byte[]> { Value = [1] }));

        Assert.That(error!.Error.Code, Is.EqualTo(ErrorCode.TopicAuthorizationFailed));
    }

    [TestCase(ErrorCode.Local_Transport)]
    [TestCase(ErrorCode.NotLeaderForPartition)]
    [TestCase(ErrorCode.RequestTimedOut)]
    public void FailNext_PassingErrors_TheClientTriesAgain(ErrorCode error)
    {
        // The mock cluster does not leave out repeats: a batch written just before the connection of another one breaks
        // would be written twice.
        using var producer = PlainClient.Producer(Broker.BootstrapServers, ("max.in.flight", "1"));
        PlainClient.Produce(producer, "events", 1);
        Broker.Faults.FailNext(KafkaRequest.Produce, error, error);
        PlainClient.Produce(producer, "events", 20);

        Assert.That(End(), Is.EqualTo(21));
    }

    [Test]
    public void StopFailing_ErrorsLeft_AreForgotten()
    {
        using var producer = PlainClient.Producer(Broker.BootstrapServers);
        Broker.Faults.FailNext(KafkaRequest.Produce, ErrorCode.TopicAuthorizationFailed);
        Broker.Faults.StopFailing(KafkaRequest.Produce);
        PlainClient.Produce(producer, "events", 3);

        Assert.That(End(), Is.EqualTo(3));
    }

    [Test]
    public void SetDown_AllBrokersAndUpAgain_EveryRecordArrivesInOrder()
    {
        using var producer = PlainClient.Producer(Broker.BootstrapServers, ("reconnect.backoff.max.ms", "100"));
        PlainClient.Produce(producer, "events", 10);
        Broker.Faults.SetDown();
        var sent = producer.ProduceAsync("events", new Message<byte[], byte[]> { Value = "last"u8.ToArray() });
        Broker.Faults.SetUp();

        Assert.That(sent.Wait(PlainClient.Patience), Is.True);
        Assert.That(sent.Result.Offset.Value, Is.EqualTo(10));
    }

    [Test]
    public void SetDown_WhileProcessesStart_ListensAtTheSamePortAgain()
    {
        using var cancel = new CancellationTokenSource();
        var starts = Task.Run(() =>
        {
            while (!cancel.IsCancellationRequested)
            {
                using var process = ChildProcess.Start(new ProcessStartInfo(Environment.ProcessPath!, "--version")
                {
                    UseShellExecute = false,
                    RedirectStandardOutput = true,
                });
                process.WaitForExit();
            }
        });
        for (var round = 0; round < 20; round++)
        {
            Broker.Faults.SetDown();
            Broker.Faults.SetUp();
        }

        cancel.Cancel();
        Assert.That(starts.Wait(PlainClient.Patience), Is.True);
        Assert.That(End(), Is.Zero);
    }

    [Test]
    [Platform("Linux")]
    public void SetDown_AfterAProcessWasStarted_ClosesTheConnections()
    {
        using var producer = PlainClient.Producer(Broker.BootstrapServers, ("reconnect.backoff.max.ms", "100"));
        PlainClient.Produce(producer, "events", 10);
        using var process = ChildProcess.Start(
            new ProcessStartInfo("cat") { UseShellExecute = false, RedirectStandardInput = true });
        Broker.Faults.SetDown();
        Broker.Faults.SetUp();
        var sent = producer.ProduceAsync("events", new Message<byte[], byte[]> { Value = "last"u8.ToArray() });

        Assert.That(sent.Wait(PlainClient.Patience), Is.True);
        process.StandardInput.Close();
        process.WaitForExit();
    }

    [Test]
    public void SetLeader_MovesThePartition()
    {
        Broker.Faults.SetLeader("events", 0, 3);
        Assert.That(Leader(), Is.EqualTo(3));
        Broker.Faults.SetLeader("events", 0, 2);
        Assert.That(Leader(), Is.EqualTo(2));
        Broker.Faults.SetLeader("events", 0, MockFaults.NoBroker);
        Assert.That(Leader(), Is.EqualTo(-1));
    }

    [Test]
    public void SetFollower_RecordsStillCome()
    {
        using var producer = PlainClient.Producer(Broker.BootstrapServers);
        PlainClient.Produce(producer, "events", 10);
        Broker.Faults.SetLeader("events", 0, 1);
        Broker.Faults.SetFollower("events", 0, 2);
        Broker.Faults.StartTracking();
        using var consumer = PlainClient.Consumer(Broker.BootstrapServers, "group");
        consumer.Assign(new TopicPartitionOffset("events", 0, Offset.Beginning));

        Assert.That(PlainClient.Consume(consumer, 10), Is.EqualTo(PlainClient.Values(10)));
        Assert.That(Fetchers(), Does.Contain(2));
    }

    [Test]
    public void SetCoordinator_MembersGoThere()
    {
        Broker.Faults.StartTracking();
        foreach (var coordinator in new[] { 2, 3 })
        {
            Broker.Faults.SetCoordinator("group", coordinator);
            Broker.Faults.ClearRequests();
            using var consumer = PlainClient.Consumer(Broker.BootstrapServers, "group");
            consumer.Commit([new TopicPartitionOffset("events", 0, coordinator)]);

            var commits = Broker.Faults.Requests().Where(r => r.Kind == KafkaRequest.OffsetCommit);
            Assert.That(commits.Select(r => r.Broker), Is.Not.Empty.And.All.EqualTo(coordinator));
        }
    }

    [Test]
    public void Decommission_LeaderIsGone_AnotherTakesOver()
    {
        using var producer = PlainClient.Producer(Broker.BootstrapServers);
        PlainClient.Produce(producer, "events", 5);
        var leader = Leader();
        Broker.Faults.Decommission(leader);
        Broker.Faults.AddBroker(7);
        PlainClient.Produce(producer, "events", 5);

        Assert.That(Leader(), Is.Not.EqualTo(leader));
        Assert.That(Ids(), Does.Contain(7).And.Not.Contain(leader));
        Assert.That(End(), Is.EqualTo(10));
    }

    [Test]
    public void HideBroker_IsLeftOutOfTheMetadata()
    {
        Broker.Faults.HideBroker(2);

        Assert.That(Ids(), Is.EquivalentTo(new[] { 1, 3 }));
    }

    [Test]
    public void DeleteRecords_EarlierOffsetsAreGone()
    {
        using var producer = PlainClient.Producer(Broker.BootstrapServers);
        for (var i = 0; i < 5; i++)
        {
            PlainClient.Produce(producer, "events", 1);
        }

        Broker.Faults.DeleteRecords("events", 0, 3);
        using var consumer = PlainClient.Consumer(Broker.BootstrapServers, "group");
        var offsets = consumer.QueryWatermarkOffsets(new TopicPartition("events", 0), PlainClient.Patience);

        Assert.That((offsets.Low.Value, offsets.High.Value), Is.EqualTo((3L, 5L)));
    }

    [Test]
    public void SetTopicError_IsInTheMetadata()
    {
        Broker.Faults.SetTopicError("events", ErrorCode.TopicAuthorizationFailed);

        Assert.That(Metadata().Topics.Single().Error.Code, Is.EqualTo(ErrorCode.TopicAuthorizationFailed));
    }

    [Test]
    public void DeleteTopic_MakesRoomForAnother()
    {
        Broker.Faults.DeleteTopic("events");
        Assert.That(() => Broker.Faults.DeleteTopic("events"), Throws.InvalidOperationException);
        Assert.That(() => Broker.CreateTopic("events", 2), Throws.Nothing);
    }

    [Test]
    public void UnknownBroker_Throws() =>
        Assert.That(() => Broker.Faults.SetDown(99), Throws.InvalidOperationException);

    [Test]
    public void SetGroupSession_MemberGoneWithoutGoodbye_IsReplaced()
    {
        Broker.Faults.SetGroupSession(TimeSpan.FromMilliseconds(500));
        Broker.Faults.SetGroupHeartbeat(TimeSpan.FromMilliseconds(100));
        using var producer = PlainClient.Producer(Broker.BootstrapServers);
        PlainClient.Produce(producer, "events", 5);
        using (var first = PlainClient.Consumer(Broker.BootstrapServers, "group", ("group.protocol", "consumer")))
        {
            first.Subscribe("events");
            _ = PlainClient.Consume(first, 5);
        }

        using var second = PlainClient.Consumer(Broker.BootstrapServers, "group", ("group.protocol", "consumer"));
        second.Subscribe("events");
        Assert.That(PlainClient.Consume(second, 5), Is.EqualTo(PlainClient.Values(5)));
        second.Close();
    }

    [Test]
    public void RoundTrip_Delay_IsSeenInTheRequests()
    {
        using var producer = PlainClient.Producer(
            Broker.BootstrapServers, ("max.in.flight.requests.per.connection", "1"));
        PlainClient.Produce(producer, "events", 1);
        Broker.Faults.SetRoundTrip(TimeSpan.FromMilliseconds(200));
        Broker.Faults.StartTracking();
        PlainClient.Produce(producer, "events", 1);
        PlainClient.Produce(producer, "events", 1);

        var times = Broker.Faults.Requests().Where(r => r.Kind == KafkaRequest.Produce).Select(r => r.Microseconds);
        Assert.That(times.Count(), Is.EqualTo(2));
        Assert.That(times.Last() - times.First(), Is.GreaterThanOrEqualTo(200_000));
        Broker.Faults.StopTracking();
        Assert.That(Broker.Faults.Requests(), Is.Empty);
    }

    [Test]
    public void Tracking_NotStarted_NothingIsNoted()
    {
        using var producer = PlainClient.Producer(Broker.BootstrapServers);
        PlainClient.Produce(producer, "events", 1);

        Assert.That(Broker.Faults.Requests(), Is.Empty);
    }

    private Metadata Metadata()
    {
        using var client = PlainClient.Admin(Settings);
        return client.GetMetadata("events", PlainClient.Patience);
    }

    private int Leader() => Metadata().Topics.Single().Partitions.Single().Leader;

    private IEnumerable<int> Ids() => Metadata().Brokers.Select(b => b.BrokerId);

    private IEnumerable<int> Fetchers() =>
        Broker.Faults.Requests().Where(r => r.Kind == KafkaRequest.Fetch).Select(r => r.Broker);

    private long End()
    {
        using var consumer = PlainClient.Consumer(Broker.BootstrapServers, "end");
        return consumer.QueryWatermarkOffsets(new TopicPartition("events", 0), PlainClient.Patience).High.Value;
    }
}
