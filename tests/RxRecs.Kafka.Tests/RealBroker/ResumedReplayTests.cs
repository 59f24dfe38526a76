using System.Text;
using RxRecs.Kafka.Replay;
using RxRecs.Kafka.Tests;

namespace RxRecs.Kafka.RealBroker;

/// <summary>A replay that the broker refuses in the middle, and that goes on once it may.</summary>
[Category("Broker")]
[Category("Slow")]
public sealed class ResumedReplayTests
{
    private const int Rows = 2_000;
    private const int Large = 700;

    [Test]
    public async Task Replay_OneRowIsRefused_NoneIsWrittenBehindItAndTheNextRunWritesAll()
    {
        var cluster = SharedCluster.Get();
        var topic = await LimitedTopic.Make(cluster);
        var settings = cluster.Settings with
        {
            Client = new Dictionary<string, string> { ["batch.size"] = "1000", ["compression.type"] = "none" },
        };
        var options = new KafkaReplayOptions<int>
        {
            Topic = topic,
            UserSelector = static _ => 1,
            ResumeSource = "rows",
            Write = static (row, bytes) =>
                Encoding.UTF8.GetBytes($"{row}".PadRight(row == Large ? LimitedTopic.TooLarge : 20), bytes),
        };
        await Assert.ThrowsAsync<KafkaFailureException>(() => KafkaReplay.RunAsync(settings, All(), options));
        await LimitedTopic.Lift(cluster, topic);

        var summary = await KafkaReplay.RunAsync(settings, All(), options);

        Assert.That(summary.Totals.AlreadyThere, Is.InRange(1, Large - 1));
        Assert.That(
            TopicReader.Read(cluster.Settings, topic, Rows)
                .Select(record => int.Parse(Encoding.UTF8.GetString(record.Message.Value))),
            Is.EqualTo(Enumerable.Range(1, Rows)));
    }

    private static IEnumerable<(long Position, int Value)> All() =>
        Enumerable.Range(1, Rows).Select(row => ((long)row, row));
}
