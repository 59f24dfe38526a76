using RxRecs.Kafka.Tests.Faults;

namespace RxRecs.Kafka.RealBroker;

/// <summary>
/// A broker that is killed takes members with it that have done nothing wrong: they stood still meanwhile, so that the
/// client has left a group that did not answer, or the broker comes back without its groups. All of them join anew.
/// </summary>
[Category("Broker")]
[Category("Outage")]
public sealed class LostGroupTests
{
    private const int Partitions = 3;
    private const int Before = 30;
    private const int InAll = 60;

    private static readonly (ReadingMode Mode, KafkaGroupProtocol Protocol)[] Kinds =
    [
        .. Enum.GetValues<ReadingMode>().SelectMany(
            static mode => Enum.GetValues<KafkaGroupProtocol>().Select(protocol => (mode, protocol))),
    ];

    [Category("Slow")]
    [TestCase(true)]
    [TestCase(false)]
    public void Broker_KilledAndRestarted_MembersJoinAnewAndEachRecordComes(bool readersStandStill)
    {
        using var cluster = KafkaCluster.StartToHarm();
        var topic = cluster.NewTopic(Partitions);
        TestTopic.WriteNumbers(cluster.Settings, topic, Partitions, Before);
        var clocks = Array.ConvertAll(Kinds, static _ => new HaltingClock());
        var readers = Kinds
            .Select((kind, n) => new NumberReader(
                kind.Mode, cluster.Settings, Options(topic, kind.Mode, kind.Protocol, clocks[n])))
            .ToArray();
        try
        {
            WaitFor(readers, static each => each.IsAtEnd && each.Seen.Count == Before);
            if (readersStandStill)
            {
                Array.ForEach(clocks, static each => each.Halt());
                WaitFor(readers, _ => Array.TrueForAll(clocks, static each => each.IsHalted));
            }

            cluster.Kill();
            if (readersStandStill)
            {
                WaitFor(readers, static each => each.HasHeard("Kafka warning: MAXPOLL"));
            }
            else
            {
                cluster.ForgetGroups();
            }

            cluster.Restart();
            Array.ForEach(clocks, static each => each.GoOn());
            TestTopic.WriteNumbers(cluster.Settings, topic, Partitions, InAll - Before, first: Before);

            WaitFor(readers, static each => each.Seen.Distinct().Count() == InAll);
        }
        finally
        {
            Array.ForEach(clocks, static each => each.GoOn());
            Array.ForEach(readers, static each => each.Dispose());
            Array.ForEach(clocks, static each => each.Dispose());
        }
    }

    /// <summary>
    /// A broker that comes back misses the members of before for as long as a session, and until then answers no
    /// classic one that joins. Another client in its place would be one more member to be missed.
    /// </summary>
    [Category("Slow")]
    [Test]
    public void Broker_AwayForLongerThanASession_ClassicMemberWaitsForItsAnswer()
    {
        using var cluster = KafkaCluster.StartToHarm();
        var topic = cluster.NewTopic(Partitions);
        TestTopic.WriteNumbers(cluster.Settings, topic, Partitions, Before);
        var options = Options(topic, ReadingMode.FromTopics, KafkaGroupProtocol.Classic, TimeProvider.System) with
        {
            SessionTimeout = TimeSpan.FromSeconds(12),
            MaxPollInterval = TimeSpan.FromMinutes(1),
        };
        using var reader = new NumberReader(
            ReadingMode.FromTopics, cluster.Settings with { ConnectTimeout = TimeSpan.FromSeconds(2) }, options);
        reader.Reaches(static each => each.IsAtEnd && each.Seen.Count == Before);

        cluster.Kill();
        reader.Reaches(static each => each.HasHeard("Kafka warning: SESSTMOUT"));
        cluster.Restart();
        TestTopic.WriteNumbers(cluster.Settings, topic, Partitions, InAll - Before, first: Before);

        reader.Reaches(static each => each.Seen.Distinct().Count() == InAll);
        Assert.That(reader.HasHeard("The client hears no broker any more"), Is.False, reader.ToString());
    }

    private static void WaitFor(NumberReader[] readers, Func<NumberReader, bool> condition) =>
        Array.ForEach(readers, reader => reader.Reaches(condition));

    private static KafkaPipelineOptions Options(
        string topic, ReadingMode mode, KafkaGroupProtocol protocol, TimeProvider clock) => new()
        {
            Topics = [topic],
            Start = KafkaStart.Beginning,
            Group = $"{mode}-{protocol}",
            GroupProtocol = protocol,
            SessionTimeout = TimeSpan.FromSeconds(6),
            MaxPollInterval = TimeSpan.FromSeconds(6),
            IdleTimeout = TimeSpan.FromSeconds(2),
            TimeProvider = clock,
        };
}
