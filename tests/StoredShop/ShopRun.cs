using System.Globalization;
using System.Reactive.Linq;
using System.Text;
using RxRecs.Storage;

namespace RxRecs.StoredShop;

/// <summary>
/// The pipeline of the worker and its uninterrupted twin: after every event the last items of its user, and the counts
/// of each day. One event lost or counted twice shows in every row behind it.
/// </summary>
public static class ShopRun
{
    private const int Users = 300;
    private const int Items = 50;
    private static readonly DateTimeOffset Start = new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>The event at a position, the same in every process.</summary>
    public static Interaction Event(long position)
    {
        var random = new Random(unchecked((int)(position * 2_654_435_761)));
        var time = Start.AddMinutes(position).AddSeconds(-random.Next(3_600));
        return new(time, (InteractionKind)random.Next(4), random.Next(Users), random.Next(Items));
    }

    /// <summary>The store of the worker, and how often it saves.</summary>
    public static StoredPipelineOptions<ResultRow> Options(IResultStore store, int pending, int checkpoint) => new()
    {
        Store = store,
        Name = "shop",
        KeySelector = static row => row.Key,
        TimeSelector = static row => row.Time,
        Write = static (row, output) => Encoding.UTF8.GetBytes(row.Json, output),
        IsRemoval = static row => row.Json.Length == 0,
        MaxPendingResults = pending,
        CheckpointEvents = checkpoint,
    };

    /// <summary>The contents of the store after a run without a kill.</summary>
    public static InMemoryResultStore Uninterrupted(int events, int pending, int checkpoint)
    {
        var store = new InMemoryResultStore();
        using var pipeline = new StoredPipeline<Interaction, ResultRow>(Options(store, pending, checkpoint), Build);
        for (var position = 0L; position < events; position++)
        {
            pipeline.OnNext(Event(position), position + 1);
        }

        pipeline.Complete();
        return store;
    }

    /// <summary>The pipeline. A user whose newest item has a number that five divides has no row.</summary>
    public static IObservable<ResultRow> Build(IObservable<Interaction> events) => events.Publish(shared =>
        Observable.Merge(
            shared.LastPerKey(20, each => each.User, each => each.Item, (user, items) => new ResultRow(
                string.Create(CultureInfo.InvariantCulture, $"user/{user}"), Start, UserJson(items))),
            shared
                .TrendBuckets(
                    TimeSpan.FromDays(1),
                    each => each.Item,
                    each => each.EventTime,
                    new TrendBucketsOptions { AllowedLateness = TimeSpan.FromMinutes(30) })
                .Select(bucket => new ResultRow(
                    string.Create(CultureInfo.InvariantCulture, $"day/{bucket.Start:yyyy-MM-dd}"),
                    bucket.End,
                    DayJson(bucket)))));

    private static string UserJson(ReadOnlySpan<Id> items)
    {
        if (items[0].TryGetNumber(out var newest) && newest % 5 == 0)
        {
            return "";
        }

        var text = new StringBuilder("[");
        foreach (var item in items)
        {
            text.Append(text.Length > 1 ? "," : "").Append(item);
        }

        return text.Append(']').ToString();
    }

    private static string DayJson(TrendBucket<Id> bucket)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{{\"late\":{bucket.LateCount}");
        foreach (var (item, count) in bucket.Counts.OrderBy(pair => pair.Key))
        {
            text.Append(CultureInfo.InvariantCulture, $",\"{item}\":{count}");
        }

        return text.Append('}').ToString();
    }
}
