using System.Collections.Concurrent;
using System.Globalization;
using System.Reactive.Concurrency;
using System.Reactive.Linq;
using System.Reactive.Threading.Tasks;
using RxRecs.Kafka.Tests.Faults;

namespace RxRecs.Kafka.RealBroker;

/// <summary>A member joins while another reads the history: each pipeline takes its part of it once.</summary>
[Category("Broker")]
public sealed class HistoryMembersTests
{
    private const int Partitions = 4;
    private const int Last = 4_000;
    private static readonly DateTimeOffset Start = new(2024, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [TestCase(KafkaGroupProtocol.Consumer)]
    [TestCase(KafkaGroupProtocol.Classic, Category = "Slow")]
    public async Task Group_GrowsWhileTheHistoryIsRead_ResultsAreThoseOfAPlainLoop(KafkaGroupProtocol protocol)
    {
        var cluster = SharedCluster.Get();
        var topic = cluster.NewTopic(Partitions);
        TestTopic.Write(
            cluster.Settings,
            topic,
            Enumerable.Range(2_000, Last - 2_000).Select(number => (PartitionOf(number), (string?)$"{number}")));
        var options = new KafkaPipelineOptions
        {
            Topics = [topic],
            Start = KafkaStart.Beginning,
            End = KafkaEnd.AfterQuiet(TimeSpan.FromSeconds(3)),
            Group = topic,
            GroupProtocol = protocol,
            Store = new InMemorySnapshotStore(),
            Scheduler = NewThreadScheduler.Default,
            Notices = KafkaNotice.Silence,
        };
        var sums = new ConcurrentDictionary<(int Partition, long Sequence), int>();
        var isReading = new TaskCompletionSource();
        Task Join() => KafkaSource
            .RunPartitions(
                cluster.Settings,
                options,
                new KafkaHistory<int>
                {
                    Events = Enumerable.Range(0, 3_000),
                    EventTimeSelector = TimeOf,
                    Until = TimeOf(2_500),
                    KeySelector = Key,
                },
                RecordParser.From(
                    static record => int.Parse(record.Message.Value, CultureInfo.InvariantCulture), TimeOf),
                records => records.Select(each => each.Value).RunMachine(static () => new SumMachine()))
            .Do(each =>
            {
                Assert.That(sums.GetOrAdd((each.Partition, each.Sequence), each.Value), Is.EqualTo(each.Value));
                _ = sums.Count < 1_000 || isReading.TrySetResult();
            })
            .LastOrDefaultAsync().ToTask();

        var first = Join();
        await isReading.Task.WaitAsync(Eventually.Patience);
        await Task.WhenAll(first, Join()).WaitAsync(Eventually.Patience);

        foreach (var partition in Enumerable.Range(0, Partitions))
        {
            var sum = 0;
            Assert.That(
                sums.Where(each => each.Key.Partition == partition).OrderBy(each => each.Key.Sequence)
                    .Select(each => each.Value),
                Is.EqualTo(Enumerable.Range(0, Last).Where(number => PartitionOf(number) == partition)
                    .Select(number => sum += number)));
        }
    }

    private static DateTimeOffset TimeOf(int number) => Start.AddSeconds(Math.Floor(number / 4.0));

    private static byte[] Key(int number) => KafkaKey.Of(number % 50);

    private static int PartitionOf(int number) => KafkaPartitioner.PartitionOf(Key(number), Partitions);
}
