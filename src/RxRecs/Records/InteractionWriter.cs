using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace RxRecs;

/// <summary>Writes interactions as JSON; one writer per thread is kept.</summary>
internal static class InteractionWriter
{
    private static readonly JsonEncodedText[] Kinds =
    [
        JsonEncodedText.Encode("view"),
        JsonEncodedText.Encode("cart"),
        JsonEncodedText.Encode("remove_from_cart"),
        JsonEncodedText.Encode("purchase"),
    ];

    private static readonly JsonEncodedText Time = JsonEncodedText.Encode("event_time");
    private static readonly JsonEncodedText Kind = JsonEncodedText.Encode("event_type");
    private static readonly JsonEncodedText Item = JsonEncodedText.Encode("product_id");
    private static readonly JsonEncodedText Category = JsonEncodedText.Encode("category_id");
    private static readonly JsonEncodedText CategoryPath = JsonEncodedText.Encode("category_code");
    private static readonly JsonEncodedText Brand = JsonEncodedText.Encode("brand");
    private static readonly JsonEncodedText Price = JsonEncodedText.Encode("price");
    private static readonly JsonEncodedText User = JsonEncodedText.Encode("user_id");
    private static readonly JsonEncodedText Session = JsonEncodedText.Encode("user_session");
    private static readonly JsonEncodedText Quantity = JsonEncodedText.Encode("quantity");

    // Relaxed: the record goes to a broker, not into a web page, and letters stay readable.
    private static readonly JsonWriterOptions Options = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
    };

    [ThreadStatic]
    private static Utf8JsonWriter? _writer;

    public static void Write(IBufferWriter<byte> output, in Interaction value)
    {
        // Taken and put back: an output that itself writes an interaction gets another.
        var writer = _writer;
        _writer = null;
        if (writer is null)
        {
            writer = new Utf8JsonWriter(output, Options);
        }
        else
        {
            writer.Reset(output);
        }

        WriteMembers(writer, value);
        writer.Flush();
        writer.Reset(Nowhere.Instance);
        _writer = writer;
    }

    private static void WriteMembers(Utf8JsonWriter writer, in Interaction value)
    {
        writer.WriteStartObject();
        writer.WriteString(Time, new DateTime(value.EventTicks, DateTimeKind.Utc));
        writer.WriteString(Kind, Kinds[(int)value.Kind]);
        WriteId(writer, Item, value.Item);
        WriteId(writer, Category, value.Category);
        WriteText(writer, CategoryPath, value.CategoryPath);
        WriteText(writer, Brand, value.Brand);
        if (value.Price is { } price)
        {
            writer.WriteNumber(Price, price);
        }

        WriteId(writer, User, value.User);
        WriteText(writer, Session, value.Session);
        if (value.Quantity != 1)
        {
            writer.WriteNumber(Quantity, value.Quantity);
        }

        writer.WriteEndObject();
    }

    private static void WriteId(Utf8JsonWriter writer, JsonEncodedText name, Id id)
    {
        if (id.TryGetNumber(out var number))
        {
            writer.WriteNumber(name, number);
        }
        else if (!id.IsNone)
        {
            writer.WriteString(name, id.ToString());
        }
    }

    private static void WriteText(Utf8JsonWriter writer, JsonEncodedText name, string? text)
    {
        if (!string.IsNullOrEmpty(text))
        {
            writer.WriteString(name, text);
        }
    }

    /// <summary>Tells what the kept writer points to between calls, so that it holds no user's buffer.</summary>
    private sealed class Nowhere : IBufferWriter<byte>
    {
        public static readonly Nowhere Instance = new();

        public void Advance(int count) => throw new NotSupportedException();

        public Memory<byte> GetMemory(int sizeHint = 0) => throw new NotSupportedException();

        public Span<byte> GetSpan(int sizeHint = 0) => throw new NotSupportedException();
    }
}
