using Confluent.Kafka;

namespace RxRecs.Kafka;

/// <summary>
/// Makes a value of a record's bytes. A subscription uses it from one thread at a time; one that keeps state between
/// records must not be given to two subscriptions.
/// </summary>
/// <typeparam name="T">What the bytes become.</typeparam>
public interface IRecordParser<T>
{
    /// <summary>
    /// Parses a record. What cannot be parsed is told in words; an exception counts as the same, but costs more.
    /// </summary>
    /// <param name="record">The record as it was read; its value is null for a tombstone.</param>
    /// <param name="value">The value.</param>
    /// <param name="eventTime">When it happened.</param>
    /// <returns>Null if all went well, otherwise why the record is a dead letter, in words for a person.</returns>
    string? Parse(ConsumeResult<byte[], byte[]> record, out T value, out DateTimeOffset eventTime);
}
