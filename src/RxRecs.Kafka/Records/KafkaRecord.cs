using System.Runtime.InteropServices;
using Confluent.Kafka;

namespace RxRecs.Kafka;

/// <summary>
/// Represents one record of a topic with its parsed value, so that whatever an operator makes of it can name its cause.
/// Made once, passed through; key and headers are not copied.
/// </summary>
/// <typeparam name="T">The type of the value that the record was parsed into.</typeparam>
[StructLayout(LayoutKind.Auto)]
public readonly struct KafkaRecord<T>
{
    private readonly ConsumeResult<byte[], byte[]> _record;
    private readonly long _eventTicks;

    /// <summary>Makes a record, for instance to test a pipeline without a broker.</summary>
    /// <param name="value">The parsed value.</param>
    /// <param name="eventTime">The time of the event.</param>
    /// <param name="position">The topic, partition and offset of the record.</param>
    /// <param name="key">The record's key, or null.</param>
    /// <param name="headers">The record's headers, or null.</param>
    public KafkaRecord(
        T value, DateTimeOffset eventTime, TopicPartitionOffset position, byte[]? key = null, Headers? headers = null)
    {
        ArgumentNullException.ThrowIfNull(position);
        Value = value;
        _eventTicks = eventTime.UtcTicks;
        _record = new ConsumeResult<byte[], byte[]>
        {
            TopicPartitionOffset = position,
            Message = new Message<byte[], byte[]> { Key = key!, Headers = headers },
        };
    }

    internal KafkaRecord(T value, long eventTicks, ConsumeResult<byte[], byte[]> record)
    {
        Value = value;
        _eventTicks = eventTicks;
        _record = record;
    }

    /// <summary>Gets the value that the record was parsed into.</summary>
    public T Value { get; }

    /// <summary>
    /// Gets the event time, in UTC: the one that the parser found in the value, or else the record's timestamp.
    /// </summary>
    public DateTimeOffset EventTime => new(_eventTicks, TimeSpan.Zero);

    /// <summary>Gets the topic.</summary>
    public string Topic => _record.Topic;

    /// <summary>Gets the partition, from 0; below 0 where an event of a history has none.</summary>
    public int Partition => _record.Partition.Value;

    /// <summary>Gets the offset in the partition, from 0; below 0 for an event of a history.</summary>
    public long Offset => _record.Offset.Value;

    /// <summary>Gets the record's key as it stood there, or null.</summary>
    public byte[]? Key => _record.Message.Key;

    internal long EventTicks => _eventTicks;

    internal byte[]? RawValue => _record.Message.Value;

    /// <summary>Gets the record's headers; null where there are none or <c>ReadHeaders</c> is off.</summary>
    public Headers? Headers => _record.Message.Headers;
}
