using System.Reactive.Concurrency;
using System.Reactive.Linq;
using System.Reactive.Subjects;
using System.Reactive.Threading.Tasks;
using RxRecs.Kafka;
using RxRecs.Shop.Broker;
using RxRecs.Shop.Input;
using RxRecs.Shop.Options;
using RxRecs.Shop.Output;

namespace RxRecs.Shop.Runs;

/// <summary>
/// Two readers of one topic. The batch layer reads all of it anew in each run, over all partitions in order of event
/// time; the speed layer is a consumer group with one pipeline per partition, and goes on where it stood. Both find the
/// same dead letters: the batch layer counts them, and the speed layer, which does not read a record again in the next
/// run, sends them to their topic.
/// </summary>
internal sealed class LambdaLayers : IDisposable
{
    private readonly ShopRun _run;
    private readonly LambdaSettings _settings;
    private readonly ResultSinks _sinks;
    private readonly TopicFeed _feed;
    private readonly TopicInput _topic;
    private readonly TopicEvents _events;
    private readonly Subject<Interaction> _batch = new();
    private readonly Subject<PartitionResult<SpeedResult>> _speed = new();
    private readonly LayerCount _speedCount = new("speed");
    private ProgressBar? _bar;
    private bool _hasReadHistory;

    public LambdaLayers(ShopRun run, BrokerSession broker, LambdaSettings settings, ResultSinks sinks)
    {
        (_run, _settings, _sinks) = (run, settings, sinks);
        _feed = new TopicFeed(run, broker, settings.Topic.Topic);
        _topic = broker.IsEmbedded ? settings.Topic.AsOwn(_feed.CreateParser) : settings.Topic;
        var batch = new LayerCount("batch");
        _events = new TopicEvents(run, _topic, batch);
        run.Layers.AddRange([batch, _speedCount]);
    }

    public IObservable<Interaction> Batch => _batch;

    public IObservable<PartitionResult<SpeedResult>> Speed => _speed;

    /// <summary>The number of events that came too late for the speed layer.</summary>
    public long LateForSpeed { get; private set; }

    /// <summary>Gives the time of the first event that the batch layer has read; null while there is none.</summary>
    public DateTimeOffset? BatchBegan => _events.Began;

    /// <summary>
    /// Reads until Ctrl-C or the idle stop; in the embedded broker, what is written there meanwhile.
    /// </summary>
    public void Play()
    {
        _events.FindEndOfHistory();
        ProgressBar.Show(_run.Terminal, "Streaming", bar =>
        {
            _bar = bar;
            var task = _topic.IsOwn ? ReadWhatIsWrittenAsync(bar) : ReadWhatComesAsync();
            task.GetAwaiter().GetResult();
        });
        _events.Finish();
        if (_topic.History is not null && !_hasReadHistory && !_run.Stop.IsCancellationRequested)
        {
            _run.Terminal.Error.WriteLine("The speed layer went on from its state, without the files.");
        }

        _run.EndReading();
    }

    public void Dispose()
    {
        _batch.Dispose();
        _speed.Dispose();
        _feed.Dispose();
    }

    // Ctrl-C ends the writing, and the rest is read. What cannot be read becomes a dead letter before the topic.
    private Task ReadWhatIsWrittenAsync(ProgressBar bar)
    {
        var dead = _sinks.DeadLetters is { } sink ? sink.OnNext : (Action<DeadLetter>?)null;
        return SideBySide.RunAsync(
            stop => _feed.WriteAsync(bar, dead, stop),
            [
                (inputOver, failed) => ReadBatchAsync(KafkaEnd.When(inputOver), failed),
                (inputOver, failed) => ReadSpeedAsync(KafkaEnd.When(inputOver), failed),
            ],
            _run.Stop);
    }

    // Each reader fails or ends by itself, and Ctrl-C ends both at once; when one fails, the other is of no use.
    private Task ReadWhatComesAsync() => SideBySide.RunAsync(
        static _ => Task.CompletedTask,
        [
            (_, failed) => ReadUntilStoppedAsync(stop => ReadBatchAsync(_topic.End, stop), failed),
            (_, failed) => ReadUntilStoppedAsync(stop => ReadSpeedAsync(_topic.End, stop), failed),
        ],
        CancellationToken.None);

    private async Task ReadUntilStoppedAsync(Func<CancellationToken, Task> read, CancellationToken failed)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(failed, _run.Stop);
        await read(stop.Token);
    }

    private Task<Interaction> ReadBatchAsync(KafkaEnd end, CancellationToken cancellation) =>
        RunAsync(_events.Read(end, _bar!, isAlone: false, cancellation), _batch);

    private Task<PartitionResult<SpeedResult>> ReadSpeedAsync(KafkaEnd end, CancellationToken cancellation)
    {
        var options = new KafkaPipelineOptions
        {
            Topics = [_topic.Topic],
            Start = _topic.Start,
            Group = $"{_settings.Group}-speed",
            GroupProtocol = _settings.Protocol,
            Store = _settings.Store,
            End = end,
            Scheduler = NewThreadScheduler.Default,
            BeforeCommit = _sinks.Flush,
            ReadHeaders = !_topic.IsOwn,
            Limits = _topic.SourceLimits,
            Progress = new LagDisplay("speed", _run.Terminal, _bar),
            Notices = TopicEvents.Notices(_run, "speed", _topic.Log),
        };
        var parser = _topic.CreateParser(_speedCount);
        var history = _topic.History?.Create(new InputCounts(), new ProgressBar(), ReceiveFromHistory, Keep);
        IObservable<SpeedResult> Pipeline(IObservable<KafkaRecord<Interaction>> records) =>
            SpeedPipeline.Create(records, _settings, _run.Input.Lateness, () => LateForSpeed++);
        var results = history is null
            ? KafkaSource.RunPartitions(_topic.Broker, options, parser, Pipeline, cancellation)
            : KafkaSource.RunPartitions(_topic.Broker, options, history, parser, Pipeline, cancellation);
        return RunAsync(
            results.WithDeadLetters().Do(next => Keep(next.DeadLetter)).Results().Do(next => CountEvents(next.Value)),
            _speed);
    }

    private void ReceiveFromHistory()
    {
        _speedCount.Events++;
        _hasReadHistory = true;
    }

    private void Keep(DeadLetter? letter)
    {
        if (letter is not null && !_topic.IsOwn)
        {
            _sinks.DeadLetters?.OnNext(letter with { Reason = OptionNames.NameOptions(letter.Reason) });
        }
    }

    private void CountEvents(in SpeedResult next)
    {
        if (next.Events is not null)
        {
            _bar!.Count();
        }
    }

    // Ctrl-C also ends the waiting of a sink for a broker: what is known by then is printed.
    private static Task<T> RunAsync<T>(IObservable<T> source, IObserver<T> observer)
        where T : struct =>
        source
            .Do(observer)
            .Catch((OperationCanceledException _) => Observable.Empty<T>())
            .LastOrDefaultAsync()
            .ToTask(CancellationToken.None);
}
