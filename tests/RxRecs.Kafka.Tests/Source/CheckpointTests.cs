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

    private IList<PartitionResult<string>> Run(KafkaPipelineOptions options) =>
        KafkaSource.RunPartitions(
                Settings,
                options,
                TestTopic.Numbers,
                records => records.Select(record => record.Value).LastPerKey(2, _ => 0, n => n)
                    .Select(last => string.Join(',', last.Items)))
            .Timeout(Patience).ToList().Wait();
}
