using System.Buffers;
using System.Text.Json;

namespace RxRecs.Live.Pipeline;

/// <summary>A user's open cart as a row of the table of results; no items: the row goes.</summary>
internal sealed record CartRow(Id User, DateTimeOffset Time, IReadOnlyList<CartItem> Items)
{
    public static void Write(CartRow row, IBufferWriter<byte> output)
    {
        using var writer = new Utf8JsonWriter(output);
        writer.WriteStartObject();
        writer.WriteStartArray("items");
        foreach (var item in row.Items)
        {
            writer.WriteStartObject();
            writer.WriteString("item", item.Item.ToString());
            writer.WriteNumber("quantity", item.Quantity);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }
}

/// <summary>One line of a cart.</summary>
internal readonly record struct CartItem(Id Item, int Quantity);
