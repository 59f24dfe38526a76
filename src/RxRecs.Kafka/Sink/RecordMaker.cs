using System.Buffers;
using Confluent.Kafka;

namespace RxRecs.Kafka;

/// <summary>Makes records of values. The client wants arrays of exact length, so each value costs one.</summary>
internal sealed class RecordMaker<T>(KafkaSinkOptions<T> options)
{
    private readonly ArrayBufferWriter<byte> _buffer = new(1024);

    public Message<byte[], byte[]> Make(T value, out int partition)
    {
        _buffer.ResetWrittenCount();
        options.Write(value, _buffer);
        partition = options.PartitionSelector?.Invoke(value) ?? -1;
        var message = new Message<byte[], byte[]>
        {
            Key = options.KeySelector?.Invoke(value)!,
            Value = _buffer.WrittenSpan.ToArray(),
            Headers = HeadersOf(value),
        };
        if (options.TimestampSelector is { } timestamp)
        {
            message.Timestamp = TimestampOf(timestamp(value));
        }

        return message;
    }

    // Kafka counts milliseconds from 1970 and takes -1 for "none"; what is before that becomes the first.
    private static Timestamp TimestampOf(DateTimeOffset time) =>
        new(Math.Max(0, time.ToUnixTimeMilliseconds()), TimestampType.CreateTime);

    private Headers? HeadersOf(T value)
    {
        var headers = options.HeadersSelector?.Invoke(value);
        if (options.SequenceSelector?.Invoke(value) is not { } sequence)
        {
            return headers;
        }

        // A copy: the selector may hand out the same headers again and again.
        var all = new Headers();
        foreach (var header in headers ?? [])
        {
            all.Add(header);
        }

        SequenceHeaders.Add(all, sequence);
        return all;
    }
}
