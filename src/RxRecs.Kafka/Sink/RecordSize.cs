using System.Globalization;
using System.Text;
using Confluent.Kafka;

namespace RxRecs.Kafka;

/// <summary>Says of a record that was too large how large it is, what the limit is, and what raises it.</summary>
internal static class RecordSize
{
    /// <summary>Gives the bytes of key, value and headers.</summary>
    public static long Of(Message<byte[], byte[]> message)
    {
        var size = (long)(message.Key?.Length ?? 0) + (message.Value?.Length ?? 0);
        foreach (var header in message.Headers ?? [])
        {
            size += Encoding.UTF8.GetByteCount(header.Key) + (header.GetValueBytes()?.Length ?? 0);
        }

        return size;
    }

    /// <summary>Says what to do where the client has refused a record; null if it was for something else.</summary>
    public static string? Client(Error error, long size, int limit) => error.Code != ErrorCode.MsgSizeTooLarge
        ? null
        : $" The record has {Count(size)} bytes of key, value and headers, more than the client's limit of"
            + $" {Count(limit)} with what Kafka adds to it. Raise message.max.bytes in the client's settings, and"
            + " max.message.bytes of the topic with it, or write smaller records.";

    /// <summary>Says what to do where the broker has refused a batch; null if it was for something else.</summary>
    /// <param name="error">The broker's error.</param>
    /// <param name="size">The record's size; null for one that is small.</param>
    public static string? Broker(Error error, long? size) =>
        error.Code is not (ErrorCode.MsgSizeTooLarge or ErrorCode.RecordListTooLarge)
            ? null
            : size is { } bytes
                ? $" The record has {Count(bytes)} bytes of key, value and headers before compression, and its batch is"
                    + " larger than the topic takes. Raise max.message.bytes of the topic (message.max.bytes is the"
                    + " broker's default for it), or write smaller records."
                : " The record is small; the batch that it was sent in is larger than the topic takes. Lower batch.size"
                    + " in the client's settings, or raise max.message.bytes of the topic (message.max.bytes is the"
                    + " broker's default for it).";

    private static string Count(long bytes) => bytes.ToString("N0", CultureInfo.InvariantCulture);
}
