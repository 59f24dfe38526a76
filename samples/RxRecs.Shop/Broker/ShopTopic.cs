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
/// The topic of a run: a replay writes what the run's input holds, and each group reads all of it, in order of event
/// time. The order does not depend on who is fast and who is slow, so every run finds the same.
/// </summary>
internal sealed class ShopTopic(ShopRun run, BrokerSession broker, string topic, KafkaGroupProtocol protocol)
    : IDisposable
{
    // At some 200 bytes each these are 4 MB: what the embedded broker keeps even if all went to one partition.
    private const int MostAhead = 20_000;
    private readonly ReadAhead _ahead = new(MostAhead);
    private readonly List<Subject<Interaction>> _groups = [];
    private readonly List<SideBySide.Reader> _readers = [];
    private readonly List<DeadLetter> _dead = [];
    private ProgressBar? _bar;

    /// <summary>How many records the broker has confirmed.</summary>
    public long Confirmed { get; private set; }

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
            SideBySide.RunAsync(stop => WriteAsync(dead, stop), _readers, run.Stop).GetAwaiter().GetResult();
        });
        run.Counts.Read -= _dead.Count;
        _dead.ForEach(run.Counts.AddDead);
        run.NoteInterruption();
    }

    public void Dispose()
    {
        _groups.ForEach(static events => events.Dispose());
        _ahead.Dispose();
    }

    private async Task WriteAsync(Action<DeadLetter> dead, CancellationToken stop)
    {
        var rows = TopicRows.Read(run.Input, run.Counts, new InputProgress(run.Input, _bar!), dead);
        var options = KafkaReplay.ForInteractions(topic, static (next, json) => InteractionJson.Write(json, next)) with
        {
            Speed = run.Input.Speed,
            Gate = _ahead.Wait,
        };
        var summary = await KafkaReplay.RunAsync(broker.Settings, rows, options, cancellationToken: stop);
        Confirmed = summary.Totals.Confirmed;
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
            InputOver = inputOver,
            ReadHeaders = false,
            Progress = isFirst ? null : new LagDisplay(group, run.Terminal, _bar),
        };
        var merge = new KafkaMergeOptions { AllowedLateness = run.Input.Lateness, MaxPending = int.MaxValue };

        // All groups find the same late events and bad records; the first one counts them.
        var late = Observer.Create<LateEvent<KafkaRecord<Interaction>>>(next => AddLate(isFirst, next));
        var dead = Observer.Create<DeadLetter>(next => _dead.AddRange(isFirst ? [next] : []));
        return KafkaEvents
            .FromTopicsByEventTime(
                broker.Settings,
                options,
                merge,
                _ahead.Watch(InteractionJson.CreateParser()),
                late,
                dead,
                NewThreadScheduler.Default,
                cancellation)
            .Select(record => record.Value)
            .Do(_ => Count(isFirst))
            .Do(events)
            .LastOrDefaultAsync()
            .ToTask(CancellationToken.None);
    }

    private void AddLate(bool isFirst, LateEvent<KafkaRecord<Interaction>> next)
    {
        if (isFirst)
        {
            run.Counts.AddLate(
                new LateEvent<Interaction>(next.Event.Value, next.EventTime, next.Watermark, next.Count),
                run.Input.Lateness);
        }
    }

    private void Count(bool isFirst)
    {
        if (isFirst)
        {
            run.Counts.Used++;
        }
        else
        {
            _bar!.Count();
        }
    }
}
