using System.Buffers;
using System.Buffers.Text;
using System.Text;

namespace RxRecs.SyntheticShop;

/// <summary>Writes rows in the layout of the REES46 data sets, as UTF-8 with LF line ends.</summary>
public sealed class ShopRowFormat
{
    private const int LongestRow = 512;
    internal const long FirstUser = 500_000_001;
    internal const long FirstCategory = 2_053_013_550_000_000_001;

    private readonly byte[][] _items;
    private readonly DateTime _start;

    public ShopRowFormat(ShopSettings settings, Catalog catalog)
    {
        _items = [.. catalog.Items.Select(Describe)];
        _start = settings.Start.UtcDateTime;
    }

    public static ReadOnlySpan<byte> Header =>
        "event_time,event_type,product_id,category_id,category_code,brand,price,user_id,user_session\n"u8;

    /// <summary>Writes a row as it should be.</summary>
    public void Write(ShopRow row, IBufferWriter<byte> output)
    {
        var line = output.GetSpan(LongestRow);
        var length = WriteTime(row, line);
        length += Copy(KindName(row.Kind), line[length..]);
        length += Copy(_items[row.Rank], line[length..]);
        length += WriteVisit(row, line[length..]);
        output.Advance(length);
    }

    /// <summary>Writes a row broken, in one of four ways by turns.</summary>
    public void WriteBroken(ShopRow row, long turn, IBufferWriter<byte> output)
    {
        var line = output.GetSpan(LongestRow);
        var length = (turn % 4) switch { 2 => Copy("2026-02-31 25:61:00 UTC,"u8, line), _ => WriteTime(row, line) };
        length += Copy((turn % 4) switch { 0 => "hover"u8, _ => KindName(row.Kind) }, line[length..]);
        if (turn % 4 == 1)
        {
            length += Copy("\n"u8, line[length..]);
        }
        else
        {
            length += Copy(turn % 4 == 3 ? ",,,,,,"u8 : _items[row.Rank], line[length..]);
            length += WriteVisit(row, line[length..]);
        }

        output.Advance(length);
    }

    private static ReadOnlySpan<byte> KindName(InteractionKind kind) => kind switch
    {
        InteractionKind.View => "view"u8,
        InteractionKind.Cart => "cart"u8,
        InteractionKind.Remove => "remove_from_cart"u8,
        _ => "purchase"u8,
    };

    private static byte[] Describe(CatalogItem item)
    {
        var path = item.HasPath ? Catalog.Categories[item.Category].Path : string.Empty;
        var price = item.Cents / 100m;
        return Encoding.UTF8.GetBytes($",{item.Id},{FirstCategory + item.Category},{path},{item.Brand},{price:0.00},");
    }

    private static int WriteVisit(ShopRow row, Span<byte> line)
    {
        Utf8Formatter.TryFormat(FirstUser + row.User, line, out var length);
        line[length++] = (byte)',';
        row.Session.TryFormat(line[length..], out var written);
        line[length + written] = (byte)'\n';
        return length + written + 1;
    }

    private static int Copy(ReadOnlySpan<byte> text, Span<byte> line)
    {
        text.CopyTo(line);
        return text.Length;
    }

    private int WriteTime(ShopRow row, Span<byte> line)
    {
        _start.AddSeconds(row.Seconds).TryFormat(line, out var length, "yyyy-MM-dd HH:mm:ss");
        return length + Copy(" UTC,"u8, line[length..]);
    }
}
