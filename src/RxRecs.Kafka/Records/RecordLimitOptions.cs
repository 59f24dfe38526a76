using Confluent.Kafka;

namespace RxRecs.Kafka;

/// <summary>
/// Configures how large a record may be, and how far ahead its time, before it is a dead letter instead of an event.
/// What is within them can still be refused by the parser.
/// </summary>
public sealed record RecordLimitOptions
{
    /// <summary>Gets the maximum length of a value, in bytes. The default is 256 KiB.</summary>
    public int MaxValueSize { get; init; } = 256 * 1024;

    /// <summary>Gets the maximum length of a key, in bytes. The default is 256.</summary>
    public int MaxKeySize { get; init; } = 256;

    /// <summary>Gets the maximum number of headers. The default is 32.</summary>
    public int MaxHeaders { get; init; } = 32;

    /// <summary>
    /// Gets the maximum size of a header, its name and its value together, in bytes. The default is 4 KiB.
    /// </summary>
    public int MaxHeaderSize { get; init; } = 4 * 1024;

    /// <summary>
    /// Gets the longest time by which an event time may be ahead of the reader's clock
    /// (<see cref="KafkaSourceOptions.TimeProvider"/>). The default is a day; null allows any time. One event of the year
    /// 2099 would carry the watermark with it and make every later event late, so it is set aside before it moves one.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative.</exception>
    public TimeSpan? MaxFutureSkew { get; init => field = OptionValue.NotNegative(value); } = TimeSpan.FromDays(1);

    /// <summary>Says why a record is too large, in words; null if it is not.</summary>
    internal string? Check(ConsumeResult<byte[], byte[]> record)
    {
        var message = record.Message;
        if (message.Value is { } value && value.Length > MaxValueSize)
        {
            return $"the value has {value.Length} bytes, more than {MaxValueSize} {Option(nameof(MaxValueSize))}";
        }

        if (message.Key is { } key && key.Length > MaxKeySize)
        {
            return $"the key has {key.Length} bytes, more than {MaxKeySize} {Option(nameof(MaxKeySize))}";
        }

        return message.Headers is { Count: > 0 } headers ? CheckHeaders(headers) : null;
    }

    /// <summary>Says why an event time is refused, in words; null if it is not.</summary>
    internal string? CheckTime(DateTimeOffset eventTime, DateTimeOffset now) =>
        MaxFutureSkew is { } skew && eventTime.UtcTicks - now.UtcTicks > skew.Ticks
            ? $"the event time {eventTime:O} is more than {skew:c} ahead of the clock {Option(nameof(MaxFutureSkew))}"
            : null;

    private static string Option(string name) => $"({nameof(RecordLimitOptions)}.{name})";

    private string? CheckHeaders(Headers headers)
    {
        if (headers.Count > MaxHeaders)
        {
            return $"there are {headers.Count} headers, more than {MaxHeaders} {Option(nameof(MaxHeaders))}";
        }

        for (var i = 0; i < headers.Count; i++)
        {
            var size = headers[i].Key.Length + (long)(headers[i].GetValueBytes()?.Length ?? 0);
            if (size > MaxHeaderSize)
            {
                return $"header {i + 1} has {size} bytes, more than {MaxHeaderSize} {Option(nameof(MaxHeaderSize))}";
            }
        }

        return null;
    }
}
