using Confluent.Kafka;

namespace RxRecs.Kafka;

/// <summary>
/// Makes a value, or any number of values, of a record's bytes. A subscription uses it from one thread at a time; one
/// that keeps state between records must not be given to two subscriptions.
/// </summary>
/// <typeparam name="T">The type of the values that records are parsed into.</typeparam>
public interface IRecordParser<T>
{
    /// <summary>
    /// Parses a record. What cannot be parsed is told in words; an exception counts as the same, but costs more.
    /// </summary>
    /// <param name="record">The record as it was read; its value is null for a tombstone.</param>
    /// <param name="value">The value.</param>
    /// <param name="eventTime">The time of the event.</param>
    /// <returns>Null if all went well, otherwise why the record is a dead letter, in words for a person.</returns>
    string? Parse(ConsumeResult<byte[], byte[]> record, out T value, out DateTimeOffset eventTime);

    /// <summary>
    /// Gets a value indicating whether a record may make several values or none, such as one of each line of an order:
    /// <see cref="ParseAll"/> is then called instead of <see cref="Parse"/>. The source emits all values of a record,
    /// one after the other and each with the record's position, or its dead letter; the record is processed when all of
    /// them are.
    /// </summary>
    bool MakesSeveral => false;

    /// <summary>
    /// Gets the counts of what the fields of all records so far did not tell. The parsers of
    /// <see cref="InteractionJson"/> count; others need not.
    /// </summary>
    FieldCounts Fields => default;

    /// <summary>Parses a record of any number of values.</summary>
    /// <param name="record">The record as it was read; its value is null for a tombstone.</param>
    /// <param name="values">
    /// The collection that receives each value with its event time; empty when it comes, and it may stay so.
    /// </param>
    /// <param name="leftOut">The number of values that are left out on purpose.</param>
    /// <returns>Null if all went well, otherwise why the whole record is a dead letter, in words.</returns>
    string? ParseAll(
        ConsumeResult<byte[], byte[]> record,
        ICollection<(T Value, DateTimeOffset EventTime)> values,
        out int leftOut)
    {
        ArgumentNullException.ThrowIfNull(values);
        leftOut = 0;
        var problem = Parse(record, out var value, out var eventTime);
        if (problem is null)
        {
            values.Add((value, eventTime));
        }

        return problem;
    }
}
