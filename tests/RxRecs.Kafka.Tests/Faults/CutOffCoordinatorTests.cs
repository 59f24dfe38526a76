using RxRecs.Kafka.Embedded;

namespace RxRecs.Kafka.Tests.Faults;

/// <summary>
/// The client hears the broker that has the records, and no longer the one that has the group, although that one
/// answers others, here because it waits ten minutes before it connects again: another client takes its place. A member
/// of the classic protocol asks for its coordinator anew by itself. Whether a client of the other one does at times is
/// not under our control, so these are run by name.
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
    public void FromTopics_IsCutOffFromItsCoordinator_JoinsAnewAndEachRecordComes()
    {
        using var reader = Read(ReadingMode.FromTopics, isCutOffOnceAway: true);
        reader.Reaches(static each => each.IsAtEnd && each.Seen.Count == 100);

        CutOffFromCoordinator(reader);
        reader.Reaches(static each => each.HasHeard(CutOff));
        TestTopic.WriteNumbers(Settings, Topic, 1, 100, first: 100);

        reader.Reaches(static each => each.Seen.Distinct().Count() == 200);
    }

    [Explicit]
    [Category("Long")]
    [Test]
    public void SpareMember_IsCutOffFromItsCoordinator_TakesOverAllTheSame()
    {
        using var owner = Read(ReadingMode.FromTopics, isCutOffOnceAway: false);
        owner.Reaches(static each => each.IsAtEnd && each.Seen.Count == 100);
        Broker.Faults.StartTracking();
        using var spare = Read(ReadingMode.FromTopics, isCutOffOnceAway: true);

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

    private NumberReader Read(ReadingMode mode, bool isCutOffOnceAway)
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
            GroupProtocol = KafkaGroupProtocol.Consumer,
            SessionTimeout = TimeSpan.FromSeconds(1.5),
            CommitInterval = TimeSpan.FromHours(1),
            IdleTimeout = TimeSpan.FromSeconds(1),
        });
    }
}
