using System.Reactive;
using System.Reactive.Concurrency;
using System.Reactive.Linq;
using RxRecs.Kafka.Tests.Faults;

namespace RxRecs.Kafka.RealBroker;

/// <summary>
/// One or more readers of the same kind that share what they have seen, as the members of a group do; a single one
/// without a group. Of a kind with a store the sums are kept, of the others each number.
/// </summary>
internal sealed class SoakGroup(SoakKind kind, KafkaCluster cluster, SoakWriter writer, SteppedClock clock)
    : IDisposable
{
    private static readonly TimeSpan Patience = Eventually.Patience;
    private static readonly TimeSpan HandlerCloseTimeout = TimeSpan.FromSeconds(4);
    private readonly Lock _gate = new();
    private readonly HashSet<int> _values = [];
    private readonly HashSet<int> _dead = [];
    private readonly Dictionary<(int Partition, long Sequence), int> _sums = [];
    private readonly Dictionary<int, long> _last = [];
    private readonly Queue<string> _notices = [];
    private readonly List<(Task<Exception?> Run, CancellationTokenSource Stop)> _members = [];
    private readonly InMemorySnapshotStore _store = new();
    private long _slowUntil;
    private int _blocks;

    /// <summary>Records and results that came again.</summary>
    public long Repeats { get; private set; }

    /// <summary>Results that came again with another value.</summary>
    public int Contradictions { get; private set; }

    /// <summary>Readers that were started again because they found their topic missing.</summary>
    public int Restarts { get; private set; }

    public bool HasGroup => kind.Protocol is not null;

    public void Add()
    {
        var stop = new CancellationTokenSource();
        var run = Task.Factory.StartNew(
            () => Run(stop.Token), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        _members.Add((run, stop));
    }

    /// <summary>The member that has been there for the longest time leaves.</summary>
    public void Leave()
    {
        var (run, stop) = _members[0];
        stop.Cancel();
        Assert.That(run.Wait(Patience), Is.True, $"{this} does not stop");
        Assert.That(run.Result, Is.Null, ToString());
        stop.Dispose();
        _members.RemoveAt(0);
    }

    /// <summary>For so long each record takes a while.</summary>
    public void SlowDown(TimeSpan length) =>
        Volatile.Write(ref _slowUntil, Environment.TickCount64 + (long)length.TotalMilliseconds);

    /// <summary>The next record takes longer than a member may be away.</summary>
    public void Block() => Interlocked.Exchange(ref _blocks, 1);

    /// <summary>Fails if a reader has ended; one that found its topic missing may be started again.</summary>
    public void Look(bool mayBeMissing = false)
    {
        foreach (var (run, _) in _members.Where(static each => each.Run.IsCompleted).ToList())
        {
            var isMissing = run.Result is KafkaFailureException { Failure: KafkaFailure.MissingTopic };
            Assert.That(mayBeMissing && isMissing, Is.True, $"{this}: {run.Result}");
            _members.RemoveAll(each => each.Run == run);
            Restarts++;
            Add();
        }
    }

    /// <summary>Tells whether all that is expected has come.</summary>
    public bool IsComplete()
    {
        lock (_gate)
        {
            var (values, dead, sums) = writer.Expected;
            return _dead.Count == dead.Count
                && (kind.HasStore
                    ? Enumerable.Range(0, sums.Count).All(each => LastSum(each) == sums[each])
                    : _values.Count == values.Count);
        }
    }

    public void AssertExact()
    {
        lock (_gate)
        {
            var (values, dead, _) = writer.Expected;
            Assert.That(_dead.SetEquals(dead), Is.True, $"dead letters of {this}");
            Assert.That(kind.HasStore || _values.SetEquals(values), Is.True, ToString());
            Assert.That(Contradictions, Is.Zero, ToString());
        }
    }

    public void Dispose()
    {
        _members.ForEach(static each => each.Stop.Cancel());
        foreach (var (run, stop) in _members)
        {
            run.Wait(Patience);
            stop.Dispose();
        }
    }

    public override string ToString()
    {
        lock (_gate)
        {
            var (values, dead, sums) = writer.Expected;
            return $"{kind}: {_values.Count} of {values.Count} numbers, {_dead.Count} of {dead.Count} dead letters, "
                + $"sums {string.Join(' ', Enumerable.Range(0, sums.Count).Select(LastSum))} "
                + $"of {string.Join(' ', sums)}, "
                + $"{Repeats} repeats, {Restarts} restarts; {string.Join(" < ", _notices.Reverse())}";
        }
    }

    private int LastSum(int partition) =>
        _last.TryGetValue(partition, out var sequence) ? _sums[(partition, sequence)] : 0;

    private Exception? Run(CancellationToken stop)
    {
        try
        {
            Read(stop);
            return null;
        }
        catch (Exception error)
        {
            return error;
        }
    }

    private void Read(CancellationToken stop)
    {
        var (settings, options, parser) = (cluster.Settings, Options(), new SoakParser());
        switch (kind.Mode)
        {
            case ReadingMode.FromTopics:
                KafkaSource.FromTopics(settings, options, parser, stop).WithDeadLetters()
                    .Do(each => Take(each, record => Take(record.Value))).DefaultIfEmpty().Wait();
                break;
            case ReadingMode.FromTopicsByEventTime:
                KafkaSource.FromTopicsByEventTime(settings, options, Merge, parser, stop).WithSideOutputs()
                    .Do(each => Take(each, TakeMerged)).DefaultIfEmpty().Wait();
                break;
            case ReadingMode.RunPartitions when kind.HasStore:
                KafkaSource.RunPartitions(settings, options, parser, Sums, stop).WithDeadLetters()
                    .Do(each => Take(each, TakeSum)).DefaultIfEmpty().Wait();
                break;
            case ReadingMode.RunPartitions:
                KafkaSource.RunPartitions(settings, options, parser, static each => each, stop).WithDeadLetters()
                    .Do(each => Take(each, record => Take(record.Value.Value))).DefaultIfEmpty().Wait();
                break;
            case ReadingMode.HandleResultsAsync when kind.HasStore:
                KafkaSource.HandleResultsAsync(settings, options, parser, Sums, HandleSum, Handling<int>(), stop)
                    .GetAwaiter().GetResult();
                break;
            case ReadingMode.HandleResultsAsync:
                KafkaSource.HandleResultsAsync(
                        settings,
                        options,
                        parser,
                        static each => each,
                        (result, cancel) => Handle(result.Value, cancel),
                        Handling<KafkaRecord<int>>(),
                        stop)
                    .GetAwaiter().GetResult();
                break;
            default:
                KafkaSource.HandleAsync(
                    settings,
                    options,
                    parser,
                    Handle,
                    new KafkaHandlerOptions<KafkaRecord<int>> { DeadLetters = TakeDead, CloseTimeout = HandlerCloseTimeout },
                    stop).GetAwaiter().GetResult();
                break;
        }
    }

    private KafkaHandlerOptions<PartitionResult<T>> Handling<T>() =>
        new() { DeadLetters = TakeDead, CloseTimeout = HandlerCloseTimeout };

    private static KafkaMergeOptions Merge => new() { AllowedLateness = TimeSpan.FromSeconds(1) };

    private static IObservable<int> Sums(IObservable<KafkaRecord<int>> records) =>
        records.Select(static each => each.Value).RunMachine(static () => new SumMachine());

    private async Task Handle(KafkaRecord<int> record, CancellationToken stop)
    {
        await Task.Delay(Delay(), stop);
        Note(_values, record.Value);
    }

    private async Task HandleSum(PartitionResult<int> result, CancellationToken stop)
    {
        await Task.Delay(Delay(), stop);
        Note(result);
    }

    private void Take<T>(in ReadResult<T> result, Action<T> take)
    {
        if (result.DeadLetter is { } letter)
        {
            TakeDead(letter);
        }
        else if (result.IsValue)
        {
            take(result.Value!);
        }
    }

    private void Take(int value)
    {
        Thread.Sleep(Delay());
        Note(_values, value);
    }

    private void TakeMerged(EventTimeResult<KafkaRecord<int>, KafkaRecord<int>> result)
    {
        if (result.Late is { } late)
        {
            Note(_values, late.Event.Value);
        }
        else if (result.IsResult)
        {
            Take(result.Result.Value);
        }
    }

    private void TakeSum(PartitionResult<int> result)
    {
        Thread.Sleep(Delay());
        Note(result);
    }

    private void Note(PartitionResult<int> result)
    {
        lock (_gate)
        {
            var key = (result.Partition, result.Sequence);
            if (!_sums.TryAdd(key, result.Value))
            {
                Repeats++;
                Contradictions += _sums[key] == result.Value ? 0 : 1;
            }

            _last[result.Partition] = Math.Max(_last.GetValueOrDefault(result.Partition), result.Sequence);
        }
    }

    private void TakeDead(DeadLetter letter)
    {
        if (SoakParser.NumberOf(letter) is { } number)
        {
            Note(_dead, number);
        }
    }

    private void Note(HashSet<int> seen, int number)
    {
        lock (_gate)
        {
            Repeats += seen.Add(number) ? 0 : 1;
        }
    }

    private TimeSpan Delay()
    {
        if (Interlocked.Exchange(ref _blocks, 0) != 0)
        {
            return TimeSpan.FromSeconds(8);
        }

        return TimeSpan.FromMilliseconds(Environment.TickCount64 < Volatile.Read(ref _slowUntil) ? 20 : 0);
    }

    private KafkaPipelineOptions Options() => new()
    {
        Topics = [kind.HasStore ? writer.Fixed : writer.Growing],
        Start = KafkaStart.Beginning,
        Group = HasGroup ? kind.ToString() : null,
        GroupProtocol = kind.Protocol ?? KafkaGroupProtocol.Classic,
        SessionTimeout = TimeSpan.FromSeconds(6),
        MaxPollInterval = TimeSpan.FromSeconds(6),
        CommitInterval = TimeSpan.FromSeconds(1),
        IdleTimeout = TimeSpan.FromSeconds(2),
        RestartOnNewTopic = true,
        TimeProvider = clock,
        Store = kind.HasStore ? _store : null,
        Name = kind.HasStore ? "sums" : null,
        Scheduler = ImmediateScheduler.Instance,
        Notices = Observer.Create<KafkaNotice>(Note),
    };

    private void Note(KafkaNotice notice)
    {
        lock (_gate)
        {
            _notices.Enqueue(notice.Text);
            if (_notices.Count > 8)
            {
                _notices.Dequeue();
            }
        }
    }
}
