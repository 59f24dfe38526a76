using System.Collections.Concurrent;
using System.Text;

namespace RxRecs.Kafka.RealBroker;

/// <summary>
/// Members with asynchronous handlers at work come and go: what is under way is finished before another member has its
/// records, so that nothing is lost, nothing comes twice, and of a key there is one at a time, in order.
/// </summary>
[Category("Broker")]
[Category("Slow")]
public sealed class HandlerRebalanceTests
{
    private const int Partitions = 6;
    private const int Keys = 60;
    private const int Records = 12_000;
    private static readonly TimeSpan Patience = Eventually.Patience;

    private static KafkaCluster Cluster => SharedCluster.Get();

    [Test]
    public async Task Group_GrowsAndShrinks_EachRecordIsHandledOnceInTheOrderOfItsKey(
        [Values] KafkaGroupProtocol protocol, [Values(0, 300)] int delay)
    {
        var topic = Cluster.NewTopic(Partitions);
        await LongSessions.Allow(Cluster, topic);
        TestTopic.WriteRecords(Cluster.Settings, topic, Enumerable.Range(0, Records).Select(n => (
            n % Keys % Partitions,
            TestTopic.Record(Encoding.UTF8.GetBytes($"{n}"), Encoding.UTF8.GetBytes($"key-{n % Keys}")))));
        var work = new Work();
        using var first = new Member(topic, protocol, work);
        Assert.That(Eventually.Is(() => work.Done.Count > 300, Patience), Is.True, "the first works");
        using (var second = new Member(topic, protocol, work))
        {
            using var third = new Member(topic, protocol, work);
            Assert.That(Eventually.Is(() => second.Handled > 0 && third.Handled > 0, Patience), Is.True, "all work");
            await Task.Delay(delay);
            await second.LeaveAsync();
            await third.LeaveAsync();
        }

        Assert.That(
            Eventually.Is(() => work.Done.Distinct().Count() == Records, Patience), Is.True, $"{work.Done.Count}");
        await first.LeaveAsync();

        Assert.That(work.Done.Count - Records, Is.Zero, "numbers that came again");
        Assert.That(work.Overlaps, Is.Zero, "two of a key at the same time");
        foreach (var key in work.Done.GroupBy(number => number % Keys))
        {
            Assert.That(key, Is.Ordered.Ascending, $"key-{key.Key}");
        }
    }

    private sealed class Work
    {
        private readonly ConcurrentDictionary<int, int> _keys = new();
        private int _overlaps;

        public ConcurrentQueue<int> Done { get; } = new();

        public int Overlaps => Volatile.Read(ref _overlaps);

        public async Task DoAsync(int number, CancellationToken cancel)
        {
            if (!_keys.TryAdd(number % Keys, number))
            {
                Interlocked.Increment(ref _overlaps);
            }

            await Task.Delay(Random.Shared.Next(20), cancel);
            Done.Enqueue(number);
            _keys.TryRemove(number % Keys, out _);
        }
    }

    private sealed class Member : IDisposable
    {
        private readonly CancellationTokenSource _leave = new();
        private readonly Task _run;
        private int _handled;

        public Member(string topic, KafkaGroupProtocol protocol, Work work) =>
            _run = KafkaSource.HandleAsync(
                Cluster.Settings,
                new KafkaSourceOptions
                {
                    Topics = [topic],
                    Start = KafkaStart.Beginning,
                    Group = topic,
                    GroupProtocol = protocol,
                    SessionTimeout = LongSessions.Session,
                },
                TestTopic.Numbers,
                async (record, cancel) =>
                {
                    await work.DoAsync(record.Value, cancel);
                    Interlocked.Increment(ref _handled);
                },
                cancellationToken: _leave.Token);

        public int Handled => Volatile.Read(ref _handled);

        public async Task LeaveAsync()
        {
            await _leave.CancelAsync();
            await _run.WaitAsync(Patience);
        }

        public void Dispose()
        {
            _leave.Cancel();
            _run.Wait(Patience);
            _leave.Dispose();
        }
    }
}
