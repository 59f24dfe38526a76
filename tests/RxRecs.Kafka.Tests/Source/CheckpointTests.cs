using System.Reactive;
using System.Reactive.Linq;
using RxRecs.Checkpoints;
using RxRecs.Kafka.RealBroker;

namespace RxRecs.Kafka.Source;

/// <summary>Checkpoints that are not what they should be.</summary>
public sealed class CheckpointTests
{
    [Test]
    public void RunPartitions_NewestCheckpointDamaged_GoesOnFromTheOneBeforeAndTellsSo()
    {
        using var broker = EmbeddedBroker.Start();
        using var folder = new TemporaryFolder();
        broker.CreateTopic("events", 1);
        List<string> notices = [];
        var options = new KafkaPipelineOptions
        {
            Topics = ["events"],
            Start = KafkaStart.Beginning,
            StopAfterQuiet = TimeSpan.FromMilliseconds(100),
            Store = new FileSnapshotStore(folder.Path),
            Notices = Observer.Create<string>(notices.Add),
        };
        TestTopic.WriteNumbers(broker.Settings, "events", 1, 10);
        Run(broker, options);
        TestTopic.WriteNumbers(broker.Settings, "events", 1, 10, first: 10);
        var before = Run(broker, options);
        var newest = Directory.GetFiles(folder.Path, "20_*", SearchOption.AllDirectories).Single();
        File.WriteAllBytes(newest, [.. File.ReadAllBytes(newest).SkipLast(1)]);
        notices.Clear();

        var after = Run(broker, options);

        Assert.That(after, Is.EqualTo(before));
        Assert.That(after.Select(each => each.Sequence), Is.EqualTo(Enumerable.Range(11, 10).Select(n => (long)n)));
        Assert.That(notices, Has.One.Contains("at offset 10").And.Contains(newest));
    }

    private static IList<PartitionResult<string>> Run(EmbeddedBroker broker, KafkaPipelineOptions options) =>
        KafkaEvents.RunPartitions(
                broker.Settings,
                options,
                TestTopic.Numbers,
                records => records.Select(record => record.Value).LastPerKey(2, _ => 0, n => n)
                    .Select(last => string.Join(',', last.Items)))
            .Timeout(TimeSpan.FromSeconds(30)).ToList().Wait();
}
