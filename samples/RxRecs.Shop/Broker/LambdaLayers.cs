using System.Reactive;
using System.Reactive.Concurrency;
using System.Reactive.Linq;
using System.Reactive.Subjects;
using System.Reactive.Threading.Tasks;
using RxRecs.Kafka;
using RxRecs.Shop.Input;
using RxRecs.Shop.Options;
using RxRecs.Shop.Output;

namespace RxRecs.Shop.Broker;

/// <summary>
/// Two readers of one topic. The batch layer reads all of it anew in each run, over all partitions in order of event
/// time; the speed layer is a consumer group with one pipeline per partition, and goes on where it stood. Both find the
/// same dead letters: the batch layer counts them, and the speed layer, which does not read a record again in the next
/// run, sends them to their topic.
/// </summary>
internal sealed class LambdaLayers(ShopRun run, BrokerSession broker, LambdaSettings settings, ResultSinks sinks)
    : IDisposable
{
    private static readonly TimeSpan QuietPartition = TimeSpan.FromSeconds(10);
    private readonly TopicFeed _feed = new(run, broker, settings.Topic);
    private readonly Subject<Interaction> _batch = new();
    private readonly Subject<PartitionResult<SpeedResult>> _speed = new();
    private readonly LayerCount _batchCount = new("batch");
    private readonly LayerCount _speedCount = new("speed");
    private readonly UnusedRecords _unused = new(run.Input.Lateness, run.Input.IsStrict);
    private ProgressBar? _bar;
    private long _received;
    private bool _hasReadHistory;

    public IObservable<Interaction> Batch => _batch;

    public IObservable<PartitionResult<SpeedResult>> Speed => _speed;

    /// <summary>The number of events that came too late for the speed layer.</summary>
    public long LateForSpeed { get; private set; }

    /// <summary>Gives the time of the first event that the batch layer has read; null while there is none.</summary>
    public DateTimeOffset? BatchBegan { get; private set; }

    // What was written to the embedded broker has been checked on the way. An event of the year 2099 in a topic of
    // others would make all that follow it late: the parser refuses it, and so knows of every event that there is.
    private RecordLimits Limits => (broker.IsEmbedded ? new RecordLimits() : settings.Limits) with
    {
        MaxFutureSkew = null,
    };

    private TimeSpan? MaxAhead => broker.IsEmbedded ? null : settings.Limits.MaxFutureSkew;

    /// <summary>
    /// Reads until Ctrl-C or the idle stop; in the embedded broker, what is written there meanwhile.
    /// </summary>
    public void Play()
    {
        run.Layers.AddRange([_batchCount, _speedCount]);
        if (settings.History is { } history)
        {
            history.FindEnd(FirstEventTime);
            run.Terminal.Error.WriteLine(
                $"The files count up to {history.Until.UtcDateTime:yyyy-MM-ddTHH:mm:ss.FFFFFFFZ}, "
                    + "the topic from there on.");
        }

        ProgressBar.Show(run.Terminal, "Streaming", bar =>
        {
            _bar = bar;
            var task = broker.IsEmbedded ? ReadWhatIsWrittenAsync(bar) : ReadWhatComesAsync();
            task.GetAwaiter().GetResult();
        });
        _unused.AddTo(run.Counts);
        if (settings.History is not null && !_hasReadHistory && !run.Stop.IsCancellationRequested)
        {
            run.Terminal.Error.WriteLine("The speed layer went on from its state, without the files.");
        }

        if (!broker.IsEmbedded)
        {
            // What has been read has come to an end by now or is held; what is too large never reached the parser that
            // counts.
            var counts = run.Counts;
            counts.Held = _received - counts.Used - counts.Late - counts.OutOfRange - counts.Overlap;
            counts.LeaveOutUndecided();
        }

        run.EndReading();
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
        var dead = sinks.DeadLetters is { } sink ? sink.OnNext : (Action<DeadLetter>?)null;
        return SideBySide.RunAsync(
            stop => _feed.WriteAsync(bar, dead, stop), [ReadBatchAsync, ReadSpeedAsync], run.Stop);
    }

    // Each reader fails or ends by itself, and Ctrl-C ends both at once; when one fails, the other is of no use.
    private Task ReadWhatComesAsync() => SideBySide.RunAsync(
        static _ => Task.CompletedTask,
        [
            (_, failed) => ReadUntilStoppedAsync(stop => ReadBatchAsync(null, stop), failed),
            (_, failed) => ReadUntilStoppedAsync(stop => ReadSpeedAsync(null, stop), failed),
        ],
        CancellationToken.None);

    private async Task ReadUntilStoppedAsync(Func<CancellationToken, Task> read, CancellationToken failed)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(failed, run.Stop);
        await read(stop.Token);
    }

    private Task<Interaction> ReadBatchAsync(Task? inputOver, CancellationToken cancellation)
    {
        var options = new KafkaSourceOptions
        {
            Topics = [settings.Topic],
            Start = settings.Start,
            ReadHeaders = !broker.IsEmbedded, // They have limits, which are those of the speed layer.
            End = EndOf(inputOver),
            Scheduler = NewThreadScheduler.Default,
            IdleTimeout = broker.IsEmbedded ? null : QuietPartition,
            Limits = Limits,
            Progress = new LagDisplay("batch", run.Terminal, null),
            Notices = Notices("batch"),
        };
        var merge = new KafkaMergeOptions { AllowedLateness = run.Input.Lateness };
        merge = broker.IsEmbedded ? merge with { MaxPending = int.MaxValue } : merge;
        run.Counts.Topic = CreateParser();
        var parser = new LayerParser(run.Counts.Topic, _batchCount, MaxAhead, settings.Log)
        {
            OnTime = Receive,
            OnLeftOut = count => run.Counts.OtherKindsOfTopic += count,
        };
        var history = settings.History?.Create(run.Counts, _bar!, () =>
        {
            _batchCount.Events++;
            _received++;
        });
        var read = history is null
            ? KafkaSource.FromTopicsByEventTime(broker.Settings, options, merge, parser, cancellation)
            : KafkaSource.FromTopicsByEventTime(broker.Settings, options, merge, history, parser, cancellation);
        return RunAsync(
            _unused.CountIn(read.WithSideOutputs())
                .Select(record => record.Value)
                .Where(next => broker.IsEmbedded || ShopInput.IsInRange(next, run.Input, run.Counts))
                .Do(next => run.Counts.Use(next)),
            _batch);
    }

    private Task<PartitionResult<SpeedResult>> ReadSpeedAsync(Task? inputOver, CancellationToken cancellation)
    {
        var options = new KafkaPipelineOptions
        {
            Topics = [settings.Topic],
            Start = settings.Start,
            Group = $"{settings.Group}-speed",
            GroupProtocol = settings.Protocol,
            Store = settings.Store,
            End = EndOf(inputOver),
            Scheduler = NewThreadScheduler.Default,
            BeforeCommit = sinks.Flush,
            ReadHeaders = !broker.IsEmbedded,
            Limits = Limits,
            Progress = new LagDisplay("speed", run.Terminal, _bar),
            Notices = Notices("speed"),
        };
        var parser = new LayerParser(CreateParser(), _speedCount, MaxAhead, settings.Log);
        var history = settings.History?.Create(
            new InputCounts(),
            new ProgressBar(),
            () =>
            {
                _speedCount.Events++;
                _hasReadHistory = true;
            },
            Keep);
        IObservable<SpeedResult> Pipeline(IObservable<KafkaRecord<Interaction>> records) =>
            SpeedPipeline.Create(records, settings, run.Input.Lateness, () => LateForSpeed++);
        var results = history is null
            ? KafkaSource.RunPartitions(broker.Settings, options, parser, Pipeline, cancellation)
            : KafkaSource.RunPartitions(broker.Settings, options, history, parser, Pipeline, cancellation);
        return RunAsync(
            results.WithDeadLetters().Do(next => Keep(next.DeadLetter)).Results().Do(next => CountEvents(next.Value)),
            _speed);
    }

    private void Receive(DateTimeOffset time)
    {
        BatchBegan ??= time;
        _received++;
    }

    // The earliest event that is left in the topic, within the lateness; null if there is none.
    private DateTimeOffset? FirstEventTime()
    {
        var options = new KafkaSourceOptions
        {
            Topics = [settings.Topic],
            Start = KafkaStart.Beginning,
            End = KafkaEnd.EndOfTopic,
            Limits = Limits,
            Notices = KafkaNotice.Silence,
        };
        return KafkaSource.FromTopicsByEventTime(
                broker.Settings,
                options,
                new KafkaMergeOptions { AllowedLateness = run.Input.Lateness },
                new LayerParser(CreateParser(), new LayerCount("first"), MaxAhead, log: null),
                run.Stop)
            .Select(static first => (DateTimeOffset?)first.EventTime)
            .FirstOrDefaultAsync()
            .Wait();
    }

    private KafkaEnd EndOf(Task? inputOver) =>
        inputOver is not null ? KafkaEnd.When(inputOver)
        : settings.IdleStop is { } quiet ? KafkaEnd.AfterQuiet(quiet)
        : KafkaEnd.Never;

    private void Keep(DeadLetter? letter)
    {
        if (letter is not null && !broker.IsEmbedded)
        {
            sinks.DeadLetters?.OnNext(letter with { Reason = LimitOptions.NameOptions(letter.Reason) });
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

    private IRecordParser<Interaction> CreateParser() =>
        broker.IsEmbedded ? _feed.CreateParser()
        : settings.Columns is { } columns ? InteractionJson.CreateParser(columns, settings.Limits.MaxValueSize)
        : InteractionJson.CreateParser(settings.Limits.MaxValueSize);

    // A broker that goes away is told of by the source in a sentence, and by the client library in dozens of lines.
    private IObserver<KafkaNotice> Notices(string layer) => Observer.Create<KafkaNotice>(notice =>
    {
        if (settings.Log is not null || notice.Kind is not (KafkaNoticeKind.ClientLog or KafkaNoticeKind.ClientError))
        {
            (settings.Log ?? run.Terminal.Error).WriteLine(Plain.Short($"{layer}: {notice.Text}", 300));
        }
    });
}
