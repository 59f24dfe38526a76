using System.Reactive;
using System.Reactive.Concurrency;
using System.Reactive.Linq;
using System.Reactive.Subjects;
using System.Reactive.Threading.Tasks;
using RxRecs.Interactions;
using RxRecs.Kafka;
using RxRecs.Quality;
using RxRecs.Shop.Input;
using RxRecs.Shop.Output;
using RxRecs.Time;

namespace RxRecs.Shop.Broker;

/// <summary>
/// Two readers of one topic. The batch layer reads all of it anew in each run, over all partitions in order of event
/// time; the speed layer is a consumer group with one pipeline per partition, and goes on where it stood.
/// </summary>
internal sealed class LambdaLayers(ShopRun run, BrokerSession broker, LambdaSettings settings, Action beforeCommit)
    : IDisposable
{
    private const int MostAhead = 20_000;
    private const int MostNotices = 20;
    private static readonly TimeSpan QuietPartition = TimeSpan.FromSeconds(10);
    private readonly ReadAhead _ahead = new(MostAhead);
    private readonly Subject<Interaction> _batch = new();
    private readonly Subject<PartitionResult<SpeedResult>> _speed = new();
    private readonly LayerCount _batchCount = new("batch");
    private readonly LayerCount _speedCount = new("speed");
    private readonly List<DeadLetter> _dead = [];
    private ProgressBar? _bar;

    public IObservable<Interaction> Batch => _batch;

    public IObservable<PartitionResult<SpeedResult>> Speed => _speed;

    /// <summary>How many events came too late for the speed layer.</summary>
    public long LateForSpeed { get; private set; }

    /// <summary>Reads until Ctrl-C or the idle stop; in the embedded broker, what a replay writes there
    /// meanwhile.</summary>
    public void Play()
    {
        run.Layers.AddRange([_batchCount, _speedCount]);
        ProgressBar.Show(run.Terminal, "Streaming", bar =>
        {
            _bar = bar;
            var task = broker.IsEmbedded
                ? SideBySide.RunAsync(WriteAsync, [ReadBatchAsync, ReadSpeedAsync], run.Stop)
                : ReadBothAsync();
            task.GetAwaiter().GetResult();
        });
        if (!broker.IsEmbedded)
        {
            run.Counts.Read = _batchCount.Events;
        }

        run.Counts.Read -= _dead.Count;
        _dead.ForEach(run.Counts.AddDead);
        run.NoteInterruption();
    }

    public void Dispose()
    {
        _batch.Dispose();
        _speed.Dispose();
        _ahead.Dispose();
    }

    // Each fails or ends by itself; when one fails, the other is of no use.
    private Task ReadBothAsync() => SideBySide.RunAsync(
        WaitAsync, [ReadBatchAsync, ReadSpeedAsync], CancellationToken.None);

    // Nobody writes here: the input is never over, and what ends the readers are their own reasons.
    private static Task WaitAsync(CancellationToken cancellation) => Task.CompletedTask;

    private async Task WriteAsync(CancellationToken stop)
    {
        var rows = TopicRows.Read(run.Input, run.Counts, new InputProgress(run.Input, _bar!), null);
        var options = KafkaReplay.ForInteractions(
            settings.Topic, static (next, json) => InteractionJson.Write(json, next)) with
        {
            Speed = run.Input.Speed,
            Gate = _ahead.Wait,
        };
        await KafkaReplay.RunAsync(broker.Settings, rows, options, cancellationToken: stop);
    }

    private Task<Interaction> ReadBatchAsync(Task inputOver, CancellationToken cancellation)
    {
        var options = new KafkaSourceOptions
        {
            Topics = [settings.Topic],
            Start = settings.Start,
            ReadHeaders = false,
            InputOver = broker.IsEmbedded ? inputOver : null,
            StopAfterQuiet = settings.IdleStop,
            IdleTimeout = broker.IsEmbedded ? null : QuietPartition,
            Notices = Notices("batch"),
        };
        var merge = new KafkaMergeOptions
        {
            AllowedLateness = run.Input.Lateness,
            MaxPending = broker.IsEmbedded
                ? int.MaxValue
                : new KafkaMergeOptions { AllowedLateness = default }.MaxPending,
        };
        var late = Observer.Create<LateEvent<KafkaRecord<Interaction>>>(next => run.Counts.AddLate(
            new LateEvent<Interaction>(next.Event.Value, next.EventTime, next.Watermark, next.Count),
            run.Input.Lateness));
        var events = KafkaEvents.FromTopicsByEventTime(
            broker.Settings,
            options,
            merge,
            Parser(_batchCount),
            late,
            Observer.Create<DeadLetter>(_dead.Add),
            NewThreadScheduler.Default,
            Stop(cancellation));
        return RunAsync(
            events
                .Select(record => record.Value)
                .Where(next => broker.IsEmbedded || ShopInput.IsInRange(next, run.Input, run.Counts))
                .Do(_ => run.Counts.Used++),
            _batch);
    }

    private Task<PartitionResult<SpeedResult>> ReadSpeedAsync(Task inputOver, CancellationToken cancellation)
    {
        var options = new KafkaPipelineOptions
        {
            Topics = [settings.Topic],
            Start = settings.Start,
            Group = $"{settings.Group}-speed",
            GroupProtocol = settings.Protocol,
            Store = settings.Store,
            InputOver = broker.IsEmbedded ? inputOver : null,
            StopAfterQuiet = settings.IdleStop,
            BeforeCommit = _ => beforeCommit(),
            Progress = new LagDisplay("speed", run.Terminal, _bar),
            Notices = Notices("speed"),
        };
        var results = KafkaEvents.RunPartitions(
            broker.Settings,
            options,
            Parser(_speedCount),
            records => SpeedPipeline.Create(records, run.Input.Lateness, settings.Last, () => LateForSpeed++),
            null,
            NewThreadScheduler.Default,
            Stop(cancellation));
        return RunAsync(results.Do(next => CountEvents(next.Value)), _speed);
    }

    private void CountEvents(in SpeedResult next)
    {
        if (next.Events is not null)
        {
            _bar!.Count();
        }
    }

    private static Task<T> RunAsync<T>(IObservable<T> source, IObserver<T> observer)
        where T : struct =>
        source
            .Catch((OperationCanceledException _) => Observable.Empty<T>())
            .Do(observer)
            .LastOrDefaultAsync()
            .ToTask(CancellationToken.None);

    // Over a real broker Ctrl-C ends the reading at once; over the embedded one it ends the writing, and the rest is
    // read.
    private CancellationToken Stop(CancellationToken cancellation) => broker.IsEmbedded
        ? cancellation
        : CancellationTokenSource.CreateLinkedTokenSource(cancellation, run.Stop).Token;

    private LayerParser Parser(LayerCount layer)
    {
        var parser = InteractionJson.CreateParser();
        return new LayerParser(broker.IsEmbedded ? _ahead.Watch(parser) : parser, layer, settings.Log);
    }

    // A broker that is away is told of again and again; once is enough.
    private IObserver<string> Notices(string layer)
    {
        var told = new HashSet<string>(StringComparer.Ordinal);
        return Observer.Create<string>(text =>
        {
            if (told.Count < MostNotices && told.Add(string.Concat(text.Where(letter => !char.IsDigit(letter)))))
            {
                run.Terminal.Error.WriteLine(Plain.Short($"{layer}: {text}", 300));
            }
        });
    }
}
