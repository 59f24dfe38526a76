using System.Buffers;
using System.Reactive;

namespace RxRecs.Kafka.RealBroker;

/// <summary>
/// Brokers that are killed or hang are waited for, in each mode and group protocol, by whoever reads and whoever
/// writes: none of them takes the topic for missing, or the silence for its end.
/// </summary>
[Category("Broker")]
[Category("Outage")]
public sealed class AwayBrokerTests
{
    private const int Partitions = 3;
    private const int Before = 30;
    private const int Meanwhile = 60;
    private const int InAll = 90;
    private static readonly TimeSpan Limit = Eventually.Patience;

    // What hangs is given up soon.
    private static readonly Dictionary<string, string> Client = new()
    {
        ["reconnect.backoff.max.ms"] = "500",
        ["socket.timeout.ms"] = "3000",
    };

    private static readonly (ReadingMode Mode, KafkaGroupProtocol? Protocol)[] Kinds =
    [
        (ReadingMode.FromTopics, null),
        (ReadingMode.FromTopics, KafkaGroupProtocol.Classic),
        (ReadingMode.FromTopics, KafkaGroupProtocol.Consumer),
        (ReadingMode.FromTopicsByEventTime, null),
        (ReadingMode.RunPartitions, null),
        (ReadingMode.RunPartitions, KafkaGroupProtocol.Consumer),
        (ReadingMode.HandleAsync, KafkaGroupProtocol.Classic),
        (ReadingMode.HandleAsync, KafkaGroupProtocol.Consumer),
        (ReadingMode.HandleResultsAsync, KafkaGroupProtocol.Consumer),
    ];

    [Category("Slow")]
    [Test]
    public void Broker_KilledAndRestarted_IsWaitedFor() => Run(nodes: 1, (cluster, hold) =>
    {
        cluster.Kill();
        hold();
        cluster.Restart();
    });

    [Category("Slow")]
    [Test]
    public void Broker_Hangs_IsWaitedFor() => Run(nodes: 1, (cluster, hold) =>
    {
        cluster.Pause();
        hold();
        cluster.Resume();
    });

    [Explicit]
    [Category("Long")]
    [Test]
    public void AllOfThree_KilledAndRestarted_AreWaitedFor() => Run(nodes: 3, (cluster, hold) =>
    {
        cluster.Run("kill");
        hold();
        cluster.Run("start");
    });

    [Explicit]
    [Category("Long")]
    [Test]
    public void OneOfThree_KilledAndRestarted_AllGoesOnWithoutIt() =>
        Run(nodes: 3, allAway: false, harm: (cluster, hold) =>
        {
            cluster.Kill();
            hold();
            cluster.Restart();
        });

    [Explicit]
    [Category("Long")]
    [Test]
    public void OneOfThree_Hangs_AllGoesOnWithoutIt() => Run(nodes: 3, allAway: false, harm: (cluster, hold) =>
    {
        cluster.Pause();
        hold();
        cluster.Resume();
    });

    [Category("Slow")]
    [Test]
    public void PartitionsAdded_TheBrokerHangsBeforeItSaysWhereTheyBegin_AreReadOnceItIsBack()
    {
        using var cluster = KafkaCluster.StartToHarm(nodes: 1);
        var topic = cluster.NewTopic(1);
        TestTopic.WriteNumbers(cluster.Settings, topic, 1, Before);
        using var isHung = new ManualResetEventSlim();
        var settings = cluster.Settings with { ConnectTimeout = TimeSpan.FromSeconds(2), Client = Client };
        using var reader = new NumberReader(
            ReadingMode.FromTopics,
            settings,
            Options(topic, ReadingMode.FromTopics, protocol: null) with
            {
                Notices = Observer.Create<KafkaNotice>(each =>
                {
                    // On the reading thread, which asks behind this.
                    if (each.Text.StartsWith("Partitions have been added", StringComparison.Ordinal))
                    {
                        cluster.Pause();
                        isHung.Set();
                    }
                }),
            });
        reader.Reaches(static each => each.IsAtEnd, Limit);
        cluster.Grow(topic, partitions: 2);
        Assert.That(isHung.Wait(Limit), Is.True);
        reader.Reaches(static each => each.HasHeard("No broker says yet where partitions begin"), Limit);

        cluster.Resume();
        TestTopic.WriteNumbers(cluster.Settings, topic, 2, InAll - Before, first: Before);

        reader.Reaches(static each => each.Seen.Count == InAll, Limit);
        Assert.That(reader.Seen, Is.EquivalentTo(Enumerable.Range(0, InAll)));
    }

    private static void Run(int nodes, Action<KafkaCluster, Action> harm, bool allAway = true)
    {
        using var cluster = KafkaCluster.StartToHarm(nodes);
        var topic = cluster.NewTopic(Partitions);
        TestTopic.WriteNumbers(cluster.Settings, topic, Partitions, Before);
        var settings = cluster.Settings with { ConnectTimeout = TimeSpan.FromSeconds(4), Client = Client };
        using var sink = new KafkaSink<int>(settings, new KafkaSinkOptions<int>
        {
            Topic = topic,
            Write = static (value, writer) => writer.Write(KafkaKey.Of(value)),
            PartitionSelector = static value => value % Partitions,
            CompletionTimeout = Limit,
        });
        sink.Connect();
        var readers = Array.ConvertAll(
            Kinds, kind => new NumberReader(kind.Mode, settings, Options(topic, kind.Mode, kind.Protocol)));
        try
        {
            WaitFor(readers, each => each.IsAtEnd);
            harm(cluster, () =>
            {
                Write(sink, Before, Meanwhile);
                WaitFor(readers, each => allAway
                    ? each.HasHeard("A partition is quiet, and so is its broker")
                    : each.Records >= Meanwhile);
            });
            Write(sink, Meanwhile, InAll);
            sink.OnCompleted();
            WaitFor(readers, each => each.Records >= InAll);

            Assert.That((sink.Delivered, sink.Failed), Is.EqualTo(((long)InAll - Before, 0L)));
            Array.ForEach(readers, static each => each.CompletesWith(Enumerable.Range(0, InAll), mayRepeat: true));
        }
        finally
        {
            Array.ForEach(readers, each => each.Dispose());
        }
    }

    private static void WaitFor(NumberReader[] readers, Func<NumberReader, bool> condition) =>
        Array.ForEach(readers, reader => reader.Reaches(condition, Limit));

    private static void Write(KafkaSink<int> sink, int from, int to)
    {
        for (var number = from; number < to; number++)
        {
            sink.OnNext(number);
        }
    }

    private static KafkaPipelineOptions Options(string topic, ReadingMode mode, KafkaGroupProtocol? protocol) => new()
    {
        Topics = [topic],
        Start = KafkaStart.Beginning,
        Group = protocol is null ? null : $"{mode}-{protocol}",
        GroupProtocol = protocol ?? KafkaGroupProtocol.Classic,
        SessionTimeout = TimeSpan.FromSeconds(45),
        End = KafkaEnd.AfterQuiet(TimeSpan.FromSeconds(20)),
        IdleTimeout = TimeSpan.FromSeconds(2),
    };
}
