namespace RxRecs.Kafka.Tests.Faults;

/// <summary>
/// A reader stands still for longer than a member may, while no broker answers: the client leaves its group, whose
/// answer never comes. Another client takes its place, and nothing is lost.
/// </summary>
public sealed class StandstillTests : BrokerTests
{
    private const int Partitions = 2;

    [Test]
    [Category("Slow")]
    public void Reader_StandsStillWhileNoBrokerAnswers_JoinsAnewAndEachRecordComes(
        [Values] ReadingMode mode, [Values] KafkaGroupProtocol protocol)
    {
        Broker.Faults.SetGroupHeartbeat(TimeSpan.FromMilliseconds(100));
        var topic = NewTopic(Partitions, numbers: 100);
        using var clock = new HaltingClock();
        using var reader = new NumberReader(mode, Settings, new KafkaPipelineOptions
        {
            Topics = [topic],
            Start = KafkaStart.Beginning,
            Group = "group",
            GroupProtocol = protocol,
            SessionTimeout = TimeSpan.FromSeconds(1.5),
            MaxPollInterval = TimeSpan.FromSeconds(2),
            IdleTimeout = TimeSpan.FromSeconds(1),
            TimeProvider = clock,
        });
        reader.Reaches(static each => each.IsAtEnd && each.Seen.Count == 100);

        clock.Halt();
        reader.Reaches(_ => clock.IsHalted);
        Broker.Faults.SetDown();
        reader.Reaches(static each => each.HasHeard("Kafka warning: MAXPOLL"));
        Broker.Faults.SetUp();
        clock.GoOn();
        TestTopic.WriteNumbers(Settings, topic, Partitions, 100, first: 100);

        reader.Reaches(static each => each.Seen.Distinct().Count() == 200);
    }
}
