using System.Globalization;
using System.Reactive.Linq;
using System.Text;
using Confluent.Kafka;

namespace RxRecs.Kafka.RealBroker;

/// <summary>
/// Kills a worker whose asynchronous handlers are at work (kill -9), again and again: every record is handled, each no
/// sooner than the one before it of its key.
/// </summary>
[Category("Broker")]
[Category("Outage")]
[Category("Slow")]
public sealed class HandlerKillTests
{
    private const int Partitions = 4;
    private const int Keys = 60;
    private const int Records = 15_000;
    private static readonly TimeSpan Patience = Eventually.Patience;

    [TestCase(KafkaGroupProtocol.Classic, 5, 31)]
    [TestCase(KafkaGroupProtocol.Consumer, 5, 32)]
    public async Task Worker_KilledWithHandlersAtWork_LosesNothing(KafkaGroupProtocol protocol, int kills, int seed)
    {
        var cluster = SharedCluster.Get();
        var (input, output) = (cluster.NewTopic(Partitions), cluster.NewTopic(Partitions));
        TestTopic.WriteRecords(cluster.Settings, input, Enumerable.Range(0, Records).Select(n =>
            (n % Keys % Partitions, TestTopic.Record([1], Encoding.UTF8.GetBytes($"key-{n % Keys}")))));
        string[] settings =
        [
            $"brokers={cluster.BootstrapServers}", $"input={input}", $"output={output}", $"group={input}", "handle=",
            $"protocol={protocol}", "commit=100",
            .. protocol == KafkaGroupProtocol.Classic ? new[] { "instance=one" } : [],
        ];
        var random = new Random(seed);
        for (var kill = 0; kill < kills; kill++)
        {
            using var worker = new WorkerProcess(settings);
            await worker.HasRead.WaitAsync(Patience);
            await Task.Delay(random.Next(800));
            Assert.That(worker.HasEnded, Is.False, worker.Text);
        }

        using var last = new WorkerProcess([.. settings, "complete="]);
        Assert.That(await last.EndAsync(Patience), Is.Zero, last.Text);
        await Verify(cluster, output);
    }

    private static async Task Verify(KafkaCluster cluster, string output)
    {
        var handled = await KafkaSource
            .FromTopics(
                cluster.Settings,
                TestTopic.FromBeginningToEnd(output),
                RecordParser.From(static record => Encoding.UTF8.GetString(record.Message.Value)))
            .Select(each => (Key: Encoding.UTF8.GetString(each.Key!), each.Value))
            .ToList();

        await TestContext.Out.WriteLineAsync($"{Records} records, {handled.Count - Records} of them handled again");
        Assert.That(handled.Select(each => each.Value).Distinct().Count(), Is.EqualTo(Records));
        foreach (var key in handled.GroupBy(each => each.Key, each => Offset(each.Value)))
        {
            var offsets = key.ToList();
            var (order, next) = (offsets.Distinct().Order().ToList(), 0);
            foreach (var offset in offsets)
            {
                // One that comes again is before the next new one; the next new one is the next of its key.
                Assert.That(order.BinarySearch(offset), Is.LessThanOrEqualTo(next), $"{key.Key} at {offset}");
                next += order[Math.Min(next, order.Count - 1)] == offset ? 1 : 0;
            }
        }
    }

    private static long Offset(string value) => long.Parse(value.Split(' ')[1], CultureInfo.InvariantCulture);
}
