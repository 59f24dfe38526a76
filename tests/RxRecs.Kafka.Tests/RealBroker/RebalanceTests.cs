using System.Collections.Concurrent;
using System.Reactive;
using RxRecs.Kafka.Worker;

namespace RxRecs.Kafka.RealBroker;

/// <summary>Members come and go in the middle of a run; state follows its partition, and nothing is lost or
/// repeated.</summary>
[Category("Broker")]
public sealed class RebalanceTests
{
    private const int Partitions = 6;
    private static readonly TimeSpan Limit = Eventually.Patience;

    [TestCase(KafkaGroupProtocol.Consumer, 10_000, 5_000)]
    [TestCase(KafkaGroupProtocol.Classic, 30_000, 5_000, Category = "Slow")]
    [TestCase(KafkaGroupProtocol.Consumer, 30_000, 5_000, Category = "Slow")]
    [TestCase(KafkaGroupProtocol.Classic, 500_000, 10_000, Explicit = true, Category = "Long")]
    [TestCase(KafkaGroupProtocol.Consumer, 500_000, 10_000, Explicit = true, Category = "Long")]
    public async Task Group_GrowsAndShrinks_StateFollowsItsPartition(
        KafkaGroupProtocol protocol, int count, int perSecond)
    {
        var cluster = SharedCluster.Get();
        var input = cluster.NewTopic(Partitions);
        await LongSessions.Allow(cluster, input);
        var events = new ShopEvents(count);
        var results = new ConcurrentDictionary<(int Partition, long Sequence), ResultLine>();
        var by = new ConcurrentDictionary<string, long>();
        var repeats = 0L;
        var notices = new ConcurrentQueue<string>();
        var options = new KafkaPipelineOptions
        {
            Topics = [input],
            Start = KafkaStart.Beginning,
            Group = input,
            GroupProtocol = protocol,
            SessionTimeout = LongSessions.Session,
            CommitInterval = TimeSpan.FromMilliseconds(200),
            Store = new InMemorySnapshotStore(),
            Notices = Observer.Create<KafkaNotice>(each => notices.Enqueue(each.Text)),
        };
        Member<ResultLine> Join(string name, bool toTheEnd = false) => new(
            cluster,
            toTheEnd ? options with { End = KafkaEnd.EndOfTopic } : options,
            ShopPipeline.Lines,
            each =>
            {
                by.AddOrUpdate(name, 1, (_, number) => number + 1);
                if (!results.TryAdd((each.Partition, each.Sequence), each.Value))
                {
                    Interlocked.Increment(ref repeats);
                    Assert.That(results[(each.Partition, each.Sequence)], Is.EqualTo(each.Value));
                }
            });
        async Task Works(string name)
        {
            while (by.GetValueOrDefault(name) == 0)
            {
                await Task.Delay(20);
            }
        }

        var all = new TaskCompletionSource();
        var writing = EventWriter.WriteAsync(cluster.Settings, input, events.All(), perSecond, all.Task);
        using var first = Join("first");
        await Works("first").WaitAsync(Limit);
        using var second = Join("second");
        using var third = Join("third");
        await Task.WhenAll(Works("second"), Works("third")).WaitAsync(Limit);
        all.SetResult();
        await first.LeaveAsync(Limit);
        await second.LeaveAsync(Limit);
        await writing.WaitAsync(Limit * 3);
        await third.LeaveAsync(Limit);
        using var last = Join("last", toTheEnd: true);
        await last.Reading.WaitAsync(Limit);

        await TestContext.Out.WriteLineAsync(
            $"{protocol}: {string.Join(", ", by.Select(pair => $"{pair.Key} {pair.Value}"))} results; "
            + $"{repeats} repeated");

        // A machine that stands still for longer than a session lasts gets a member thrown out. It says so, and others
        // read again what it had not saved; the results are the same.
        if (!notices.Any(static notice =>
            notice.StartsWith("The group has given our partitions", StringComparison.Ordinal)))
        {
            Assert.That(repeats, Is.Zero, () => string.Join('\n', notices));
        }

        var expected = PlainLoop.Of(events.All());
        var users = results.OrderBy(pair => pair.Key).Select(pair => pair.Value)
            .Where(each => !each.Key.Contains('-')).ToLookup(each => each.Key, each => each.Text);
        Assert.That(users.Count, Is.EqualTo(expected.Lines.Count));
        Assert.That(expected.Lines.All(pair => users[pair.Key].SequenceEqual(pair.Value)));
    }
}
