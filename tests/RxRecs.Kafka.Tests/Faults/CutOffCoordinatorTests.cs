using RxRecs.Kafka.Embedded;

namespace RxRecs.Kafka.Tests.Faults;

/// <summary>
/// The client hears the broker that has the records, and no longer the one that has the group, although that one
/// answers others: another client takes its place.
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

    [Test]
    [Category("Slow")]
    public void Member_IsCutOffFromItsCoordinator_JoinsAnewAndEachRecordComes(
        [Values] ReadingMode mode, [Values] KafkaGroupProtocol protocol)
    {
        using var reader = Read(mode, protocol, isCutOffOnceAway: true);
        reader.Reaches(static each => each.IsAtEnd && each.Seen.Count == 100);

        CutOffFromCoordinator();
        reader.Reaches(static each => each.HasHeard(CutOff));
        TestTopic.WriteNumbers(Settings, Topic, 1, 100, first: 100);

        reader.Reaches(static each => each.Seen.Distinct().Count() == 200);
    }

    [Test]
    [Category("Slow")]
    public void SpareMember_IsCutOffFromItsCoordinator_TakesOverAllTheSame([Values] KafkaGroupProtocol protocol)
    {
        using var owner = Read(ReadingMode.FromTopics, protocol, isCutOffOnceAway: false);
        owner.Reaches(static each => each.IsAtEnd && each.Seen.Count == 100);
        Broker.Faults.StartTracking();
        using var spare = Read(ReadingMode.FromTopics, protocol, isCutOffOnceAway: true);

        // Only the newcomer asks for the coordinator, and then sends every second heartbeat.
        spare.Reaches(_ => Broker.Faults.Requests()
            .SkipWhile(static each => each.Kind != KafkaRequest.FindCoordinator)
            .Count(static each => each.Kind is KafkaRequest.Heartbeat or KafkaRequest.ConsumerGroupHeartbeat) > 20);

        CutOffFromCoordinator();
        spare.Reaches(static each => each.HasHeard(CutOff));
        owner.Dispose();
        TestTopic.WriteNumbers(Settings, Topic, 1, 100, first: 100);

        spare.Reaches(static each => each.Seen.Distinct().Count() >= 100);
        Assert.That(owner.Seen.Concat(spare.Seen).Distinct().Count(), Is.EqualTo(200));
    }

    // For a moment only: whoever connects now is answered.
    private void CutOffFromCoordinator()
    {
        Broker.Faults.SetDown(Coordinator);
        Broker.Faults.SetUp(Coordinator);
    }

    private NumberReader Read(ReadingMode mode, KafkaGroupProtocol protocol, bool isCutOffOnceAway)
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
        return new NumberReader(mode, isCutOffOnceAway ? cutOff : settings, new KafkaPipelineOptions
        {
            Topics = [Topic],
            Start = KafkaStart.Beginning,
            Group = "group",
            GroupProtocol = protocol,
            SessionTimeout = TimeSpan.FromSeconds(1.5),
        });
    }
}
