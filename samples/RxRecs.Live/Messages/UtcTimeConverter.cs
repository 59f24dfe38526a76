using System.Text.Json;
using System.Text.Json.Serialization;

namespace RxRecs.Live.Messages;

/// <summary>Reads a time without an offset as one in UTC, wherever the server runs.</summary>
internal sealed class UtcTimeConverter : JsonConverter<DateTimeOffset>
{
    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var time = reader.GetDateTimeOffset();
        return reader.TryGetDateTime(out var plain) && plain.Kind == DateTimeKind.Unspecified
            ? new DateTimeOffset(plain, TimeSpan.Zero)
            : time;
    }

    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value);
}
