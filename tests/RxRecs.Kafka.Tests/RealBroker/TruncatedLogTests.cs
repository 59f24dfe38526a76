using RxRecs.Kafka.Tests.Faults;

namespace RxRecs.Kafka.RealBroker;

/// <summary>
/// A broker that comes back without its newest records: whoever has read them must not go on in the middle of others
/// that take their offsets, nor wait for ever.
/// </summary>
[Category("Broker")]
[Category("Slow")]
public sealed class TruncatedLogTests
{
    private const int Read = 1_000;
    private static readonly TimeSpan Patience = Eventually.Patience;

    [Test]
    public void Broker_LosesWhatWasRead_IsAnErrorThatSaysSo(
        [Values] ReadingMode mode,
        [Values(null, KafkaGroupProtocol.Classic, KafkaGroupProtocol.Consumer)] KafkaGroupProtocol? protocol)
    {
        // Where there are more than before, the position is there again, in the middle of others.
        var written = protocol is KafkaGroupProtocol.Classic ? 10 : 2 * Read;
        using var cluster = KafkaCluster.Start(extra: SharedCluster.FastSessions);
        var topic = cluster.NewTopic(1);
        TestTopic.WriteNumbers(cluster.Settings, topic, 1, Read);
        using var reader = new NumberReader(mode, cluster.Settings, new KafkaPipelineOptions
        {
            Topics = [topic],
            Start = KafkaStart.Beginning,
            Group = protocol is null ? null : topic,
            GroupProtocol = protocol ?? KafkaGroupProtocol.Classic,
        });
        reader.Reaches(each => each.IsAtEnd);

        cluster.Kill();
        cluster.Forget(topic);
        cluster.Restart();
        TestTopic.WriteNumbers(cluster.Settings, topic, 1, written, first: Read);

        Assert.That(reader.End.Wait(Patience), Is.True, $"it goes on: {reader}");
        Assert.That(reader.End.Result, Is.InstanceOf<KafkaFailureException>(), reader.ToString());
        var failure = (KafkaFailureException)reader.End.Result!;
        Assert.That(failure.Failure, Is.EqualTo(KafkaFailure.DataExpired), failure.Message);
        Assert.That(failure.Message, Does.Contain(topic));
    }
}
