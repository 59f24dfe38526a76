using System.Collections.Concurrent;
using System.Reactive.Concurrency;
using System.Reactive.Linq;
using System.Reactive.Threading.Tasks;

namespace RxRecs.Kafka.RealBroker;

/// <summary>
/// A member is stopped while the group moves its partitions, or just after: what it has processed is committed, and
/// nobody gets it again.
/// </summary>
[Category("Broker")]
[Category("Slow")]
public sealed class StopAfterRebalanceTests
{
    private const int Partitions = 4;
    private const int Numbers = 10_000;
    private static readonly TimeSpan Patience = Eventually.Patience;

    private static KafkaCluster Cluster => SharedCluster.Get();

    [Test]
    public async Task Stop_ShortlyAfterAnotherMemberJoins_NothingComesAgain(
        [Values] KafkaGroupProtocol protocol, [Values(0, 100, 500, 1_500)] int delay)
    {
        var topic = Cluster.NewTopic(Partitions);
        await LongSessions.Allow(Cluster, topic);
        TestTopic.WriteNumbers(Cluster.Settings, topic, Partitions, Numbers);
        var seen = new ConcurrentQueue<int>();
        using var first = new Member(topic, protocol, seen);
        Assert.That(Eventually.Is(() => seen.Count > 400, Patience), Is.True);

        using var second = new Member(topic, protocol, seen);
        Assert.That(Eventually.Is(() => second.Records > 0, Patience), Is.True);
        await Task.Delay(delay);
        first.Stop();

        Assert.That(
            Eventually.Is(() => seen.Distinct().Count() == Numbers, Patience), Is.True, $"{seen.Distinct().Count()}");
        second.Stop();
        Assert.That(seen.Count - Numbers, Is.Zero, "numbers that came again");
    }

    [Test]
    public async Task Stop_ShortlyAfterItJoins_NothingComesAgain(
        [Values] KafkaGroupProtocol protocol, [Values(0, 100, 500, 1_500)] int delay)
    {
        var topic = Cluster.NewTopic(Partitions);
        await LongSessions.Allow(Cluster, topic);
        TestTopic.WriteNumbers(Cluster.Settings, topic, Partitions, Numbers);
        var seen = new ConcurrentQueue<int>();
        using var first = new Member(topic, protocol, seen);
        Assert.That(Eventually.Is(() => seen.Count > 400, Patience), Is.True);

        using (var second = new Member(topic, protocol, seen))
        {
            Assert.That(Eventually.Is(() => second.Records > 0, Patience), Is.True);
            await Task.Delay(delay);
            second.Stop();
        }

        Assert.That(
            Eventually.Is(() => seen.Distinct().Count() == Numbers, Patience), Is.True, $"{seen.Distinct().Count()}");
        first.Stop();
        Assert.That(seen.Count - Numbers, Is.Zero, "numbers that came again");
    }

    private sealed class Member : IDisposable
    {
        private readonly CancellationTokenSource _stop = new();
        private readonly Task _reading;
        private int _records;

        public Member(string topic, KafkaGroupProtocol protocol, ConcurrentQueue<int> seen) =>
            _reading = KafkaSource
                .FromTopics(
                    Cluster.Settings,
                    new KafkaSourceOptions
                    {
                        Topics = [topic],
                        Start = KafkaStart.Beginning,
                        Group = topic,
                        GroupProtocol = protocol,
                        SessionTimeout = TimeSpan.FromSeconds(6),
                        Scheduler = NewThreadScheduler.Default,
                    },
                    TestTopic.Numbers,
                    _stop.Token)
                .Do(each =>
                {
                    seen.Enqueue(each.Value);
                    Interlocked.Increment(ref _records);
                    Thread.Sleep(2);
                })
                .LastOrDefaultAsync().ToTask();

        public int Records => Volatile.Read(ref _records);

        public void Stop()
        {
            _stop.Cancel();
            Assert.That(_reading.Wait(Patience), Is.True, "it does not stop");
        }

        public void Dispose()
        {
            _stop.Cancel();
            _reading.Wait(Patience);
            _stop.Dispose();
        }
    }
}
