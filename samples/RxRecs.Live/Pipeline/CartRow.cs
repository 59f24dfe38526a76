using System.Buffers;
using System.Text.Json;

namespace RxRecs.Live.Pipeline;

/// <summary>A user's open cart as a row of the table of results; no items: the row goes.</summary>
internal sealed record CartRow(Id User, DateTimeOffset Time, IReadOnlyList<CartItem> Items)
{
    [ThreadStatic]
    private static Utf8JsonWriter? _writer;

    public static void Write(CartRow row, IBufferWriter<byte> output)
    {
        var writer = _writer ??= new(output);
        writer.Reset(output);
        writer.WriteStartObject();
        writer.WriteStartArray("items"u8);
        for (var i = 0; i < row.Items.Count; i++)
        {
            writer.WriteStartObject();
            writer.WriteString("item"u8, row.Items[i].Item.ToString());
            writer.WriteNumber("quantity"u8, row.Items[i].Quantity);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
        writer.Flush();
    }
}

/// <summary>One line of a cart.</summary>
internal readonly record struct CartItem(Id Item, int Quantity);
