using System.Reactive.Linq;

namespace RxRecs.Tests.Trending;

/// <summary>Buckets and reports as plain values that compare.</summary>
internal static class TrendRun
{
    public static List<T> All<T>(this IObservable<T> source)
    {
        var all = new List<T>();
        Exception? failure = null;
        using (source.Subscribe(all.Add, error => failure = error))
        {
            Assert.That(failure, Is.Null);
        }

        return all;
    }

    public static string Text<TItem>(this TrendBucket<TItem> bucket, bool withLate = true)
        where TItem : notnull =>
        $"{bucket.Index} {bucket.Start:s} {bucket.End:s} {(bucket.IsPartial ? "partial " : "")}" +
        $"{(withLate ? $"late {bucket.LateCount} " : "")}skipped {bucket.SkippedBefore} total {bucket.Total:R}: " +
        string.Join(' ', bucket.Counts.Select(pair => $"{pair.Key}={pair.Value:R}"));

    public static string Text<TItem>(this TrendTransition<TItem> transition)
        where TItem : notnull =>
        $"{transition} {(transition.IsPartial ? "partial " : "")}" + string.Join(' ', transition.Changes);

    public static string Text<TItem>(this TrendReport<TItem> report)
        where TItem : notnull =>
        $"{report} R {string.Join(' ', report.Rising)} F {string.Join(' ', report.Falling)} "
        + $"N {string.Join(' ', report.New)}";

    /// <summary>Buckets of one day each from noon of 1 March 2026, one per text such as <c>a=1 b=2.5</c>.</summary>
    public static TrendBucket<string>[] Days(params string[] days) =>
    [
        .. days.Select((day, i) => new TrendBucket<string>(
            i,
            Sale.Noon.AddDays(i),
            Sale.Noon.AddDays(i + 1),
            day.Split(' ', StringSplitOptions.RemoveEmptyEntries)
                .Select(pair => pair.Split('='))
                .Select(pair => KeyValuePair.Create(pair[0], double.Parse(pair[1]))))),
    ];
}
