using Confluent.Kafka;
using RxRecs.Kafka.Embedded;
using RxRecs.Kafka.Source;

namespace RxRecs.Kafka.Tests.Faults;

/// <summary>A broker tells that a partition has more, and the client brings nothing of it: that is said, the partition
/// is fetched anew, and each record comes once.</summary>
public sealed class StallTests : BrokerTests
{
    private const int Partitions = 2;
    private static readonly TimeSpan BetweenJumps = TimeSpan.FromMilliseconds(300);

    [Test]
    public void Fetches_FailForLong_IsSaidAndEachRecordComesOnce(
        [Values(ReadingMode.FromTopics, ReadingMode.RunPartitions)] ReadingMode mode, [Values] bool hasGroup)
    {
        var (topic, clock) = (NewTopic(Partitions, numbers: 100), new JumpingClock());
        using var reader = new NumberReader(mode, Settings, new KafkaPipelineOptions
        {
            Topics = [topic],
            Start = KafkaStart.Beginning,
            Group = hasGroup ? "group" : null,
            GroupProtocol = hasGroup ? KafkaGroupProtocol.Consumer : KafkaGroupProtocol.Classic,
            TimeProvider = clock,
        });
        reader.Reaches(static each => each.IsAtEnd && each.Seen.Count == 100);
        clock.Jump(5 * StallWatch.Interval);

        Broker.Faults.FailNext(
            KafkaRequest.Fetch, [.. Enumerable.Repeat(ErrorCode.NotLeaderForPartition, 10_000)]);
        TestTopic.WriteNumbers(Settings, topic, Partitions, 100, first: 100);
        var jumped = TimeProvider.System.GetTimestamp();
        reader.Reaches(each =>
        {
            if (TimeProvider.System.GetElapsedTime(jumped) >= BetweenJumps)
            {
                jumped = TimeProvider.System.GetTimestamp();
                clock.Jump(StallWatch.Interval);
            }

            return Enumerable.Range(0, Partitions)
                .All(partition => each.HasHeard($"{topic}[{partition}] stands still at offset 50, although a broker"));
        });
        Assert.That(reader.Seen, Has.Count.EqualTo(100));
        Broker.Faults.StopFailing(KafkaRequest.Fetch);

        reader.Reaches(static each => each.Seen.Count >= 200);
        Assert.That(reader.Seen, Is.EquivalentTo(Enumerable.Range(0, 200)));
    }
}
