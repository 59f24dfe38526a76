using Confluent.Kafka;

namespace RxRecs.Kafka;

/// <summary>Makes a value of a record, within the limits; whatever the parser does, a reason comes of it.</summary>
internal sealed class RecordReader<T>(IRecordParser<T> parser, RecordLimitOptions limits, TimeProvider clock)
{
    /// <summary>Tells whether a record may make any number of values.</summary>
    public bool MakesSeveral { get; } = parser.MakesSeveral;

    /// <summary>Reads all values of a record.</summary>
    /// <returns>Null on success; otherwise the reason why the record is a dead letter.</returns>
    public string? ReadAll(ConsumeResult<byte[], byte[]> record, List<(T Value, DateTimeOffset EventTime)> values)
    {
        values.Clear();
        try
        {
            var problem = limits.Check(record) ?? parser.ParseAll(record, values, out _);
            for (var i = 0; problem is null && limits.MaxFutureSkew is not null && i < values.Count; i++)
            {
                problem = limits.CheckTime(values[i].EventTime, clock.GetUtcNow());
            }

            return problem;
        }
        catch (Exception error)
        {
            return $"The parser failed with {Reason.Of(error)}";
        }
    }

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
