using System.Buffers.Text;
using System.Reactive;
using System.Reactive.Concurrency;
using RxRecs.Kafka.Embedded;

namespace RxRecs.Kafka.Tests.Faults;

/// <summary>Brokers come and go under a writer and a reader: what was confirmed arrives, in order per
/// partition.</summary>
public sealed class BrokerBounceTests : BrokerTests
{
    private const int Partitions = 4;
    private const int InFlight = 200;
    private const int RecordsPerRound = 40;
    private const string Topic = "events";
    private readonly Lock _gate = new();
    private readonly List<int>[] _seen = [[], [], [], []];
    private readonly int[] _newest = [-1, -1, -1, -1];
    private readonly SemaphoreSlim _room = new(InFlight);
    private readonly List<int> _ids = [1, 2, 3];
    private KafkaSink<int>? _sink;
    private long _distinct;

    private protected override int Brokers => 3;

    [SetUp]
    public void MakeTopic()
    {
        NewTopic(Partitions, name: Topic);
        Broker.Faults.SetGroupHeartbeat(TimeSpan.FromMilliseconds(300));
    }

    [TearDown]
    public void Stop() => _room.Dispose();

    [TestCase(10)]
    [TestCase(100, Category = "Slow")]
    public void Brokers_BounceAgainAndAgain_EveryConfirmedRecordArrivesInOrder(int rounds)
    {
        using var cancel = new CancellationTokenSource();
        using var stopWriting = new CancellationTokenSource();
        var reader = Start(() => Read(cancel.Token));
        var writer = Start(() => Write(stopWriting.Token));
        var random = new Random(7);
        for (var round = 0; round < rounds; round++)
        {
            Disturb(round, random);
            WaitForRecords(RecordsPerRound, $"round {round}", reader, writer);
        }

        stopWriting.Cancel();
        Assert.That(writer.Wait(Patience), Is.True, "the writer hangs");
        WaitFor(() => Interlocked.Read(ref _distinct) >= writer.Result, "the last records", reader, writer);
        cancel.Cancel();
        Assert.That(reader.Wait(Patience), Is.True, "the reader hangs");

        for (var partition = 0; partition < Partitions; partition++)
        {
            var mine = Enumerable.Range(0, (int)writer.Result).Where(n => n % Partitions == partition);
            Assert.That(_seen[partition].Distinct(), Is.EqualTo(mine));
        }

        TestContext.Out.WriteLine(
            $"{writer.Result} records in {rounds} rounds, "
            + $"{_seen.Sum(each => each.Count) - writer.Result} of them twice");
    }

    private static Task<long> Start(Func<long> action) => Task.Factory.StartNew(
        action, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    private void Disturb(int round, Random random)
    {
        var broker = _ids[random.Next(_ids.Count)];
        switch (random.Next(6))
        {
            case 0:
            case 1:
                Broker.Faults.SetDown(broker);
                Broker.Faults.SetLeader(Topic, random.Next(Partitions), _ids[random.Next(_ids.Count)]);
                Broker.Faults.SetUp(broker);
                break;
            case 2:
                Broker.Faults.SetDown();
                Broker.Faults.SetUp();
                break;
            case 3:
                Broker.Faults.SetLeader(Topic, random.Next(Partitions), broker);
                break;
            case 4:
                Broker.Faults.SetCoordinator("group", broker);
                break;
            default:
                // The first is kept: it is one of those that the clients ask first.
                var oldest = _ids[1];
                _ids.RemoveAt(1);
                _ids.Add(10 + round);
                Broker.Faults.AddBroker(10 + round);
                Broker.Faults.Decommission(oldest);
                break;
        }
    }

    private void WaitForRecords(long count, string what, params Task[] running)
    {
        var goal = Interlocked.Read(ref _distinct) + count;
        WaitFor(() => Interlocked.Read(ref _distinct) >= goal, what, running);
    }

    private void WaitFor(Func<bool> isTrue, string what, params Task[] running)
    {
        var ended = Eventually.Is(
            () => isTrue() || Array.Exists(running, each => each.IsFaulted), 2 * Patience);
        var fault = Array.Find(running, each => each.IsFaulted)?.Exception;
        Assert.That(fault, Is.Null, what);
        Assert.That(
            ended,
            Is.True,
            $"nothing goes on: {what}, {_sink?.Delivered} confirmed, {Interlocked.Read(ref _distinct)} read, "
            + $"the newest {string.Join(' ', _newest)}, brokers {string.Join(' ', _ids)}");
    }

    private long Write(CancellationToken stop)
    {
        using var sink = new KafkaSink<int>(Quick, new KafkaSinkOptions<int>
        {
            Topic = Topic,
            PartitionSelector = static value => value % Partitions,
            Write = static (value, writer) =>
            {
                Utf8Formatter.TryFormat(value, writer.GetSpan(11), out var length);
                writer.Advance(length);
            },
        });
        _sink = sink;
        var next = 0;
        while (!stop.IsCancellationRequested)
        {
            if (_room.Wait(TimeSpan.FromMilliseconds(100), CancellationToken.None))
            {
                sink.OnNext(next++);
            }
        }

        sink.OnCompleted();
        Assert.That(sink.Delivered, Is.EqualTo(next));
        return next;
    }

    private long Read(CancellationToken cancellation)
    {
        Exception? error = null;
        var options = new KafkaSourceOptions
        {
            Topics = [Topic],
            Start = KafkaStart.Beginning,
            Group = "group",
            GroupProtocol = KafkaGroupProtocol.Consumer,
            CommitInterval = TimeSpan.FromMilliseconds(50),
        };
        KafkaSource.FromTopics(
            Quick,
            options with { Scheduler = ImmediateScheduler.Instance },
            TestTopic.Numbers,
            cancellationToken: cancellation)
            .Subscribe(Observer.Create<KafkaRecord<int>>(Take, e => error = e));
        return error is null
            ? 0
            : throw new InvalidOperationException("The reader failed.", error);
    }

    private void Take(KafkaRecord<int> record)
    {
        lock (_gate)
        {
            var seen = _seen[record.Partition];
            seen.Add(record.Value);
            if (record.Value > _newest[record.Partition])
            {
                _newest[record.Partition] = record.Value;
                Interlocked.Increment(ref _distinct);
                _room.Release();
            }
        }
    }

    private KafkaSettings Quick => Settings with
    {
        Client = new Dictionary<string, string>
        {
            ["reconnect.backoff.max.ms"] = "200",
            ["topic.metadata.refresh.fast.interval.ms"] = "50",
        },
    };
}
