using Confluent.Kafka;
using RxRecs.Kafka.Embedded;

namespace RxRecs.Kafka.Tests.Faults;

/// <summary>
/// Members come and go, and are thrown out, while records come: counts stay exact, a partition has one pipeline at a
/// time, and nothing is left behind.
/// </summary>
public sealed class RebalanceStormTests : BrokerTests
{
    private const int Partitions = 8;
    private const int MostMembers = 8;
    private static readonly TimeSpan AnswerTime = TimeSpan.FromSeconds(5);

    [TestCase(KafkaGroupProtocol.Consumer, 10, false)]
    [TestCase(KafkaGroupProtocol.Consumer, 6, true)]
    [TestCase(KafkaGroupProtocol.Classic, 5, false)]
    [TestCase(KafkaGroupProtocol.Classic, 4, true)]
    [TestCase(KafkaGroupProtocol.Consumer, 35, false, Category = "Slow")]
    [TestCase(KafkaGroupProtocol.Consumer, 15, true, Category = "Slow")]
    [TestCase(KafkaGroupProtocol.Classic, 15, false, Category = "Slow")]
    [TestCase(KafkaGroupProtocol.Classic, 8, true, Category = "Slow")]
    public void Storm_OneToEightToOne_CountsAreExactAndNothingIsLeftBehind(
        KafkaGroupProtocol protocol, int changes, bool throwOut)
    {
        var topic = NewTopic(Partitions);
        Broker.Faults.SetGroupHeartbeat(TimeSpan.FromMilliseconds(100));
        using var writer = new NumberWriter(Settings, topic, Partitions);
        using var members = new Members(Broker, topic, protocol)
        {
            SlowOperator = static value =>
            {
                if (value % 97 == 0)
                {
                    Thread.SpinWait(2_000_000);
                }
            },
        };
        var random = new Random(11);
        members.Add();
        for (var change = 0; change < changes; change++)
        {
            if (throwOut && change % 2 == 1)
            {
                ThrowOut(members, protocol, () => writer.Write(240));
            }
            else
            {
                Change(members, change, random);
                writer.Write(240);
            }

            members.WaitFor(() => members.Results >= writer.Count, $"change {change}");
        }

        while (members.Running > 1)
        {
            members.Remove(0);
        }

        writer.Write(240);
        members.WaitFor(() => members.Results >= writer.Count, "the last one");
        members.Dispose();

        TestContext.Out.WriteLine(
            $"{writer.Count} records, {members.Begun} pipelines, lost {members.Lost} times, "
            + $"{members.Overlaps} overlaps");
        members.AssertExact(writer.Written);
        Assert.That(members.Contradictions, Is.Zero);
        Assert.That(members.Live, Is.Zero, "pipelines are left");
        if (members.Lost == 0)
        {
            Assert.That(members.Overlaps, Is.Zero, "a partition had two owners");
        }

        if (throwOut)
        {
            Assert.That(members.Lost, Is.Positive);
        }
    }

    // Up to eight and down to one, with steps of one to three.
    private static void Change(Members members, int change, Random random)
    {
        var isUp = change % 14 < 7;
        for (var step = random.Next(1, 4); step > 0; step--)
        {
            if (isUp && members.Running < MostMembers)
            {
                members.Add();
            }
            else if (!isUp && members.Running > 1)
            {
                members.Remove(random.Next(members.Running));
            }
        }
    }

    // Once more where the answer has met a member that was joining anew, and had nothing to lose.
    private void ThrowOut(Members members, KafkaGroupProtocol protocol, Action write)
    {
        var heartbeat = protocol == KafkaGroupProtocol.Consumer
            ? KafkaRequest.ConsumerGroupHeartbeat
            : KafkaRequest.Heartbeat;
        var before = members.Lost;
        Broker.Faults.FailNext(heartbeat, ErrorCode.UnknownMemberId);
        write();
        for (var again = 0; again < MostMembers && !Eventually.Is(() => members.Lost > before, AnswerTime); again++)
        {
            Broker.Faults.FailNext(heartbeat, ErrorCode.UnknownMemberId);
        }
    }
}
