using Confluent.Kafka;
using RxRecs.Kafka.Embedded;

namespace RxRecs.Kafka.Tests.Embedded;

public sealed class MockFaultsTests
{
    private EmbeddedBroker _broker = null!;

    [SetUp]
    public void Start()
    {
        _broker = EmbeddedBroker.Start(3);
        _broker.CreateTopic("events", 1);
    }

    [TearDown]
    public void Stop() => _broker.Dispose();

    [Test]
    public async Task FailNext_FatalError_ComesOutOfTheClient()
    {
        using var producer = PlainClient.Producer(_broker.BootstrapServers);
        PlainClient.Produce(producer, "events", 1);
        _broker.Faults.FailNext(KafkaRequest.Produce, ErrorCode.TopicAuthorizationFailed);

        var error = await Assert.ThrowsAsync<ProduceException<byte[], byte[]>>(
            () => producer.ProduceAsync("events", new Message<byte[], byte[]> { Value = [1] }));

        Assert.That(error!.Error.Code, Is.EqualTo(ErrorCode.TopicAuthorizationFailed));
    }

    [TestCase(ErrorCode.Local_Transport)]
    [TestCase(ErrorCode.NotLeaderForPartition)]
    [TestCase(ErrorCode.RequestTimedOut)]
    public void FailNext_PassingErrors_TheClientTriesAgain(ErrorCode error)
    {
        using var producer = PlainClient.Producer(_broker.BootstrapServers);
        PlainClient.Produce(producer, "events", 1);
        _broker.Faults.FailNext(KafkaRequest.Produce, error, error);
        PlainClient.Produce(producer, "events", 20);

        Assert.That(End(), Is.EqualTo(21));
    }

    [Test]
    public void StopFailing_ErrorsLeft_AreForgotten()
    {
        using var producer = PlainClient.Producer(_broker.BootstrapServers);
        _broker.Faults.FailNext(KafkaRequest.Produce, ErrorCode.TopicAuthorizationFailed);
        _broker.Faults.StopFailing(KafkaRequest.Produce);
        PlainClient.Produce(producer, "events", 3);

        Assert.That(End(), Is.EqualTo(3));
    }

    [Test]
    public void SetDown_AllBrokersAndUpAgain_EveryRecordArrivesInOrder()
    {
        using var producer = PlainClient.Producer(_broker.BootstrapServers, ("reconnect.backoff.max.ms", "100"));
        PlainClient.Produce(producer, "events", 10);
        _broker.Faults.SetDown();
        var sent = producer.ProduceAsync("events", new Message<byte[], byte[]> { Value = "last"u8.ToArray() });
        _broker.Faults.SetUp();

        Assert.That(sent.Wait(PlainClient.Patience), Is.True);
        Assert.That(sent.Result.Offset.Value, Is.EqualTo(10));
    }

    [Test]
    public void SetLeader_MovesThePartition()
    {
        _broker.Faults.SetLeader("events", 0, 3);
        Assert.That(Leader(), Is.EqualTo(3));
        _broker.Faults.SetLeader("events", 0, 2);
        Assert.That(Leader(), Is.EqualTo(2));
        _broker.Faults.SetLeader("events", 0, MockFaults.NoBroker);
        Assert.That(Leader(), Is.EqualTo(-1));
    }

    [Test]
    public void SetFollower_RecordsStillCome()
    {
        using var producer = PlainClient.Producer(_broker.BootstrapServers);
        PlainClient.Produce(producer, "events", 10);
        _broker.Faults.SetLeader("events", 0, 1);
        _broker.Faults.SetFollower("events", 0, 2);
        _broker.Faults.StartTracking();
        using var consumer = PlainClient.Consumer(_broker.BootstrapServers, "group");
        consumer.Assign(new TopicPartitionOffset("events", 0, Offset.Beginning));

        Assert.That(PlainClient.Consume(consumer, 10), Is.EqualTo(PlainClient.Values(10)));
        Assert.That(Fetchers(), Does.Contain(2));
    }

    [Test]
    public void SetCoordinator_MembersGoThere()
    {
        _broker.Faults.StartTracking();
        foreach (var coordinator in new[] { 2, 3 })
        {
            _broker.Faults.SetCoordinator("group", coordinator);
            _broker.Faults.ClearRequests();
            using var consumer = PlainClient.Consumer(_broker.BootstrapServers, "group");
            consumer.Commit([new TopicPartitionOffset("events", 0, coordinator)]);

            var commits = _broker.Faults.Requests().Where(r => r.Kind == KafkaRequest.OffsetCommit);
            Assert.That(commits.Select(r => r.Broker), Is.Not.Empty.And.All.EqualTo(coordinator));
        }
    }

    [Test]
    public void Decommission_LeaderIsGone_AnotherTakesOver()
    {
        using var producer = PlainClient.Producer(_broker.BootstrapServers);
        PlainClient.Produce(producer, "events", 5);
        var leader = Leader();
        _broker.Faults.Decommission(leader);
        _broker.Faults.AddBroker(7);
        PlainClient.Produce(producer, "events", 5);

        Assert.That(Leader(), Is.Not.EqualTo(leader));
        Assert.That(Brokers(), Does.Contain(7).And.Not.Contain(leader));
        Assert.That(End(), Is.EqualTo(10));
    }

    [Test]
    public void HideBroker_IsLeftOutOfTheMetadata()
    {
        _broker.Faults.HideBroker(2);

        Assert.That(Brokers(), Is.EquivalentTo(new[] { 1, 3 }));
    }

    [Test]
    public void DeleteRecords_EarlierOffsetsAreGone()
    {
        using var producer = PlainClient.Producer(_broker.BootstrapServers);
        for (var i = 0; i < 5; i++)
        {
            PlainClient.Produce(producer, "events", 1);
        }

        _broker.Faults.DeleteRecords("events", 0, 3);
        using var consumer = PlainClient.Consumer(_broker.BootstrapServers, "group");
        var offsets = consumer.QueryWatermarkOffsets(new TopicPartition("events", 0), PlainClient.Patience);

        Assert.That((offsets.Low.Value, offsets.High.Value), Is.EqualTo((3L, 5L)));
    }

    [Test]
    public void SetTopicError_IsInTheMetadata()
    {
        _broker.Faults.SetTopicError("events", ErrorCode.TopicAuthorizationFailed);

        Assert.That(Metadata().Topics.Single().Error.Code, Is.EqualTo(ErrorCode.TopicAuthorizationFailed));
    }

    [Test]
    public void DeleteTopic_MakesRoomForAnother()
    {
        _broker.Faults.DeleteTopic("events");
        Assert.That(() => _broker.Faults.DeleteTopic("events"), Throws.InvalidOperationException);
        Assert.That(() => _broker.CreateTopic("events", 2), Throws.Nothing);
    }

    [Test]
    public void UnknownBroker_Throws() =>
        Assert.That(() => _broker.Faults.SetDown(99), Throws.InvalidOperationException);

    [Test]
    public void SetGroupSession_MemberGoneWithoutGoodbye_IsReplaced()
    {
        _broker.Faults.SetGroupSession(TimeSpan.FromMilliseconds(500));
        _broker.Faults.SetGroupHeartbeat(TimeSpan.FromMilliseconds(100));
        using var producer = PlainClient.Producer(_broker.BootstrapServers);
        PlainClient.Produce(producer, "events", 5);
        using (var first = PlainClient.Consumer(_broker.BootstrapServers, "group", ("group.protocol", "consumer")))
        {
            first.Subscribe("events");
            _ = PlainClient.Consume(first, 5);
        }

        using var second = PlainClient.Consumer(_broker.BootstrapServers, "group", ("group.protocol", "consumer"));
        second.Subscribe("events");
        Assert.That(PlainClient.Consume(second, 5), Is.EqualTo(PlainClient.Values(5)));
        second.Close();
    }

    [Test]
    public void RoundTrip_Delay_IsSeenInTheRequests()
    {
        using var producer = PlainClient.Producer(
            _broker.BootstrapServers, ("max.in.flight.requests.per.connection", "1"));
        PlainClient.Produce(producer, "events", 1);
        _broker.Faults.SetRoundTrip(TimeSpan.FromMilliseconds(200));
        _broker.Faults.StartTracking();
        PlainClient.Produce(producer, "events", 1);
        PlainClient.Produce(producer, "events", 1);

        var times = _broker.Faults.Requests().Where(r => r.Kind == KafkaRequest.Produce).Select(r => r.Microseconds);
        Assert.That(times.Count(), Is.EqualTo(2));
        Assert.That(times.Last() - times.First(), Is.GreaterThanOrEqualTo(200_000));
        _broker.Faults.StopTracking();
        Assert.That(_broker.Faults.Requests(), Is.Empty);
    }

    [Test]
    public void Tracking_NotStarted_NothingIsNoted()
    {
        using var producer = PlainClient.Producer(_broker.BootstrapServers);
        PlainClient.Produce(producer, "events", 1);

        Assert.That(_broker.Faults.Requests(), Is.Empty);
    }

    private Metadata Metadata()
    {
        using var client = PlainClient.Admin(_broker.Settings);
        return client.GetMetadata("events", PlainClient.Patience);
    }

    private int Leader() => Metadata().Topics.Single().Partitions.Single().Leader;

    private IEnumerable<int> Brokers() => Metadata().Brokers.Select(b => b.BrokerId);

    private IEnumerable<int> Fetchers() =>
        _broker.Faults.Requests().Where(r => r.Kind == KafkaRequest.Fetch).Select(r => r.Broker);

    private long End()
    {
        using var consumer = PlainClient.Consumer(_broker.BootstrapServers, "end");
        return consumer.QueryWatermarkOffsets(new TopicPartition("events", 0), PlainClient.Patience).High.Value;
    }
}
