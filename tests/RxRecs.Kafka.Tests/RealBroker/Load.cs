using System.Buffers;
using System.Buffers.Text;
using System.Diagnostics;
using System.Reactive;
using System.Reactive.Concurrency;
using System.Reactive.Linq;
using System.Reactive.Threading.Tasks;

namespace RxRecs.Kafka.RealBroker;

/// <summary>
/// A steady load: a writer, and a reader whose pipelines write the offset of every record to a second topic. It knows
/// at any time whether all still moves, and in the end whether anything is missing.
/// </summary>
internal sealed class Load : IDisposable
{
    private const int Partitions = 4;
    private const int Burst = 100;
    private static readonly TimeSpan BetweenBursts = TimeSpan.FromMilliseconds(100);
    private readonly KafkaCluster _cluster;
    private readonly string _input;
    private readonly string _output;
    private readonly CancellationTokenSource _stopReading = new();
    private readonly KafkaSink<Interaction> _events;
    private readonly KafkaSink<PartitionResult<long>> _results;
    private readonly TaskCompletionSource _written = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task _writing;
    private readonly List<string> _notices = [];
    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private volatile bool _isOver;
    private long _lastResult;
    private long _longestSilence;

    public Load(KafkaCluster cluster, KafkaGroupProtocol protocol)
    {
        _cluster = cluster;
        (_input, _output) = (cluster.NewTopic(Partitions), cluster.NewTopic(Partitions));
        _events = EventWriter.Open(cluster.Settings, _input);
        _results = new KafkaSink<PartitionResult<long>>(cluster.Settings, new KafkaSinkOptions<PartitionResult<long>>
        {
            Topic = _output,
            PartitionSelector = each => each.Partition,
            Write = (each, writer) => writer.Write(KafkaKey.Of(each.Value)),
            SequenceSelector = each => new OutputSequence(each.Topic, each.Partition, each.Sequence),
            CloseTimeout = TimeSpan.FromSeconds(2),
        });
        Reading = Read(protocol);
        _writing = Task.Factory.StartNew(
            Write, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    public Task Reading { get; }

    /// <summary>The notices that the user was given, each line once with its number.</summary>
    public string Notices
    {
        get
        {
            lock (_notices)
            {
                return string.Join('\n', _notices.GroupBy(each => each).Select(each => $"{each.Count()} x {each.Key}"));
            }
        }
    }

    /// <summary>The longest time without a result since it was last asked for.</summary>
    public TimeSpan TakeLongestSilence() => new(Interlocked.Exchange(ref _longestSilence, 0));

    /// <summary>Waits until what is written from now on has gone all the way.</summary>
    public async Task Moves(TimeSpan limit)
    {
        var (events, results) = (_events.Delivered + _events.InFlight, _results.Delivered + _results.InFlight);
        var start = _watch.Elapsed;
        while (_events.Delivered <= events || _results.Delivered <= results)
        {
            if (Reading.IsCompleted || _writing.IsCompleted)
            {
                await await Task.WhenAny(Reading, _writing);
                Assert.Fail($"The reading or the writing has ended by itself.\n{Notices}");
            }

            Assert.That(_watch.Elapsed - start, Is.LessThan(limit), $"Nothing moves any more.\n{Notices}");
            await Task.Delay(10);
        }
    }

    public void Cancel() => _stopReading.Cancel();

    /// <summary>Ends the writing, reads the rest, and checks that every record is there just once.</summary>
    public async Task<string> FinishAsync(TimeSpan limit)
    {
        _isOver = true;
        await _writing.WaitAsync(limit);
        await Reading.WaitAsync(limit);
        var offsets = await KafkaSource
            .FromTopics(
                _cluster.Settings,
                TestTopic.FromBeginningToEnd(_output),
                RecordParser.From(static record =>
                    Utf8Parser.TryParse(record.Message.Value, out long offset, out _) ? offset : -1))
            .WithoutRepeats()
            .ToList();
        Assert.That(offsets, Has.Count.EqualTo(_events.Delivered));
        foreach (var partition in offsets.GroupBy(each => each.Partition))
        {
            Assert.That(
                partition.Select(each => each.Value),
                Is.EqualTo(Enumerable.Range(0, partition.Count()).Select(n => (long)n)));
        }

        return $"{_events.Delivered} events confirmed, {_results.Delivered} results written, "
            + $"{offsets.Count} without repeats";
    }

    public void Dispose()
    {
        _isOver = true;
        _stopReading.Cancel();
        Task.WaitAll(Task.Run(_events.Dispose), Task.Run(_results.Dispose));
    }

    private Task<PartitionResult<long>> Read(KafkaGroupProtocol protocol) =>
        KafkaSource.RunPartitions(
                _cluster.Settings,
                new KafkaPipelineOptions
                {
                    Topics = [_input],
                    Start = KafkaStart.Beginning,
                    Group = _input,
                    GroupProtocol = protocol,
                    SessionTimeout = TimeSpan.FromSeconds(6),
                    CommitInterval = TimeSpan.FromMilliseconds(500),
                    BeforeCommit = _results.Flush,
                    Store = new InMemorySnapshotStore(),
                    End = KafkaEnd.When(_written.Task),
                    Notices = Observer.Create<KafkaNotice>(each => Note(each.Text)),
                    Scheduler = NewThreadScheduler.Default,
                },
                InteractionJson.CreateParser(),
                static records => records.Select(each => each.Offset),
                cancellationToken: _stopReading.Token)
            .Do(Take)
            .DefaultIfEmpty()
            .ToTask();

    private void Take(PartitionResult<long> result)
    {
        _results.OnNext(result);
        var now = _watch.Elapsed.Ticks;
        _longestSilence = Math.Max(_longestSilence, now - _lastResult);
        _lastResult = now;
    }

    private void Write()
    {
        foreach (var burst in new ShopEvents(10_000_000).All().Chunk(Burst).TakeWhile(_ => !_isOver))
        {
            foreach (var each in burst)
            {
                _events.OnNext(each);
            }

            Thread.Sleep(BetweenBursts);
        }

        _events.OnCompleted();
        _written.SetResult();
    }

    private void Note(string line)
    {
        lock (_notices)
        {
            _notices.Add(line);
        }
    }
}
