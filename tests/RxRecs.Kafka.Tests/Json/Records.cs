using Confluent.Kafka;

namespace RxRecs.Kafka.Tests.Json;

/// <summary>Records that no broker has seen.</summary>
internal static class Records
{
    public static ConsumeResult<byte[], byte[]> Of(
        byte[]? value, byte[]? key = null, Headers? headers = null, Timestamp timestamp = default) =>
        new()
        {
            TopicPartitionOffset = new TopicPartitionOffset("events", 0, 0),
            Message = new Message<byte[], byte[]>
            {
                Key = key!,
                Value = value!,
                Headers = headers,
                Timestamp = timestamp,
            },
        };
}
