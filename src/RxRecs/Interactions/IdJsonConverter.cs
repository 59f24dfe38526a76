using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace RxRecs;

/// <summary>
/// Writes an id to JSON as a number where it is one, as a string where it is text and as null where it is none, and
/// reads numbers, strings and null by the rules of <see cref="Id"/>. <see cref="Id"/> has it by default.
/// </summary>
/// <remarks>
/// <para>
/// Numbers from 2^53 on are exact here, while readers that turn every number into a double round them.
/// </para>
/// <para>
/// A number of JSON is read as the text it is: 5802432.0 is a number, -5, 1e3 and 9223372036854775808 are text and are
/// written as strings. As a property name none is empty.
/// </para>
/// </remarks>
public sealed class IdJsonConverter : JsonConverter<Id>
{
    // An escaped byte takes up to six.
    private const int MaxEscapedBytes = 6 * Id.MaxBytes;

    /// <inheritdoc/>
    /// <exception cref="JsonException">The value is no id.</exception>
    public override Id Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType switch
        {
            JsonTokenType.Null => Id.None,
            JsonTokenType.Number or JsonTokenType.String => ReadText(ref reader),
            _ => throw new JsonException("An id is a number, a string or null."),
        };

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, Id value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(writer);
        Write(writer, value);
    }

    /// <summary>Writes a number where it is one, null where it is none, a text otherwise.</summary>
    internal static void Write(Utf8JsonWriter writer, Id value)
    {
        if (value.TryGetNumber(out var number))
        {
            writer.WriteNumberValue(number);
        }
        else if (value.IsNone)
        {
            writer.WriteNullValue();
        }
        else
        {
            writer.WriteStringValue(value.ToString());
        }
    }

    /// <inheritdoc/>
    /// <exception cref="JsonException">The name is no id.</exception>
    public override Id ReadAsPropertyName(
        ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.ValueTextEquals(""u8) ? Id.None : ReadText(ref reader);

    /// <inheritdoc/>
    public override void WriteAsPropertyName(Utf8JsonWriter writer, Id value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(writer);
        Span<byte> utf8 = stackalloc byte[Id.MaxBytes];
        value.TryFormat(utf8, out var length);
        writer.WritePropertyName(utf8[..length]);
    }

    private static Id ReadText(ref Utf8JsonReader reader)
    {
        if (!reader.HasValueSequence && !reader.ValueIsEscaped)
        {
            return Parse(reader.ValueSpan);
        }

        var length = reader.HasValueSequence ? reader.ValueSequence.Length : reader.ValueSpan.Length;
        if (length > MaxEscapedBytes)
        {
            throw new JsonException(Id.Message("is too long"));
        }

        Span<byte> utf8 = stackalloc byte[MaxEscapedBytes];
        return Parse(utf8[..Copy(ref reader, utf8)]);
    }

    private static int Copy(ref Utf8JsonReader reader, scoped Span<byte> utf8)
    {
        if (reader.TokenType == JsonTokenType.Number)
        {
            var digits = reader.ValueSequence;
            digits.CopyTo(utf8);
            return (int)digits.Length;
        }

        try
        {
            return reader.CopyString(utf8);
        }
        catch (InvalidOperationException error)
        {
            throw new JsonException(Id.Message("is not valid text"), error);
        }
    }

    private static Id Parse(ReadOnlySpan<byte> utf8) =>
        Id.Read(utf8, pool: null, out var id) is { } problem ? throw new JsonException(Id.Message(problem)) : id;
}
