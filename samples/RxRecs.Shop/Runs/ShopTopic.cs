using System.Reactive.Concurrency;
using System.Reactive.Linq;
using System.Reactive.Subjects;
using System.Reactive.Threading.Tasks;
using RxRecs.Kafka;
using RxRecs.Shop.Broker;
using RxRecs.Shop.Output;

namespace RxRecs.Shop.Runs;

/// <summary>
/// The topic of a run: a replay writes what the run's input holds, and each group reads all of it, in order of event
/// time. The order does not depend on who is fast and who is slow, so every run finds the same.
/// </summary>
internal sealed class ShopTopic(ShopRun run, BrokerSession broker, string topic, KafkaGroupProtocol protocol)
    : IDisposable
{
    private readonly TopicFeed _feed = new(run, broker, topic);
    private readonly List<Subject<Interaction>> _groups = [];
    private readonly List<SideBySide.Reader> _readers = [];

    // All groups find the same late events and bad records; the first one counts them.
    private readonly UnusedRecords _unused = new(run.Input.Lateness, run.Input.IsStrict);
    private ProgressBar? _bar;

    /// <summary>The number of records that the broker has confirmed.</summary>
    public long Confirmed => _feed.Confirmed;

    /// <summary>Every event, once, in order of event time; nothing comes before <see cref="Play"/>.</summary>
    public IObservable<Interaction> Read(string group)
    {
        var events = new Subject<Interaction>();
        var isFirst = _groups.Count == 0;
        _groups.Add(events);
        _readers.Add((inputOver, cancellation) => ReadAsync(group, isFirst, events, inputOver, cancellation));
        return events;
    }

    /// <summary>Writes the input to the topic, and lets all groups read it at the same time.</summary>
    public void Play(Action<DeadLetter> dead)
    {
        ProgressBar.Show(run.Terminal, "Streaming", bar =>
        {
            _bar = bar;
            SideBySide.RunAsync(stop => _feed.WriteAsync(bar, dead, stop), _readers, run.Stop)
                .GetAwaiter().GetResult();
        });
        _unused.AddTo(run.Counts);
        run.EndReading();
    }

    public void Dispose()
    {
        _groups.ForEach(static events => events.Dispose());
        _feed.Dispose();
    }

    private Task<Interaction> ReadAsync(
        string group,
        bool isFirst,
        Subject<Interaction> events,
        Task inputOver,
        CancellationToken cancellation)
    {
        var options = new KafkaSourceOptions
        {
            Topics = [topic],
            Start = KafkaStart.Beginning,
            Group = $"{topic}-{group}",
            GroupProtocol = protocol,
            End = KafkaEnd.When(inputOver),
            ReadHeaders = false,
            Scheduler = NewThreadScheduler.Default,
            Progress = isFirst ? null : new LagDisplay(group, run.Terminal, _bar),
            Notices = KafkaNotice.Silence,
        };
        var read = KafkaSource.FromTopicsByEventTime(
            broker.Settings,
            options,
            new KafkaMergeOptions { AllowedLateness = run.Input.Lateness, MaxPending = int.MaxValue },
            _feed.CreateParser(),
            cancellation);
        return (isFirst ? _unused.CountIn(read.WithSideOutputs()) : read)
            .Select(record => record.Value)
            .Do(next => Count(isFirst, next))
            .Do(events)
            .LastOrDefaultAsync()
            .ToTask(CancellationToken.None);
    }

    private void Count(bool isFirst, in Interaction next)
    {
        if (isFirst)
        {
            run.Counts.Use(next);
        }
        else
        {
            _bar!.Count();
        }
    }
}
