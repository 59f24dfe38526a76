using System.Reactive;
using System.Reactive.Linq;
using RxRecs.Kafka.RealBroker;

namespace RxRecs.Kafka.Source;

/// <summary>Checkpoints that are not what they should be.</summary>
public sealed class CheckpointTests : BrokerTests
{
    [Test]
    public void RunPartitions_NewestCheckpointDamaged_GoesOnFromTheOneBeforeAndTellsSo()
    {
        var topic = NewTopic(1, 10);
        using var folder = new TemporaryFolder();
        List<string> notices = [];
        var options = new KafkaPipelineOptions
        {
            Topics = [topic],
            Start = KafkaStart.Beginning,
            End = KafkaEnd.AfterQuiet(TimeSpan.FromMilliseconds(100)),
            Store = new FileSnapshotStore(folder.Path),
            Name = "last-numbers",
            Notices = Observer.Create<KafkaNotice>(each => notices.Add(each.Text)),
        };
        Run(options);
        TestTopic.WriteNumbers(Settings, topic, 1, 10, first: 10);
        var before = Run(options);
        var newest = Directory.GetFiles(folder.Path, "20_*", SearchOption.AllDirectories).Single();
        File.WriteAllBytes(newest, [.. File.ReadAllBytes(newest).SkipLast(1)]);
        notices.Clear();

        var after = Run(options);

        Assert.That(after, Is.EqualTo(before));
        Assert.That(after.Select(each => each.Sequence), Is.EqualTo(Enumerable.Range(11, 10).Select(n => (long)n)));
        Assert.That(notices, Has.One.Contains("at offset 10").And.Contains(newest));
    }

    [Test]
    [Category(Repository.DataTests)]
    public void RunPartitions_SharedTopicMadeAnewBehindACheckpoint_IsAnErrorOrReadsAllOfItFromNothing()
    {
        var topic = NewTopic(1);
        Write(topic, "topic-made-anew-old.csv");
        var options = new KafkaPipelineOptions
        {
            Topics = [topic],
            Start = KafkaStart.Beginning,
            End = KafkaEnd.AfterQuiet(TimeSpan.FromMilliseconds(100)),
            Store = new InMemorySnapshotStore(),
            Name = "last-items",
        };
        Assert.That(LastItems(options)[^1], Has.Length.EqualTo(10));

        Broker.Faults.DeleteTopic(topic);
        NewTopic(1);
        Write(topic, "topic-made-anew-new.csv");

        var failure = Assert.Throws<KafkaFailureException>(() => LastItems(options));
        Assert.That(failure!.Failure, Is.EqualTo(KafkaFailure.DataExpired));
        Assert.That(failure.Message, Does.Contain($"'{topic}'").And.Contain(nameof(options.RestartOnNewTopic)));

        var anew = LastItems(options with { RestartOnNewTopic = true });
        Assert.That(anew, Has.Count.EqualTo(25));
        Assert.That(anew[^1], Is.EqualTo(Enumerable.Range(1001, 25).Reverse().Select(item => (Id)item)));
    }

    private void Write(string topic, string fault)
    {
        using var sink = new KafkaSink<Interaction>(
            Settings, new KafkaSinkOptions<Interaction> { Topic = topic, Write = InteractionJson.Write });
        foreach (var each in Csv.ShopEvents.Read(
            Repository.Data(Path.Combine("..", "spec", "cases", "faults", fault))))
        {
            sink.OnNext(each);
        }

        sink.OnCompleted();
    }

    /// <summary>Gives the last items of the shop after each event.</summary>
    private List<Id[]> LastItems(KafkaPipelineOptions options) =>
    [
        .. KafkaSource.RunPartitions(
                Settings,
                options,
                InteractionJson.CreateParser(),
                records => records.Select(record => record.Value)
                    .LastPerKey(100, _ => 0, each => each.Item).Select(last => last.Items.ToArray()))
            .Timeout(Patience).Select(each => each.Value).ToEnumerable(),
    ];

    private IList<PartitionResult<string>> Run(KafkaPipelineOptions options) =>
        KafkaSource.RunPartitions(
                Settings,
                options,
                TestTopic.Numbers,
                records => records.Select(record => record.Value).LastPerKey(2, _ => 0, n => n)
                    .Select(last => string.Join(',', last.Items)))
            .Timeout(Patience).ToList().Wait();
}
