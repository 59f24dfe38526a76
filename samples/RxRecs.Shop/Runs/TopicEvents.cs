using System.Reactive;
using System.Reactive.Concurrency;
using System.Reactive.Linq;
using RxRecs.Kafka;
using RxRecs.Shop.Broker;
using RxRecs.Shop.Input;
using RxRecs.Shop.Output;

namespace RxRecs.Shop.Runs;

/// <summary>
/// The events of a topic in order of event time over all partitions, behind those of files where there is a history.
/// It reads without a group, anew in each run, and every record ends in one of the run's counts.
/// </summary>
/// <param name="run">The run whose counts it fills.</param>
/// <param name="topic">The topic.</param>
/// <param name="layer">Counts what is received.</param>
internal sealed class TopicEvents(ShopRun run, TopicInput topic, LayerCount layer)
{
    private static readonly TimeSpan QuietPartition = TimeSpan.FromSeconds(10);
    private readonly UnusedRecords _unused = new(run.Input.Lateness, run.Input.IsStrict);
    private long _received;

    /// <summary>Gets the time of the first event that was read of the topic; null while there is none.</summary>
    public DateTimeOffset? Began { get; private set; }

    /// <summary>Finds where the topic takes over from the files, and says it.</summary>
    /// <exception cref="UsageException">It cannot be told.</exception>
    public void FindEndOfHistory()
    {
        if (topic.History is { } history)
        {
            ProgressBar.Show(run.Terminal, "Looking for the end of the files", bar => history.FindEnd(FindBegin, bar));
            run.Terminal.Error.WriteLine(
                $"The files count up to {history.Until.UtcDateTime:yyyy-MM-ddTHH:mm:ss.FFFFFFFZ}, "
                    + "the topic from there on.");
        }
    }

    /// <summary>Reads the files, then the topic.</summary>
    /// <param name="end">Tells when the reading ends by itself.</param>
    /// <param name="bar">Shows how far the files are read.</param>
    /// <param name="isAlone">Tells whether the bar also shows the topic, which no other reader does then.</param>
    /// <param name="cancellation">Ends the reading.</param>
    public IObservable<Interaction> Read(
        KafkaEnd end, ProgressBar bar, bool isAlone, CancellationToken cancellation)
    {
        var merge = new KafkaMergeOptions { AllowedLateness = run.Input.Lateness };
        merge = topic.IsOwn ? merge with { MaxPending = int.MaxValue } : merge;
        var parser = topic.CreateParser(layer);
        parser.OnTime = Receive;
        parser.OnLeftOut = count => run.Counts.OtherKindsOfTopic += count;
        run.Counts.Topic = parser;
        var history = topic.History?.Create(run.Counts, bar, () =>
        {
            layer.Events++;
            _received++;
        });
        var options = Options(end, new LagDisplay(layer.Name, run.Terminal, isAlone ? bar : null));
        var read = history is null
            ? KafkaSource.FromTopicsByEventTime(topic.Broker, options, merge, parser, cancellation)
            : KafkaSource.FromTopicsByEventTime(topic.Broker, options, merge, history, parser, cancellation);
        return _unused.CountIn(read.WithSideOutputs())
            .Select(record => record.Value)
            .Where(next => topic.IsOwn || ShopInput.IsInRange(next, run.Input, run.Counts))
            .Do(next => Use(next, isAlone ? bar : null));
    }

    /// <summary>Adds what could not be used to the run's counts, when all readers have ended.</summary>
    public void Finish()
    {
        _unused.AddTo(run.Counts);
        if (topic.IsOwn)
        {
            return;
        }

        // What has been read has come to an end by now or is held; what is too large never reached the parser that
        // counts.
        var counts = run.Counts;
        counts.Held = _received - counts.Used - counts.Late - counts.OutOfRange - counts.Overlap;
        counts.LeaveOutUndecided();
    }

    /// <summary>
    /// Takes the notices of a reader. A broker that goes away is told of by the source in a sentence, and by the client
    /// library in dozens of lines.
    /// </summary>
    public static IObserver<KafkaNotice> Notices(ShopRun run, string layer, TextWriter? log) =>
        Observer.Create<KafkaNotice>(notice =>
        {
            if (log is not null || notice.Kind is not (KafkaNoticeKind.ClientLog or KafkaNoticeKind.ClientError))
            {
                (log ?? run.Terminal.Error).WriteLine(Plain.Short($"{layer}: {notice.Text}", 300));
            }
        });

    private KafkaSourceOptions Options(KafkaEnd end, LagDisplay display) => new()
    {
        Topics = [topic.Topic],
        Start = topic.Start,
        End = end,
        ReadHeaders = !topic.IsOwn, // They have limits, which are those of all readers.
        Scheduler = NewThreadScheduler.Default,
        IdleTimeout = topic.IsOwn ? null : QuietPartition,
        Limits = topic.SourceLimits,
        Progress = display,
        Notices = Notices(run, layer.Name, topic.Log),
    };

    private void Receive(DateTimeOffset time)
    {
        Began ??= time;
        _received++;
    }

    private void Use(in Interaction next, ProgressBar? bar)
    {
        run.Counts.Use(next);
        bar?.Count();
    }

    // The merge gives its first event when it has one of each partition.
    private TopicBegin? FindBegin()
    {
        var (begun, hasLost) = (new HashSet<int>(), false);
        var parser = (topic with { Log = null }).CreateParser(new LayerCount("first"));
        parser.OnRecord = record => hasLost |= begun.Add(record.Partition.Value) && record.Offset.Value > 0;
        var options = new KafkaSourceOptions
        {
            Topics = [topic.Topic],
            Start = KafkaStart.Beginning,
            End = KafkaEnd.EndOfTopic,
            Limits = topic.SourceLimits,
            Notices = KafkaNotice.Silence,
        };
        return KafkaSource
            .FromTopicsByEventTime(
                topic.Broker,
                options,
                new KafkaMergeOptions { AllowedLateness = run.Input.Lateness },
                parser,
                run.Stop)
            .Select(first => (TopicBegin?)new TopicBegin(first.EventTime, hasLost))
            .FirstOrDefaultAsync()
            .Wait();
    }
}
