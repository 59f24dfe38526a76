using System.Collections.Concurrent;
using System.Reactive;
using System.Reactive.Concurrency;
using System.Reactive.Linq;

namespace RxRecs.Kafka;

/// <summary>A run over a topic of numbers, in any mode and on a thread of its own.</summary>
internal sealed class NumberReader : IDisposable
{
    private static readonly TimeSpan Patience = Eventually.Patience;
    private readonly CancellationTokenSource _cancel = new();
    private readonly ConcurrentQueue<int> _seen = new();
    private readonly ConcurrentQueue<string> _notices = new();
    private volatile KafkaProgress? _progress;
    private bool _isDisposed;

    public NumberReader(ReadingMode mode, KafkaSettings settings, KafkaPipelineOptions options)
    {
        var watched = options with
        {
            Progress = new OnProgress(value => _progress = value),
            Notices = Observer.Create<KafkaNotice>(each =>
            {
                _notices.Enqueue(each.Text);
                options.Notices?.OnNext(each);
            }),
        };
        End = Task.Factory.StartNew(
            () =>
            {
                if (mode is ReadingMode.HandleAsync or ReadingMode.HandleResultsAsync)
                {
                    return Handle(mode, settings, watched);
                }

                Exception? end = null;
                Open(mode, settings, watched).Subscribe(Observer.Create<int>(_seen.Enqueue, error => end = error));
                return end;
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default);
    }

    /// <summary>The error that the run has ended with; null for its completion.</summary>
    public Task<Exception?> End { get; }

    /// <summary>The numbers that have come.</summary>
    public IReadOnlyCollection<int> Seen => _seen;

    /// <summary>The number of records read, as it was told last.</summary>
    public long Records => _progress?.Records ?? 0;

    /// <summary>True if it has partitions and has read them to their ends.</summary>
    public bool IsAtEnd => _progress is { Partitions: > 0, IsAtEnd: true };

    /// <summary>Tells whether it was given a notice that begins so.</summary>
    public bool HasHeard(string beginning) =>
        _notices.Any(each => each.StartsWith(beginning, StringComparison.Ordinal));

    /// <summary>Waits until it is so, or the run has ended.</summary>
    public void Reaches(Func<NumberReader, bool> condition, TimeSpan? patience = null)
    {
        var isReached = Eventually.Is(() => condition(this) || End.IsCompleted, patience ?? Patience);
        Assert.That(End.IsCompleted ? End.Result : null, Is.Null, ToString());
        Assert.That(isReached && condition(this), Is.True, ToString());
    }

    /// <summary>Waits for the end, and asserts that it says of a topic that it is missing.</summary>
    public void EndsWithout(string topic, TimeSpan? patience = null)
    {
        Assert.That(End.Wait(patience ?? Patience), Is.True, $"it goes on: {this}");
        Assert.That(End.Result, Is.InstanceOf<KafkaFailureException>(), ToString());
        var failure = (KafkaFailureException)End.Result!;
        Assert.That(failure.Failure, Is.EqualTo(KafkaFailure.MissingTopic), failure.Message);
        Assert.That(failure.Message, Does.Contain($"'{topic}'"));
    }

    /// <summary>Waits for completion, and asserts that these numbers have come, once unless they may repeat.</summary>
    public void CompletesWith(IEnumerable<int> numbers, bool mayRepeat = false)
    {
        Assert.That(End.Wait(Patience), Is.True, $"it goes on: {this}");
        Assert.That(End.Result, Is.Null, ToString());
        Assert.That(mayRepeat ? _seen.Distinct() : _seen, Is.EquivalentTo(numbers));
    }

    /// <summary>Stops it, and waits for nothing.</summary>
    public void Stop() => _cancel.Cancel();

    public void Dispose()
    {
        if (!_isDisposed)
        {
            _isDisposed = true;
            _cancel.Cancel();
            End.Wait(Patience);
            _cancel.Dispose();
        }
    }

    // The newest first: whoever prints it may cut it.
    public override string ToString() =>
        $"{_seen.Count} numbers, {_progress}, {string.Join(" < ", _notices.Reverse())}";

    private Exception? Handle(ReadingMode mode, KafkaSettings settings, KafkaPipelineOptions options)
    {
        try
        {
            var run = mode is ReadingMode.HandleAsync
                ? HandleRecords(settings, options)
                : HandleResults(settings, options);
            run.GetAwaiter().GetResult();
            return null;
        }
        catch (Exception error)
        {
            return error;
        }
    }

    private Task<ReadCounts> HandleRecords(
        KafkaSettings settings, KafkaPipelineOptions options) => KafkaSource.HandleAsync(
        settings,
        options,
        TestTopic.Numbers,
        (record, _) => Note(record.Value),
        new() { CloseTimeout = options.MaxPollInterval / 30 },
        _cancel.Token);

    private Task<ReadCounts> HandleResults(
        KafkaSettings settings, KafkaPipelineOptions options) => KafkaSource.HandleResultsAsync(
        settings,
        options,
        TestTopic.Numbers,
        static records => records.Select(static each => each.Value),
        (result, _) => Note(result.Value),
        new() { CloseTimeout = options.MaxPollInterval / 30 },
        _cancel.Token);

    private async Task Note(int number)
    {
        await Task.Yield();
        _seen.Enqueue(number);
    }

    private IObservable<int> Open(ReadingMode mode, KafkaSettings settings, KafkaPipelineOptions options) => mode switch
    {
        ReadingMode.FromTopics => KafkaSource
            .FromTopics(
                settings,
                options with { Scheduler = ImmediateScheduler.Instance },
                TestTopic.Numbers,
                cancellationToken: _cancel.Token)
            .Select(each => each.Value),
        ReadingMode.FromTopicsByEventTime => KafkaSource
            .FromTopicsByEventTime(
                settings,
                options with { Scheduler = ImmediateScheduler.Instance },
                new KafkaMergeOptions { AllowedLateness = TimeSpan.FromHours(1) },
                TestTopic.Numbers,
                cancellationToken: _cancel.Token)
            .Select(each => each.Value),
        _ => KafkaSource
            .RunPartitions(
                settings,
                options with { Scheduler = ImmediateScheduler.Instance },
                TestTopic.Numbers,
                records => records.Select(each => each.Value),
                cancellationToken: _cancel.Token)
            .Select(each => each.Value),
    };
}
