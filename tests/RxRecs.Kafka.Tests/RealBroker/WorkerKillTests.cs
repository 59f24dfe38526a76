using System.Reactive.Linq;
using System.Text;
using RxRecs.Kafka.Worker;

namespace RxRecs.Kafka.RealBroker;

/// <summary>
/// A worker is killed at any moment while events stream in, and started again: what it has written, read without
/// repeats, is what a plain loop says, line by line. Nothing is lost, nothing is counted twice.
/// </summary>
[Category("Broker")]
[Category("Outage")]
public sealed class WorkerKillTests
{
    private const int Partitions = 4;
    private static readonly TimeSpan Patience = Eventually.Patience;

    [TestCase(KafkaGroupProtocol.Consumer, 2, 10_000, 1_000, 13)]
    [TestCase(KafkaGroupProtocol.Classic, 4, 30_000, 1_000, 11, Category = "Slow")]
    [TestCase(KafkaGroupProtocol.Consumer, 4, 30_000, 1_000, 12, Category = "Slow")]
    public Task Worker_KilledAtAnyMoment_LosesAndRepeatsNothing(
        KafkaGroupProtocol protocol, int kills, int events, int perSecond, int seed) =>
        Run(protocol, kills, new ShopEvents(events, seed: seed), perSecond, seed);

    [Explicit]
    [Category("Long")]
    [TestCase(KafkaGroupProtocol.Classic, 25, 500_000, 4_000, 21)]
    [TestCase(KafkaGroupProtocol.Consumer, 25, 500_000, 4_000, 22)]
    public Task Worker_KilledFiftyTimes_LosesAndRepeatsNothing(
        KafkaGroupProtocol protocol, int kills, int events, int perSecond, int seed) =>
        Run(protocol, kills, new ShopEvents(events, seed: seed), perSecond, seed);

    private static async Task Run(KafkaGroupProtocol protocol, int kills, ShopEvents events, int perSecond, int seed)
    {
        var cluster = SharedCluster.Get();
        var (input, output) = (cluster.NewTopic(Partitions), cluster.NewTopic(Partitions));
        using var store = new TemporaryFolder();
        var writing = EventWriter.WriteAsync(cluster.Settings, input, events.All(), perSecond);
        string[] settings =
        [
            $"brokers={cluster.BootstrapServers}", $"input={input}", $"output={output}", $"group={input}",
            $"store={store.Path}", $"protocol={protocol}", "commit=100",
            .. protocol == KafkaGroupProtocol.Classic ? new[] { "instance=one" } : [],
        ];
        var random = new Random(seed);
        for (var kill = 0; kill < kills; kill++)
        {
            using var worker = new WorkerProcess(settings);

            // Every third is killed while it starts, joins or restores.
            if (kill % 3 != 2)
            {
                await Task.WhenAny(worker.HasRead, writing).WaitAsync(Patience);
            }

            await Task.Delay(random.Next(kill % 3 == 2 ? 3_000 : 800));
            Assert.That(worker.HasEnded, Is.False, worker.Text);
        }

        await writing.WaitAsync(Patience);
        using var last = new WorkerProcess([.. settings, "complete="]);
        Assert.That(await last.EndAsync(Patience), Is.Zero, last.Text);
        await Verify(cluster, events, input, output);
    }

    private static async Task Verify(KafkaCluster cluster, ShopEvents events, string input, string output)
    {
        var written = 0L;
        var records = await KafkaSource
            .FromTopics(
                cluster.Settings,
                TestTopic.FromBeginningToEnd(output),
                RecordParser.From(record => new ResultLine(
                    Encoding.UTF8.GetString(record.Message.Key), Encoding.UTF8.GetString(record.Message.Value))))
            .Do(_ => written++)
            .WithoutRepeats()
            .Select(each => each.Value)
            .ToList();

        await TestContext.Out.WriteLineAsync(
            $"{events.Count} events; {written} results written, {written - records.Count} of them repeats");
        ExpectedLines.Verify(events, records, input);
    }
}
