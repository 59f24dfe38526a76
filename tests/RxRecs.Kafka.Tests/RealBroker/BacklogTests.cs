using System.Diagnostics;
using System.Reactive.Concurrency;
using System.Reactive.Linq;
using RxRecs.Kafka.Worker;

namespace RxRecs.Kafka.RealBroker;

/// <summary>
/// A week of events whose partitions differ in how dense they are in event time, all there before the reading begins,
/// so that one partition is read days ahead of another. Day counts and last brands are those of a plain loop, nothing
/// is late, and memory stays flat.
/// </summary>
[Category("Broker")]
[NonParallelizable]
public sealed class BacklogTests
{
    private const int Partitions = 4;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(600);

    [TestCase(60_000)]
    [TestCase(2_000_000, Explicit = true, Category = "Long")]
    public async Task Backlog_UnevenPartitions_EqualsAPlainLoop(int count)
    {
        var cluster = SharedCluster.Get();
        var input = cluster.NewTopic(Partitions);
        var events = new ShopEvents(count, users: 20_000, items: 1_000);
        EventWriter.Write(cluster.Settings, input, events.All());
        await TestContext.Progress.WriteLineAsync(
            $"{count} events in partitions of {string.Join(", ", cluster.Ends(input, Partitions))}");
        var expected = PlainLoop.Of(events.All(), keepLines: false);
        foreach (var members in new[] { 1, 2, 4 })
        {
            await Check(
                $"{members} consumer(s)", expected, count, found => ByPartition(cluster, input, members, found));
        }

        var inOrder = PlainLoop.Of(events.All().OrderBy(each => each.EventTime), keepLines: false);
        await Check("by event time", inOrder, count, found => ByEventTime(cluster, input, found));
    }

    private static async Task Check(string name, PlainLoop expected, int count, Func<Found, Task> run)
    {
        var found = new Found(new LiveMemory(count));
        using var memory = new MemoryWatch();
        var watch = Stopwatch.StartNew();
        await run(found).WaitAsync(Limit);
        await TestContext.Progress.WriteLineAsync(
            $"{name}: {count / watch.Elapsed.TotalSeconds:0} events/s, {memory}, {found.Memory}");
        found.Memory.AssertFlat(name);
        Assert.That(found.Late, Is.Zero, name);
        Assert.That(found.Counts, Has.Count.EqualTo(expected.Counts.Count), name);
        Assert.That(found.Counts.All(pair => expected.Counts[pair.Key] == pair.Value), name);
        var brands = expected.LastBrands();
        Assert.That(found.Brands, Has.Count.EqualTo(brands.Count), name);
        Assert.That(brands.All(pair => found.Brands[pair.Key] == pair.Value), name);
    }

    private static Task ByPartition(KafkaCluster cluster, string input, int members, Found found)
    {
        var options = new KafkaPipelineOptions
        {
            Topics = [input],
            Start = KafkaStart.Beginning,
            End = KafkaEnd.EndOfTopic,
            Group = $"{input}-{members}",
            GroupProtocol = KafkaGroupProtocol.Consumer,
            Store = new InMemorySnapshotStore(),
        };
        return Task.WhenAll(Enumerable.Range(0, members).Select(_ =>
            new Member<DayOrUser>(cluster, options, each => Both(Counted(each, found)), found.Take).Reading));
    }

    private static Task ByEventTime(KafkaCluster cluster, string input, Found found) => Task.Run(() =>
    {
        KafkaSource.FromTopicsByEventTime(
                cluster.Settings,
                TestTopic.FromBeginningToEnd(input),
                new KafkaMergeOptions { AllowedLateness = ShopPipeline.Lateness },
                InteractionJson.CreateParser())
            .WithLateEvents()
            .Do(each => found.CountLate(each.IsLate ? 1 : 0))
            .Results()
            .Publish(records => Both(Counted(records, found)))
            .Subscribe(each => found.Take(new PartitionResult<DayOrUser>(input, 0, 0, 0, each)));
    });

    private static IObservable<KafkaRecord<Interaction>> Counted(
        IObservable<KafkaRecord<Interaction>> records, Found found) => records.Do(_ => found.Memory.Count());

    private static IObservable<DayOrUser> Both(IObservable<KafkaRecord<Interaction>> records) =>
        records.Publish(shared => Observable.Merge(
            ShopPipeline.Days(shared).Select(static day => new DayOrUser(day, 0, 0)),
            ShopPipeline.LastBrands(shared, static (user, brands) =>
                new DayOrUser(null, user, ShopPipeline.Fingerprint(brands)))));

    private readonly record struct DayOrUser(TrendBucket<Id>? Day, Id User, ulong Brands);

    /// <summary>The results of all consumers together.</summary>
    private sealed class Found(LiveMemory memory)
    {
        private readonly Lock _gate = new();
        private readonly Dictionary<(string, int), long> _sequences = [];

        public LiveMemory Memory => memory;

        public Dictionary<(string Day, Id Item), long> Counts { get; } = [];

        public Dictionary<Id, ulong> Brands { get; } = [];

        public long Late { get; private set; }

        public void CountLate(long number) => Late += number;

        public void Take(PartitionResult<DayOrUser> result)
        {
            lock (_gate)
            {
                var source = (result.Topic, result.Partition);
                if (result.Sequence > 0 && result.Sequence <= _sequences.GetValueOrDefault(source))
                {
                    return;
                }

                _sequences[source] = result.Sequence;
                if (result.Value.Day is not { } day)
                {
                    Brands[result.Value.User] = result.Value.Brands;
                    return;
                }

                CountLate(day.LateCount);
                foreach (var (item, number) in day.Counts)
                {
                    var key = (PlainLoop.Day(day.Start), item);
                    Counts[key] = Counts.GetValueOrDefault(key) + (long)number;
                }
            }
        }
    }
}
