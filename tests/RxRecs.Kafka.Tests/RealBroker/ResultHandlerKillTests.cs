using System.Globalization;
using System.Reactive.Linq;
using System.Text;
using RxRecs.Kafka.Worker;

namespace RxRecs.Kafka.RealBroker;

/// <summary>
/// Kills a worker whose handlers of results are at work (kill -9), again and again: each result is handled, with the
/// number and the value that a run without a kill gives it, and only those behind the checkpoint come again.
/// </summary>
[Category("Broker")]
[Category("Outage")]
[Category("Slow")]
public sealed class ResultHandlerKillTests
{
    private const int Partitions = 4;
    private static readonly TimeSpan Patience = Eventually.Patience;

    [TestCase(KafkaGroupProtocol.Classic, 4, 8_000, 41)]
    [TestCase(KafkaGroupProtocol.Consumer, 4, 8_000, 42)]
    public async Task Worker_KilledWithHandlersOfResultsAtWork_LosesNoneAndRepeatsThoseBehindTheCheckpoint(
        KafkaGroupProtocol protocol, int kills, int count, int seed)
    {
        var cluster = SharedCluster.Get();
        var (input, output) = (cluster.NewTopic(Partitions), cluster.NewTopic(Partitions));
        var events = new ShopEvents(count, seed: seed);
        EventWriter.Write(cluster.Settings, input, events.All());
        using var folder = new TemporaryFolder();
        string[] settings =
        [
            $"brokers={cluster.BootstrapServers}", $"input={input}", $"output={output}", $"group={input}",
            $"store={folder.Path}", $"protocol={protocol}", "commit=100",
            .. protocol == KafkaGroupProtocol.Classic ? new[] { "instance=one" } : [],
        ];
        var random = new Random(seed);
        var saved = new List<long[]>();
        for (var kill = 0; kill < kills; kill++)
        {
            saved.Add(Saved(folder.Path, input));
            using var worker = new WorkerProcess([.. settings, $"results={kill}"]);
            await worker.HasRead.WaitAsync(Patience);

            // Every other one is killed before it has saved anything.
            Assert.That(
                kill % 2 == 0 || Eventually.Is(() => Saved(folder.Path, input).Sum() > saved[^1].Sum() + 500, Patience),
                Is.True,
                worker.Text);
            await Task.Delay(random.Next(800));
            Assert.That(worker.HasEnded, Is.False, worker.Text);
        }

        saved.Add(Saved(folder.Path, input));
        using var last = new WorkerProcess([.. settings, $"results={kills}", "complete="]);
        Assert.That(await last.EndAsync(Patience), Is.Zero, last.Text);
        Verify(await Read(cluster, output), saved, events, input);
    }

    private static void Verify(List<Handled> handled, List<long[]> saved, ShopEvents events, string input)
    {
        var numbers = handled.GroupBy(static each => (each.Partition, each.Sequence)).ToList();
        TestContext.Out.WriteLine(
            $"{numbers.Count} results, {handled.Count - numbers.Count} of them handled again; checkpoints had"
            + $" {string.Join(", ", saved.Select(static each => each.Sum()))}");
        Assert.That(saved[^1].Sum(), Is.Positive);
        Assert.That(numbers.Where(static each => each.Select(one => one.Line).Distinct().Count() > 1), Is.Empty);
        Assert.That(
            handled.Where(each => each.Sequence <= saved[each.Process][each.Partition]), Is.Empty,
            "what a checkpoint has is not handled again");
        ExpectedLines.Verify(
            events, [.. numbers.OrderBy(static each => each.Key).Select(static each => each.First().Line)], input);
    }

    // The number of results that each partition's checkpoint has.
    private static long[] Saved(string folder, string topic)
    {
        var store = new FileSnapshotStore(folder);
        return [.. Enumerable.Range(0, Partitions).Select(partition =>
        {
            var stored = store.Load($"{topic}/{topic}[{partition}]");
            return stored.Count == 0 ? 0 : Checkpoint.FromBytes(stored[0].Content).Delivered;
        })];
    }

    private static async Task<List<Handled>> Read(KafkaCluster cluster, string output) => [.. await KafkaSource
        .FromTopics(
            cluster.Settings,
            TestTopic.FromBeginningToEnd(output),
            RecordParser.From(static record => Parse(
                Encoding.UTF8.GetString(record.Message.Key), Encoding.UTF8.GetString(record.Message.Value))))
        .Select(static each => each.Value)
        .ToList()];

    private static Handled Parse(string key, string value)
    {
        var parts = value.Split(' ', 4);
        return new Handled(Number(parts[0]), Number(parts[1]), Number(parts[2]), new ResultLine(key, parts[3]));
    }

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    private sealed record Handled(int Process, int Partition, int Sequence, ResultLine Line);
}
