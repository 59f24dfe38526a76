using Confluent.Kafka;
using RxRecs.Kafka.Json;

namespace RxRecs.Kafka.Source;

/// <summary>Makes a value of a record, within the limits; whatever the parser does, a reason comes of it.</summary>
internal sealed class RecordReader<T>(IRecordParser<T> parser, RecordLimits limits, TimeProvider clock)
{
    /// <summary>Null if there is a value, or why the record is a dead letter.</summary>
    public string? Read(ConsumeResult<byte[], byte[]> record, out T value, out DateTimeOffset eventTime)
    {
        try
        {
            (value, eventTime) = (default!, default);
            return limits.Check(record)
                ?? parser.Parse(record, out value, out eventTime)
                ?? (limits.MaxFutureSkew is null ? null : limits.CheckTime(eventTime, clock.GetUtcNow()));
        }
        catch (Exception error)
        {
            (value, eventTime) = (default!, default);
            return $"The parser failed with {Reason.Of(error)}";
        }
    }
}
