using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization;
using Confluent.Kafka;
using RxRecs.Kafka;

namespace RxRecs.Benchmarks.Kafka;

/// <summary>Parses records that are in memory: what JSON alone costs.</summary>
internal static class ParseRows
{
    private const string Generated = "parse: System.Text.Json, generated";

    public static IEnumerable<KafkaRow> Of(Interaction[] events)
    {
        var records = events.Take(1_000).Select(RecordOf).ToArray();
        return
        [
            new(
                Generated,
                null,
                clock => Loop(events.Length, records, RecordParser.Json(ShopJson.Default.ShopRecord), clock)),
            new("parse: InteractionJson", Generated, clock =>
                Loop(events.Length, records, InteractionJson.CreateParser(), clock)),
        ];
    }

    private static void Loop<T>(
        int count, ConsumeResult<byte[], byte[]>[] records, IRecordParser<T> parser, RunClock clock)
    {
        clock.Start();
        for (var i = 0; i < count; i++)
        {
            if (parser.Parse(records[i % records.Length], out _, out _) is { } problem)
            {
                throw new InvalidOperationException(problem);
            }
        }

        clock.Stop();
    }

    private static ConsumeResult<byte[], byte[]> RecordOf(Interaction value)
    {
        var buffer = new ArrayBufferWriter<byte>();
        InteractionJson.Write(value, buffer);
        var timestamp = new Timestamp(0, TimestampType.CreateTime);
        return new() { Message = new() { Value = buffer.WrittenSpan.ToArray(), Timestamp = timestamp } };
    }
}

/// <summary>A record as one declares it for the serializer.</summary>
internal sealed record ShopRecord(
    [property: JsonPropertyName("event_time")] DateTimeOffset EventTime,
    [property: JsonPropertyName("event_type")] string EventType,
    [property: JsonPropertyName("product_id")] long Item,
    [property: JsonPropertyName("category_id")] long Category,
    [property: JsonPropertyName("category_code")] string? CategoryPath,
    [property: JsonPropertyName("brand")] string? Brand,
    [property: JsonPropertyName("price")] decimal Price,
    [property: JsonPropertyName("user_id")] long User,
    [property: JsonPropertyName("user_session")] string? Session);

/// <summary>The serializer's generated code.</summary>
[JsonSerializable(typeof(ShopRecord))]
internal sealed partial class ShopJson : JsonSerializerContext;
