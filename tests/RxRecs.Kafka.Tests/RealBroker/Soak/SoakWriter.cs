using System.Globalization;
using System.Text;
using Confluent.Kafka;
using RxRecs.Kafka.Tests.Embedded;

namespace RxRecs.Kafka.RealBroker;

/// <summary>
/// Writes the same numbers to two topics at a steady pace, one that may grow and one that may not, and keeps what a
/// plain loop over them would say.
/// </summary>
internal sealed class SoakWriter : IDisposable
{
    public const int FixedPartitions = 3;
    private const int PerBurst = 10;
    private static readonly TimeSpan BetweenBursts = TimeSpan.FromMilliseconds(100);
    private readonly Lock _gate = new();
    private readonly KafkaCluster _cluster;
    private readonly HashSet<int> _values = [];
    private readonly HashSet<int> _dead = [];
    private readonly int[] _sums = new int[FixedPartitions];
    private readonly List<string> _failures = [];
    private readonly Task _writing;
    private IProducer<byte[], byte[]> _producer;
    private int _next;
    private volatile bool _isOver;

    public SoakWriter(KafkaCluster cluster)
    {
        _cluster = cluster;
        (Growing, Fixed) = (cluster.NewTopic(Partitions), cluster.NewTopic(FixedPartitions));
        _producer = PlainClient.Producer(cluster.BootstrapServers);
        _writing = Task.Factory.StartNew(
            Write, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    public string Growing { get; }

    public string Fixed { get; }

    /// <summary>Tells how many partitions the growing topic has.</summary>
    public int Partitions { get; private set; } = FixedPartitions;

    /// <summary>Tells how many records were written to each topic.</summary>
    public int Count => _next;

    /// <summary>The counts of a plain loop: numbers that can be read, those that cannot, the sums of the former in each
    /// partition of the topic that does not grow.</summary>
    public (IReadOnlySet<int> Values, IReadOnlySet<int> Dead, IReadOnlyList<int> Sums) Expected =>
        (_values, _dead, _sums);

    /// <summary>Writes nothing further while this is done; what was written is confirmed before.</summary>
    public void Hold(Action action)
    {
        lock (_gate)
        {
            Confirm();
            action();
        }
    }

    /// <summary>Writes numbers that happened so long ago, or happen in time to come.</summary>
    public void Write(int count, TimeSpan away, bool isRefused = false)
    {
        lock (_gate)
        {
            for (var n = 0; n < count; n++)
            {
                var text = SoakParser.Text(_next, DateTimeOffset.UtcNow + away);
                Send(Encoding.UTF8.GetBytes(text), isRefused);
            }
        }
    }

    /// <summary>Writes numbers that cannot be read, and as many tombstones.</summary>
    public void WriteJunk(int count)
    {
        lock (_gate)
        {
            for (var n = 0; n < count; n++)
            {
                Produce(n, null);
                Send(Encoding.UTF8.GetBytes(SoakParser.Junk(_next)), isRefused: true);
            }
        }
    }

    /// <summary>Both topics are others now: state begins anew.</summary>
    public void Reset() => Array.Clear(_sums);

    /// <summary>The topics are not what they were: a producer that knew them is of no use, and the broker says a moment
    /// later how many partitions there are.</summary>
    public void Renew(int partitions)
    {
        Partitions = partitions;
        _producer.Dispose();
        _producer = PlainClient.Producer(_cluster.BootstrapServers);
        Assert.That(
            Eventually.Is(
                () => CountOf(Growing) == partitions && CountOf(Fixed) == FixedPartitions, PlainClient.Patience),
            Is.True);
    }

    public void Dispose()
    {
        _isOver = true;
        _writing.Wait();
        _producer.Dispose();
    }

    private void Write()
    {
        while (!_isOver)
        {
            Write(PerBurst, TimeSpan.Zero);
            Thread.Sleep(BetweenBursts);
        }
    }

    private void Send(byte[] value, bool isRefused)
    {
        (isRefused ? _dead : _values).Add(_next);
        if (!isRefused)
        {
            _sums[_next % FixedPartitions] += _next;
        }

        Produce(_next, value);
        _next++;
    }

    private void Produce(int number, byte[]? value)
    {
        var key = Encoding.UTF8.GetBytes((number % 50).ToString(CultureInfo.InvariantCulture));
        foreach (var (topic, partitions) in new[] { (Growing, Partitions), (Fixed, FixedPartitions) })
        {
            _producer.Produce(
                new TopicPartition(topic, number % partitions),
                new Message<byte[], byte[]> { Key = key, Value = value! },
                report =>
                {
                    if (report.Error.IsError)
                    {
                        _failures.Add(report.Error.Reason);
                    }
                });
        }
    }

    private int CountOf(string topic)
    {
        using var admin = new DependentAdminClientBuilder(_producer.Handle).Build();
        return admin.GetMetadata(topic, PlainClient.Patience).Topics.Single().Partitions.Count;
    }

    private void Confirm()
    {
        Assert.That(_producer.Flush(PlainClient.Patience), Is.Zero, "records not confirmed");
        Assert.That(_failures, Is.Empty);
    }
}
