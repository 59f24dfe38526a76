using RxRecs.Kafka.Embedded;

namespace RxRecs.Kafka.Tests.Faults;

/// <summary>
/// The client hears the broker that has the records, and no longer the one that has the group, although that one
/// answers others, here because it waits ten minutes before it connects again: another client takes its place. It is a
/// member without partitions: the client of one that has some finds the coordinator of this broker anew by itself, as
/// that of a classic member does. Whether this one does at times is not under our control, so it is run by name.
/// </summary>
public sealed class CutOffCoordinatorTests : BrokerTests
{
    private const int Leader = 1;
    private const int Coordinator = 2;
    private const string Topic = "events";
    private const string CutOff = "The client hears no broker";

    private protected override int Brokers => 2;

    [SetUp]
    public void MakeTopic()
    {
        NewTopic(1, name: Topic);
        Broker.Faults.SetLeader(Topic, 0, Leader);
        Broker.Faults.SetCoordinator("group", Coordinator);
        Broker.Faults.SetGroupHeartbeat(TimeSpan.FromMilliseconds(100));
        Broker.Faults.SetGroupSession(TimeSpan.FromSeconds(1.5));
        TestTopic.WriteNumbers(Settings, Topic, 1, 100);
    }

    [Explicit]
    [Category("Long")]
    [Test]
    public void SpareMember_IsCutOffFromItsCoordinator_TakesOverAllTheSame()
    {
        using var owner = Read(isCutOffOnceAway: false);
        owner.Reaches(static each => each.IsAtEnd && each.Seen.Count == 100);
        Broker.Faults.StartTracking();
        using var spare = Read(isCutOffOnceAway: true);

        // Only the newcomer asks for the coordinator, and then sends every second heartbeat.
        spare.Reaches(_ => Broker.Faults.Requests()
            .SkipWhile(static each => each.Kind != KafkaRequest.FindCoordinator)
            .Count(static each => each.Kind == KafkaRequest.ConsumerGroupHeartbeat) > 20);

        CutOffFromCoordinator(spare);
        spare.Reaches(static each => each.HasHeard(CutOff));
        owner.Dispose();
        TestTopic.WriteNumbers(Settings, Topic, 1, 100, first: 100);

        spare.Reaches(static each => each.Seen.Distinct().Count() >= 100);
        Assert.That(owner.Seen.Concat(spare.Seen).Distinct().Count(), Is.EqualTo(200));
    }

    // Until the client has tried to connect again: whoever connects now is answered.
    private void CutOffFromCoordinator(NumberReader reader)
    {
        Broker.Faults.SetDown(Coordinator);
        reader.Reaches(static each => each.HasHeard("Kafka error: FAIL: [thrd:GroupCoordinator]"));
        Broker.Faults.SetUp(Coordinator);
    }

    private NumberReader Read(bool isCutOffOnceAway)
    {
        var settings = Settings with { ConnectTimeout = TimeSpan.FromSeconds(2) };
        var cutOff = settings with
        {
            Client = new Dictionary<string, string>
            {
                ["metadata.recovery.strategy"] = "none",
                ["reconnect.backoff.ms"] = "600000",
                ["reconnect.backoff.max.ms"] = "600000",
            },
        };
        return new NumberReader(ReadingMode.FromTopics, isCutOffOnceAway ? cutOff : settings, new()
        {
            Topics = [Topic],
            Start = KafkaStart.Beginning,
            Group = "group",
            GroupProtocol = KafkaGroupProtocol.Consumer,
            SessionTimeout = TimeSpan.FromSeconds(1.5),
            CommitInterval = TimeSpan.FromHours(1),
            IdleTimeout = TimeSpan.FromSeconds(1),
        });
    }
}
