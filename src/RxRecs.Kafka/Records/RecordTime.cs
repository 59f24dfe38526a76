using Confluent.Kafka;

namespace RxRecs.Kafka;

/// <summary>Finds a record's event time.</summary>
internal static class RecordTime
{
    // What a writer sends that knows no time.
    private const long NoTimestamp = -1;

    private static readonly long MinMilliseconds = DateTimeOffset.MinValue.ToUnixTimeMilliseconds();
    private static readonly long MaxMilliseconds = DateTimeOffset.MaxValue.ToUnixTimeMilliseconds();

    /// <summary>The selector's time, or else the record's timestamp.</summary>
    /// <returns>Null on success; otherwise the reason why the record has no time.</returns>
    public static string? Find<T>(
        ConsumeResult<byte[], byte[]> record, T value, Func<T, DateTimeOffset>? selector, out DateTimeOffset eventTime)
    {
        if (selector is not null)
        {
            eventTime = selector(value);
            return null;
        }

        eventTime = default;
        var timestamp = record.Message.Timestamp;
        if (timestamp.Type == TimestampType.NotAvailable || timestamp.UnixTimestampMs == NoTimestamp)
        {
            return "the record has no timestamp";
        }

        var milliseconds = timestamp.UnixTimestampMs;
        if (milliseconds < MinMilliseconds || milliseconds > MaxMilliseconds)
        {
            return "the record's timestamp is beyond the years 1 to 9999";
        }

        eventTime = DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);
        return null;
    }
}
