namespace RxRecs.Kafka.Source;

/// <summary>
/// An asynchronous handler of results whose tasks start when they are told to, and end when the test says so; results
/// of one key are those with the same last character.
/// </summary>
internal sealed class ResultHandlers(int concurrency, int pending, bool hasOrder)
{
    private readonly StepScheduler _steps = new();
    private readonly Dictionary<char, long> _last = [];

    /// <summary>The results whose tasks have begun and not ended.</summary>
    public List<Running> AtWork { get; } = [];

    /// <summary>The results whose tasks have ended well, by their numbers; shared by runs that follow each
    /// other.</summary>
    public required IDictionary<long, string> Done { get; init; }

    public HandlerPool<PartitionResult<string>> NewPool(TopicRun run)
    {
        var options = new KafkaHandlerOptions<PartitionResult<string>>
        {
            MaxConcurrency = concurrency,
            MaxPending = pending,
            KeySelector = hasOrder ? static result => KeyOf(result) : static _ => null,
            CloseTimeout = TimeSpan.Zero,
        };
        return new(
            options, (_, result, stop) => Handle(result, stop), HandledKind.Result, TimeProvider.System, run)
        {
            Scheduler = _steps,
            Moment = TimeSpan.Zero,
        };
    }

    /// <summary>Starts what may start.</summary>
    public void Start() => _steps.RunQueued();

    /// <summary>Ends a task.</summary>
    public void End(Running running, Exception? error = null)
    {
        Assert.That(AtWork.Remove(running), Is.True);
        if (error is null && !running.Stop.IsCancellationRequested)
        {
            NoteDone(running.Result);
        }

        _steps.End(running.Awaited, error);
    }

    private Task Handle(PartitionResult<string> result, CancellationToken stop)
    {
        var running = new Running(result, new TaskCompletionSource(), stop);
        if (hasOrder)
        {
            var key = KeyOf(result);
            Assert.That(AtWork.Where(each => KeyOf(each.Result) == key), Is.Empty, "one at a time of each key");
            Assert.That(_last.GetValueOrDefault(key), Is.LessThan(result.Sequence), "in the order of its key");
            _last[key] = result.Sequence;
        }

        AtWork.Add(running);
        Assert.That(AtWork, Has.Count.LessThanOrEqualTo(concurrency));
        return running.Awaited.Task;
    }

    private void NoteDone(PartitionResult<string> result)
    {
        if (Done.TryGetValue(result.Sequence, out var before))
        {
            Assert.That(result.Value, Is.EqualTo(before), "the same number, the same result");
        }

        Done[result.Sequence] = result.Value;
    }

    private static char KeyOf(PartitionResult<string> result) => result.Value[^1];

    /// <summary>A task that has begun.</summary>
    internal sealed record Running(
        PartitionResult<string> Result, TaskCompletionSource Awaited, CancellationToken Stop);
}
