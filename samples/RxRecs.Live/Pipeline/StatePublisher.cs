using System.Buffers;
using System.Text.Json;
using RxRecs.Analytics;

namespace RxRecs.Live.Pipeline;

/// <summary>
/// Makes the state that the page shows, and the trends that requests read: on the pipeline's thread, swapped by
/// reference, so that no reader waits and none holds up the stream.
/// </summary>
internal sealed class StatePublisher(TimeProvider clock)
{
    private const int Shown = 20;
    private const int SparkPoints = 24;
    private const int SparkItems = 2_000;
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);
    private readonly Dictionary<Id, Queue<double>> _sparks = [];
    private TrendReport<Id>? _newestReport;
    private (long At, long Events, long Answered, long Cached, double Rate) _before;
    private double _answerRate;
    private double _cachedRate;
    private long _due;
    private volatile LiveState? _state;
    private volatile TrendTable[] _trends = [];
    private volatile InsightTable? _insights;
    private InsightReport<Id>? _newestInsights;
    private long _cached;

    /// <summary>Counts the questions that the pipeline has answered.</summary>
    public long Answered { get; set; }

    /// <summary>Gives the newest state; null before the first.</summary>
    public LiveState? State => _state;

    /// <summary>Gives the trends of each window.</summary>
    public IReadOnlyList<TrendTable> Trends => _trends;

    /// <summary>Gives the report of the newest minute; null before the first.</summary>
    public InsightTable? Insights => _insights;

    /// <summary>Counts a list that was there already.</summary>
    public void CountCached() => Interlocked.Increment(ref _cached);

    public bool IsDue() => clock.GetTimestamp() >= _due;

    public void Publish(LiveMachine machine, DeadLetterCounts deadLetters, bool isComplete, bool isLogAway)
    {
        _due = clock.GetTimestamp() + (long)(Interval.TotalSeconds * clock.TimestampFrequency);
        Measure(machine);
        var now = clock.GetUtcNow();
        _trends = [.. LiveRecommender.Windows.Select((window, i) => Table(machine, window.Name, i, now, isComplete))];
        UpdateSparks(machine.Recommender.Trend(0));
        UpdateInsights(machine.Recommender.Insights.Report, now, isComplete);
        var dead = new Dictionary<string, long>(deadLetters.Snapshot(), StringComparer.Ordinal);
        Count(dead, "late for the trend", machine.Recommender.LateEvents);
        Count(dead, "sent twice under one key", machine.Repeats);
        var watermark = machine.Recommender.Watermark;
        _state = new LiveState(
            now,
            Math.Round(_before.Rate, 1),
            machine.Events,
            watermark == DateTimeOffset.MinValue ? null : watermark,
            machine.Events == 0 ? 0 : Math.Max(0, Math.Round((now - machine.Newest).TotalMilliseconds)),
            WithSparks(_trends[0].Rising),
            WithSparks(_trends[0].Falling),
            machine.HitRate.Points(),
            new CartFigures(
                machine.Carts.Count,
                machine.Carts.Abandoned(machine.Newest),
                [.. machine.Moves.Reverse().Select(each =>
                    new CartChangeRow(each.User.ToString(), each.Change, each.Item.ToString()))]),
            dead,
            Picture(),
            _newestInsights?.End,
            isLogAway);
    }

    private static void Count(Dictionary<string, long> counts, string reason, long count)
    {
        if (count > 0)
        {
            counts[reason] = count;
        }
    }

    private static TrendTable Table(LiveMachine machine, string window, int index, DateTimeOffset now, bool isComplete)
    {
        var report = machine.Recommender.Trend(index);
        var catalog = machine.Shop.Catalog;
        return new TrendTable(
            window,
            report?.Transition?.Now.End ?? machine.Newest,
            now,
            [.. (report?.Rising ?? []).Select(Row)],
            [.. (report?.Falling ?? []).Select(Row)],
            isComplete);

        TrendRow Row(TrendChange<Id> change) => new(
            change.Item.ToString(), change.Before, change.Now, Math.Round(change.Score ?? 0, 4), [])
        {
            Category = catalog.TryGet(change.Item, out var known) ? known.Facts.CategoryPath : null,
        };
    }

    private void Measure(LiveMachine machine)
    {
        var (now, cached) = (clock.GetTimestamp(), Interlocked.Read(ref _cached));
        var seconds = clock.GetElapsedTime(_before.At, now).TotalSeconds;
        if (_before.At == 0)
        {
            _before = (now, machine.Events, Answered, cached, 0);
        }
        else if (seconds >= 1)
        {
            _answerRate = Math.Round((Answered - _before.Answered) / seconds, 1);
            _cachedRate = Math.Round((cached - _before.Cached) / seconds, 1);
            _before = (now, machine.Events, Answered, cached, (machine.Events - _before.Events) / seconds);
        }
    }

    /// <summary>Adds a point to the line of each item that is shown, as a bucket closes.</summary>
    private void UpdateSparks(TrendReport<Id>? report)
    {
        if (report is null || ReferenceEquals(report, _newestReport))
        {
            return;
        }

        _newestReport = report;
        var changes = report.Rising.Take(Shown).Concat(report.Falling.Take(Shown))
            .Where(each => !_sparks.ContainsKey(each.Item));
        foreach (var change in changes.Take(SparkItems - _sparks.Count).ToArray())
        {
            _sparks[change.Item] = new([change.Before]);
        }

        var now = report.Transition?.Changes.ToDictionary(each => each.Item, each => each.Now) ?? [];
        foreach (var (item, line) in _sparks)
        {
            line.Enqueue(now.GetValueOrDefault(item));
            if (line.Count > SparkPoints)
            {
                line.Dequeue();
            }

            if (line.Count > 3 && line.All(each => each == 0))
            {
                _sparks.Remove(item);
            }
        }
    }

    private void UpdateInsights(InsightReport<Id>? report, DateTimeOffset now, bool isComplete)
    {
        if (report is null || ReferenceEquals(report, _newestInsights))
        {
            return;
        }

        var json = new ArrayBufferWriter<byte>();
        InsightWriter.WriteJson(report, json);
        _newestInsights = report;
        _insights = new(JsonSerializer.Deserialize<JsonElement>(json.WrittenSpan), report.End, now, isComplete);
    }

    private TrendRow[] WithSparks(IReadOnlyList<TrendRow> rows) => [.. rows.Take(Shown).Select(row =>
        row with
        {
            Spark = _sparks.TryGetValue(Id.Parse(row.Item), out var line) ? [.. line] : [row.Before, row.Now],
        })];

    private Flow Picture()
    {
        var events = Math.Round(_before.Rate, 1);
        return new(
            [
                new("shop", "Shop", events), new("log", "Log", events), new("pipeline", "Pipeline", events),
                new("state", "Trends and carts", 4), new("fresh", "Fresh lists", _answerRate),
                new("cache", "Cached lists", _cachedRate),
                new("http", "Answers", Math.Round(_answerRate + _cachedRate, 1)),
            ],
            [
                new("shop", "log"), new("log", "pipeline"), new("pipeline", "state"), new("pipeline", "fresh"),
                new("fresh", "cache"), new("fresh", "http"), new("cache", "http"),
            ]);
    }
}

/// <summary>The trends over one window; never changed.</summary>
internal sealed record TrendTable(
    string Window,
    DateTimeOffset AsOf,
    DateTimeOffset Made,
    IReadOnlyList<TrendRow> Rising,
    IReadOnlyList<TrendRow> Falling,
    bool IsComplete);

/// <summary>The report of a minute as JSON; never changed.</summary>
internal sealed record InsightTable(JsonElement Report, DateTimeOffset AsOf, DateTimeOffset Made, bool IsComplete);
