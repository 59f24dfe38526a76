using System.CommandLine;
using System.Reactive.Linq;
using System.Reactive.Subjects;
using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;
using RxRecs.Machines;
using RxRecs.Shop.Broker;
using RxRecs.Shop.Input;
using RxRecs.Shop.Options;
using RxRecs.Shop.Output;

namespace RxRecs.Shop.Runs;

/// <summary>
/// One run of a command: its options, its events and where its results go. A command hangs its operators on
/// <see cref="Events"/>, calls <see cref="Play"/> once, and prints what the operators have found.
/// </summary>
internal sealed partial class ShopRun : IDisposable
{
    private readonly Subject<Interaction> _events = new();
    private readonly ParseResult _arguments;
    private readonly CancellationTokenSource _inputEnd;
    private Exception? _failure;
    private TopicInput? _topic;

    public ShopRun(Terminal terminal, ParseResult arguments, InputOptions input, StopSignal signal)
    {
        _arguments = arguments;
        Input = new InputSettings(arguments, input);
        Terminal = terminal;
        Signal = signal;
        _inputEnd = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        Results = arguments.GetValue(input.Json) ? new JsonResults(terminal.Output) : new TextResults(terminal);
    }

    /// <summary>
    /// Every event of the input, once, in order of event time unless the command needs none; nothing comes before
    /// <see cref="Play"/>.
    /// </summary>
    public IObservable<Interaction> Events => _events;

    /// <summary>The choice of events that the run reads.</summary>
    public InputSettings Input { get; set; }

    /// <summary>The number of events that each layer has received.</summary>
    public List<LayerCount> Layers { get; } = [];

    /// <summary>The receiver of results.</summary>
    public Results Results { get; private set; }

    /// <summary>The receiver of progress and notices.</summary>
    public Terminal Terminal { get; }

    /// <summary>Tells whether the events that come now are of the files to be predicted.</summary>
    public bool IsTest { get; private set; }

    /// <summary>Tells which signal ends the run.</summary>
    public StopSignal Signal { get; }

    /// <summary>Cancelled by Ctrl-C, or another signal to end.</summary>
    public CancellationToken Stop => Signal.Token;

    /// <summary>The properties of items that the events have told.</summary>
    public ItemNames Names { get; } = new();

    /// <summary>The counts of the input's rows by what became of them.</summary>
    public InputCounts Counts { get; } = new();

    public int ExitCode => Counts.Interrupted ? Signal.ExitCode
        : Counts.IsOfNoUse || Counts.IsInVain || Counts.Damages.Count > 0 ? Output.ExitCode.BadInput
        : Output.ExitCode.Success;

    /// <summary>Every event, counted as received by a layer.</summary>
    public IObservable<Interaction> Layer(string name, IObservable<Interaction> events)
    {
        var layer = new LayerCount(name);
        Layers.Add(layer);
        return events.Do(_ => layer.Events++);
    }

    /// <summary>Reads a topic instead of files.</summary>
    public void Read(TopicInput topic) => (_topic, Input) = (topic, Input.OfTopic());

    /// <summary>From here on every result counts towards a hash, printed at the end.</summary>
    public void HashResults() => Results = new HashedResults(Results);

    /// <summary>The value of one of the command's options.</summary>
    public T Get<T>(Option<T> option) => _arguments.GetValue(option)!;

    /// <summary>The file that the command writes; null where none is named.</summary>
    public string? Target(TargetFile file) => file.Path(_arguments);

    /// <summary>True if one of the command's options was given.</summary>
    public bool IsGiven(Option option) => _arguments.GetResult(option) is { Implicit: false };

    /// <summary>Tells whose the results are: what the option says, or sessions where the input has no users.</summary>
    public string Per(Option<string> option)
    {
        (Counts.Whose, Counts.WhoseOption) = (Get(option), option.Name);
        if (!IsGiven(option) && ShopInput.Look(Input) is (Users: false, Sessions: true))
        {
            Terminal.Error.WriteLine($"No user in the first rows: by sessions instead ({option.Name} says otherwise).");
            (Counts.Whose, Counts.IsBySessionsInstead) = ("session", true);
        }

        return Counts.Whose;
    }

    /// <summary>
    /// Counts events in buckets. Those that Ctrl-C has cut short are partial, whatever the input was said to be whole
    /// up to.
    /// </summary>
    /// <param name="events">The events.</param>
    /// <param name="count">Counts them.</param>
    /// <param name="isCut">Tells of a bucket whether it was cut short for another reason.</param>
    public IObservable<TrendBucket<TItem>> Buckets<TItem>(
        IObservable<Interaction> events,
        Func<IObservable<Interaction>, IObservable<TrendBucket<TItem>>> count,
        Func<TrendBucket<TItem>, bool>? isCut = null)
        where TItem : notnull => Observable.Defer(() =>
    {
        var last = DateTimeOffset.MinValue;
        return count(events.Do(next => last = next.EventTime > last ? next.EventTime : last)).Select(bucket =>
            (Stop.IsCancellationRequested && bucket.End > last) || isCut?.Invoke(bucket) == true
                ? bucket.AsPartial()
                : bucket);
    });

    /// <summary>Collects all that an operator finds.</summary>
    public List<T> Keep<T>(IObservable<T> found)
    {
        var list = new List<T>();
        Each(found, list.Add);
        return list;
    }

    /// <summary>Collects the newest that an operator finds for each key.</summary>
    public Dictionary<TKey, T> KeepNewest<T, TKey>(IObservable<T> found, Func<T, TKey> keySelector)
        where TKey : notnull
    {
        var newest = new Dictionary<TKey, T>();
        Each(found, next => newest[keySelector(next)] = next);
        return newest;
    }

    /// <summary>Counts the events of each key.</summary>
    public Dictionary<TKey, long> CountBy<TKey>(IObservable<Interaction> events, Func<Interaction, TKey> keySelector)
        where TKey : notnull
    {
        var counts = new Dictionary<TKey, long>();
        Each(events, next => CollectionsMarshal.GetValueRefOrAddDefault(counts, keySelector(next), out _)++);
        return counts;
    }

    /// <summary>The users that are named, or the busiest if none are.</summary>
    public IReadOnlyList<Id> ChooseUsers(Dictionary<Id, long> events, Id[] named, int count) =>
        Choose(events, named, count);

    /// <summary>The keys that are named, or those with the most events if none are.</summary>
    public IReadOnlyList<TKey> Choose<TKey>(
        Dictionary<TKey, long> events, TKey[] named, int count, IComparer<TKey>? order = null)
        where TKey : notnull => named.Length > 0
        ? [.. named.Distinct()]
        :
        [
            .. events.OrderByDescending(user => user.Value).ThenBy(user => user.Key, order).Take(count)
                .Select(user => user.Key),
        ];

    /// <summary>Does something with all that an operator finds. What it fails with ends the run once the reading is
    /// over.</summary>
    public void Each<T>(IObservable<T> found, Action<T> action) => found.Subscribe(action, Fail);

    /// <summary>Throws what an operator has failed with, and says so if Ctrl-C has ended the input.</summary>
    public void EndReading()
    {
        if (_failure is not null)
        {
            ExceptionDispatchInfo.Throw(_failure);
        }

        Counts.Interrupted = Stop.IsCancellationRequested;
        if (Counts.Interrupted)
        {
            Counts.LeaveOutUndecided();
            var used = Plain.Count(Counts.Used, "event");
            Terminal.Error.WriteLine($"Stopped by {Signal.Name} after {used}; what follows covers no more.");
        }
    }

    private void Fail(Exception error)
    {
        // Ctrl-C ends what waits for a broker, and what was found by then is printed.
        if (error is not OperationCanceledException || !Stop.IsCancellationRequested)
        {
            _failure ??= error;
            _inputEnd.Cancel();
        }
    }

    /// <summary>Says why nothing came of the run, which then ends with exit code 1.</summary>
    public void EndInVain(string why)
    {
        Results.Notice(why);
        Counts.IsInVain = true;
    }

    /// <summary>Prints what became of the input's rows, the last of every command's results.</summary>
    public void Summarize()
    {
        foreach (var dead in Counts.FirstDead)
        {
            var key = dead.Key is { } text ? $" (key {Plain.Short(text, 40)})" : "";
            var reason = OptionNames.NameOptions(dead.Reason);
            Terminal.Error.WriteLine(Plain.Short($"{dead.Source}:{dead.Position}{key}: {reason}", 200));
        }

        foreach (var warning in InputSummary.Warnings(Counts))
        {
            Terminal.Error.WriteLine(Plain.Short(OptionNames.NameOptions(warning), 400));
        }

        Results.Write(InputSummary.Table, Counts);
        (Results as HashedResults)?.WriteHash();
        Results.Flush();
    }

    public void Dispose()
    {
        Results.Dispose();
        _events.Dispose();
        _inputEnd.Dispose();
    }
}
