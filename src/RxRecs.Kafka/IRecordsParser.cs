using Confluent.Kafka;

namespace RxRecs.Kafka;

/// <summary>
/// Makes any number of values of a record's bytes, such as one of each line of an order. A source that gets one emits all
/// of a record's values, one after the other and each with the record's position, or its dead letter. The record is
/// processed when all of them are.
/// </summary>
/// <typeparam name="T">What the bytes become.</typeparam>
public interface IRecordsParser<T> : IRecordParser<T>
{
    /// <summary>
    /// Parses a record. What cannot be parsed is told in words; an exception counts as the same, but costs more.
    /// </summary>
    /// <param name="record">The record as it was read; its value is null for a tombstone.</param>
    /// <param name="values">Gets each value and when it happened; empty when it comes, and it may stay so.</param>
    /// <param name="leftOut">How many values are left out on purpose.</param>
    /// <returns>Null if all went well, otherwise why the whole record is a dead letter, in words for a person.</returns>
    string? ParseAll(
        ConsumeResult<byte[], byte[]> record,
        ICollection<(T Value, DateTimeOffset EventTime)> values,
        out int leftOut);
}
