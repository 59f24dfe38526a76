using System.Collections.Concurrent;
using System.Reactive;
using System.Reactive.Concurrency;
using System.Reactive.Linq;

namespace RxRecs.Kafka.Tests.Faults;

/// <summary>
/// Members of one group that run counting pipelines over a shared store, and what is known of them all: whose pipeline
/// is alive, and every result by partition and number.
/// </summary>
internal sealed class Members(EmbeddedBroker broker, string topic, KafkaGroupProtocol protocol) : IDisposable
{
    public const int Keys = 10;
    private static readonly TimeSpan Patience = Eventually.Patience;
    private readonly InMemorySnapshotStore _store = new();
    private readonly ConcurrentDictionary<(int Partition, long Sequence), (int Key, long Count)> _results = new();
    private readonly ConcurrentDictionary<int, object> _owners = new();
    private readonly List<Member> _running = [];
    private readonly ConcurrentQueue<string> _notices = new();
    private int _live;
    private int _overlaps;
    private int _contradictions;
    private int _lost;
    private int _begun;
    private int _stoodIn;
    private int _rejoined;

    /// <summary>Called with each value inside the pipeline, by whichever member.</summary>
    public Action<int>? SlowOperator { get; set; }

    public TimeSpan MaxPollInterval { get; init; } = TimeSpan.FromSeconds(30);

    public int Running => _running.Count;

    /// <summary>Pipelines alive: the sum over all members.</summary>
    public int Live => Volatile.Read(ref _live);

    /// <summary>Pipelines that got a first record: each is a partition that was given to a member.</summary>
    public int Begun => Volatile.Read(ref _begun);

    /// <summary>Records that a pipeline took while another pipeline of the partition was alive.</summary>
    public int Overlaps => Volatile.Read(ref _overlaps);

    /// <summary>Results that came again with another value.</summary>
    public int Contradictions => Volatile.Read(ref _contradictions);

    /// <summary>The number of times that a member has lost its partitions.</summary>
    public int Lost => Volatile.Read(ref _lost);

    /// <summary>The number of times that another thread has stepped in for a pipeline that takes long.</summary>
    public int StoodIn => Volatile.Read(ref _stoodIn);

    /// <summary>The number of times that a member was no longer known, or its coordinator had failed, and it has joined
    /// anew.</summary>
    public int Rejoined => Volatile.Read(ref _rejoined);

    public int Results => _results.Count;

    public void Add()
    {
        var cancel = new CancellationTokenSource();
        var task = Task.Factory.StartNew(
            () => Run(cancel.Token), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        _running.Add(new Member(task, cancel));
    }

    /// <summary>Ends a member; it gives its partitions back.</summary>
    public void Remove(int index)
    {
        var member = _running[index];
        _running.RemoveAt(index);
        member.Cancel.Cancel();
        Assert.That(member.Task.Wait(Patience), Is.True, "a member hangs");
        Assert.That(member.Task.Result, Is.Null);
        member.Cancel.Dispose();
    }

    /// <summary>Starts the cancellation of a member, without waiting.</summary>
    public void Cancel(int index) => _running[index].Cancel.Cancel();

    public void WaitFor(Func<bool> isTrue, string what)
    {
        var ended = Eventually.Is(() => isTrue() || _running.Exists(each => each.Task.IsCompleted), Patience);
        foreach (var each in _running.Where(each => each.Task.IsCompleted))
        {
            Assert.That(each.Task.Result, Is.Null, what);
        }

        Assert.That(ended && isTrue(), Is.True, $"{what}: {State()}");
    }

    /// <summary>Compares the results with a plain loop over what was written.</summary>
    public void AssertExact(IReadOnlyList<int>[] written)
    {
        for (var partition = 0; partition < written.Length; partition++)
        {
            var counts = new long[Keys];
            var expected = written[partition].Select(value => (value % Keys, ++counts[value % Keys])).ToList();
            var mine = _results.Where(each => each.Key.Partition == partition)
                .OrderBy(each => each.Key.Sequence).Select(each => (each.Key.Sequence, each.Value)).ToList();
            Assert.That(
                mine.Select(each => each.Sequence),
                Is.EqualTo(Enumerable.Range(1, expected.Count).Select(n => (long)n)));
            Assert.That(mine.Select(each => each.Value), Is.EqualTo(expected));
        }
    }

    public void Dispose()
    {
        while (_running.Count > 0)
        {
            Remove(_running.Count - 1);
        }
    }

    private Exception? Run(CancellationToken cancellation)
    {
        Exception? end = null;
        KafkaSource.RunPartitions(
                broker.Settings with
                {
                    Client = new Dictionary<string, string> { ["reconnect.backoff.max.ms"] = "500" },
                },
                new KafkaPipelineOptions
                {
                    Topics = [topic],
                    Start = KafkaStart.Beginning,
                    Group = topic + "-group",
                    GroupProtocol = protocol,
                    SessionTimeout = TimeSpan.FromSeconds(1.5),
                    MaxPollInterval = MaxPollInterval,
                    CommitInterval = TimeSpan.FromMilliseconds(100),
                    Store = _store,
                    Notices = Observer.Create<KafkaNotice>(each => Notice(each.Text)),
                    Scheduler = ImmediateScheduler.Instance,
                },
                TestTopic.Numbers,
                Build,
                cancellationToken: cancellation)
            .Subscribe(Observer.Create<PartitionResult<(int Key, long Count)>>(Take, error => end = error));
        return end;
    }

    // What is known of a wait that was in vain: how far each partition is, and what the members have said.
    private string State()
    {
        var partitions = _results.Keys.GroupBy(each => each.Partition).OrderBy(each => each.Key)
            .Select(each => $"{each.Count()} results of partition {each.Key}");
        return $"{string.Join(", ", partitions)}, {Running} members, {Live} pipelines\n{string.Join('\n', _notices)}";
    }

    private void Notice(string text)
    {
        _notices.Enqueue(text);
        if (text.StartsWith("The group has given our partitions", StringComparison.Ordinal))
        {
            Interlocked.Increment(ref _lost);
        }

        if (text.Contains("we join the group anew", StringComparison.Ordinal))
        {
            Interlocked.Increment(ref _rejoined);
        }

        if (text.StartsWith("The pipeline takes long", StringComparison.Ordinal))
        {
            Interlocked.Increment(ref _stoodIn);
        }
    }

    private IObservable<(int Key, long Count)> Build(IObservable<KafkaRecord<int>> records)
    {
        var me = new object();
        var partition = -1;
        Interlocked.Increment(ref _live);
        return records
            .Do(record =>
            {
                if (partition < 0)
                {
                    partition = record.Partition;
                    Interlocked.Increment(ref _begun);
                    if (!_owners.TryAdd(partition, me))
                    {
                        Interlocked.Increment(ref _overlaps);
                    }
                }

                SlowOperator?.Invoke(record.Value);
            })
            .Select(record => record.Value)
            .RunMachine(() => new CountMachine(Keys))
            .Finally(() =>
            {
                Interlocked.Decrement(ref _live);
                if (partition >= 0)
                {
                    _owners.TryRemove(new KeyValuePair<int, object>(partition, me));
                }
            });
    }

    private void Take(PartitionResult<(int Key, long Count)> result)
    {
        var stored = _results.GetOrAdd((result.Partition, result.Sequence), result.Value);
        if (stored != result.Value)
        {
            Interlocked.Increment(ref _contradictions);
        }
    }

    private sealed record Member(Task<Exception?> Task, CancellationTokenSource Cancel);
}
