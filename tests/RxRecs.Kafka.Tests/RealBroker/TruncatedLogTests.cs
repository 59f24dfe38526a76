using RxRecs.Kafka.Tests.Faults;

namespace RxRecs.Kafka.RealBroker;

/// <summary>
/// A broker that comes back without its newest records: whoever has read them, in whatever mode and group, must not go
/// on in the middle of others that take their offsets, nor wait for ever.
/// </summary>
[Category("Broker")]
[Category("Slow")]
public sealed class TruncatedLogTests
{
    private const int Read = 1_000;

    [Test]
    public void Broker_LosesWhatWasRead_IsAnErrorThatSaysSo()
    {
        using var cluster = KafkaCluster.StartToHarm(extra: SharedCluster.FastSessions);
        var runs = (
            from mode in Enum.GetValues<ReadingMode>()
            from protocol in new KafkaGroupProtocol?[] { null, KafkaGroupProtocol.Classic, KafkaGroupProtocol.Consumer }
            select new Run(cluster, mode, protocol)).ToList();
        try
        {
            runs.ForEach(static each => each.Reader.Reaches(static reader => reader.IsAtEnd));

            cluster.Kill();
            runs.ForEach(each => cluster.Forget(each.Topic));
            cluster.Restart();
            runs.ForEach(each => each.WriteOthers(cluster));

            runs.ForEach(static each => each.EndsWithWhatIsLost());
        }
        finally
        {
            runs.ForEach(static each => each.Reader.Dispose());
        }
    }

    // A topic, and its reader in one mode and group.
    private sealed class Run
    {
        private readonly KafkaGroupProtocol? _protocol;

        public Run(KafkaCluster cluster, ReadingMode mode, KafkaGroupProtocol? protocol)
        {
            _protocol = protocol;
            Topic = cluster.NewTopic(1);
            TestTopic.WriteNumbers(cluster.Settings, Topic, 1, Read);
            Reader = new NumberReader(mode, cluster.Settings, new KafkaPipelineOptions
            {
                Topics = [Topic],
                Start = KafkaStart.Beginning,
                Group = protocol is null ? null : Topic,
                GroupProtocol = protocol ?? KafkaGroupProtocol.Classic,
            });
            Name = $"{mode}, {protocol?.ToString() ?? "no group"}";
        }

        public string Topic { get; }

        public NumberReader Reader { get; }

        private string Name { get; }

        // Where there are more than before, the position is there again, in the middle of others.
        public void WriteOthers(KafkaCluster cluster) => TestTopic.WriteNumbers(
            cluster.Settings, Topic, 1, _protocol is KafkaGroupProtocol.Classic ? 10 : 2 * Read, first: Read);

        public void EndsWithWhatIsLost()
        {
            Assert.That(Reader.End.Wait(Eventually.Patience), Is.True, $"{Name} goes on: {Reader}");
            Assert.That(Reader.End.Result, Is.InstanceOf<KafkaFailureException>(), $"{Name}: {Reader}");
            var failure = (KafkaFailureException)Reader.End.Result!;
            Assert.That(failure.Failure, Is.EqualTo(KafkaFailure.DataExpired), $"{Name}: {failure.Message}");
            Assert.That(failure.Message, Does.Contain(Topic));
        }
    }
}
