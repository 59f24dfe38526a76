using Confluent.Kafka;

namespace RxRecs.Kafka;

/// <summary>
/// Sets how large a record may be, and how far ahead its time, before it is a dead letter instead of an event. What is
/// within them can still be refused by the parser.
/// </summary>
public sealed record RecordLimits
{
    /// <summary>Limits the length of a value, in bytes; 256 KiB unless given.</summary>
    public int MaxValueSize { get; init; } = 256 * 1024;

    /// <summary>Limits the length of a key, in bytes; 256 unless given.</summary>
    public int MaxKeySize { get; init; } = 256;

    /// <summary>Limits the number of headers; 32 unless given.</summary>
    public int MaxHeaders { get; init; } = 32;

    /// <summary>Limits the size of a header, its name and its value together, in bytes; 4 KiB unless given.</summary>
    public int MaxHeaderSize { get; init; } = 4 * 1024;

    /// <summary>
    /// Sets how far ahead of the reader's clock (<see cref="KafkaSourceOptions.Clock"/>) an event time may be: a day
    /// unless given; null for any time. One event of the year 2099 would carry the watermark with it and make every
    /// later event late, so it is set aside before it moves one.
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

    private static string Option(string name) => $"({nameof(RecordLimits)}.{name})";

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
