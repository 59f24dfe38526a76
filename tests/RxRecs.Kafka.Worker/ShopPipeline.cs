using System.Globalization;
using System.Reactive.Linq;
using System.Text;

namespace RxRecs.Kafka.Worker;

/// <summary>
/// The pipeline that tests against a real broker run for each partition: counts per item and day, and after every event
/// the last 50 brands of its user. One event lost or counted twice shows in everything that follows it.
/// </summary>
public static class ShopPipeline
{
    /// <summary>The number of brands kept for each user.</summary>
    public const int Brands = 50;

    private const ulong FnvOffset = 14_695_981_039_346_656_037;
    private const ulong FnvPrime = 1_099_511_628_211;

    /// <summary>The greatest lateness of an event.</summary>
    public static TimeSpan Lateness { get; } = TimeSpan.FromHours(1);

    /// <summary>The lines of both layers.</summary>
    public static IObservable<ResultLine> Lines(IObservable<KafkaRecord<Interaction>> records) =>
        records.Publish(shared => Observable.Merge(
            Days(shared).Select(DayLine),
            LastBrands(shared, static (user, brands) => new ResultLine(
                user.ToString(), UserText(brands.Length, Fingerprint(brands))))));

    /// <summary>Counts per item in days.</summary>
    public static IObservable<TrendBucket<Id>> Days(IObservable<KafkaRecord<Interaction>> records) =>
        records.TrendBuckets(
            TimeSpan.FromDays(1),
            static each => each.Value.Item,
            static each => each.EventTime,
            new TrendBucketsOptions { AllowedLateness = Lateness });

    /// <summary>The last brands of each user, in order of arrival.</summary>
    public static IObservable<TResult> LastBrands<TResult>(
        IObservable<KafkaRecord<Interaction>> records, Func<Id, ReadOnlySpan<string>, TResult> result) =>
        records.LastPerKey(
            Brands, static each => each.Value.User, static each => each.Value.Brand ?? string.Empty, result);

    /// <summary>The text of a user's line.</summary>
    public static string UserText(int count, ulong fingerprint) =>
        string.Create(CultureInfo.InvariantCulture, $"{count} {fingerprint:x16}");

    /// <summary>A number for a list of brands, newest first.</summary>
    public static ulong Fingerprint(ReadOnlySpan<string> brands)
    {
        var hash = FnvOffset;
        foreach (var brand in brands)
        {
            foreach (var letter in brand)
            {
                hash = (hash ^ letter) * FnvPrime;
            }

            hash = (hash ^ ',') * FnvPrime;
        }

        return hash;
    }

    private static ResultLine DayLine(TrendBucket<Id> bucket)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"late {bucket.LateCount}");
        foreach (var (item, count) in bucket.Counts.OrderBy(pair => pair.Key))
        {
            text.Append(CultureInfo.InvariantCulture, $" {item}:{count}");
        }

        return new ResultLine(bucket.Start.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), text.ToString());
    }
}
