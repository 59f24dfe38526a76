using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Confluent.Kafka;

namespace RxRecs.Kafka;

/// <summary>Parses by System.Text.Json's generated code.</summary>
internal sealed class JsonRecordParser<T>(JsonTypeInfo<T> typeInfo, Func<T, DateTimeOffset>? eventTimeSelector)
    : IRecordParser<T>
{
    public string? Parse(ConsumeResult<byte[], byte[]> record, out T value, out DateTimeOffset eventTime)
    {
        (value, eventTime) = (default!, default);
        if (record.Message.Value is not { } json)
        {
            return Reason.NoValue;
        }

        try
        {
            if (JsonSerializer.Deserialize(json, typeInfo) is not { } parsed)
            {
                return "the value is null";
            }

            value = parsed;
            return RecordTime.Find(record, value, eventTimeSelector, out eventTime);
        }
        catch (JsonException e)
        {
            return Reason.Cut($"the value is not the expected JSON: {e.Message}");
        }
        catch (Exception e)
        {
            return Reason.Of(e);
        }
    }
}
