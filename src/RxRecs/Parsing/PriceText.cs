using System.Buffers;
using System.Globalization;
using System.Runtime.CompilerServices;

namespace RxRecs;

/// <summary>Reads a price from its text, in millionths.</summary>
internal static class PriceText
{
    private const int MaxWholeDigits = 12;
    private const int Decimals = 6;
    private const int MaxSize = 64;
    private const string NotAPrice = "is not a number that a price can be";
    private static readonly SearchValues<byte> Whole = SearchValues.Create("0123456789-"u8);
    private static readonly string Beyond = $"is beyond the highest price, {Interaction.MaxPrice:0}";
    private static ReadOnlySpan<int> Scale => [1_000_000, 100_000, 10_000, 1_000, 100, 10, 1];

    /// <summary>Reads a price; empty text is no price.</summary>
    /// <returns>Null on success; otherwise a description of the fault.</returns>
    public static string? Parse(ReadOnlySpan<byte> text, out long units)
    {
        if (text.IsEmpty)
        {
            units = Interaction.NoPrice;
            return null;
        }

        var at = text[0] == '-' ? 1 : 0;
        var start = at;
        var point = -1;
        long value = 0;
        for (; at < text.Length && at - start <= MaxWholeDigits + Decimals; at++)
        {
            var digit = (uint)text[at] - '0';
            if (digit <= 9)
            {
                value = (value * 10) + digit;
            }
            else if (text[at] == '.' && point < 0)
            {
                point = at;
            }
            else
            {
                break;
            }
        }

        var decimals = point < 0 ? 0 : at - point - 1;
        var whole = (point < 0 ? at : point) - start;
        if (at < text.Length || whole is 0 or > MaxWholeDigits || decimals > Decimals)
        {
            return ParseAny(text, out units);
        }

        value *= Scale[decimals];
        units = start == 0 ? value : -value;
        return null;
    }

    /// <summary>Reads a price whose decimal sign is a comma; empty text is no price.</summary>
    /// <returns>Null on success; otherwise a description of the fault.</returns>
    public static string? ParseWithComma(ReadOnlySpan<byte> text, out long units)
    {
        if (text.IsEmpty || text.IndexOfAnyExcept(Whole) < 0)
        {
            return Parse(text, out units);
        }

        units = Interaction.NoPrice;
        Span<byte> plain = stackalloc byte[MaxSize];
        return NumberGroups.TryRemove(text, (byte)',', plain, out var length)
            ? ParseDecimal(plain[..length], out units)
            : NotAPrice;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static string? ParseAny(ReadOnlySpan<byte> text, out long units)
    {
        units = Interaction.NoPrice;
        Span<byte> plain = stackalloc byte[MaxSize];
        return !NumberGroups.TryRemove(text, (byte)'.', plain, out var length) ? NotAPrice
            : ParseDecimal(plain[..length], out units);
    }

    private static string? ParseDecimal(ReadOnlySpan<byte> text, out long units)
    {
        units = Interaction.NoPrice;
        if (!decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var price))
        {
            return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var large)
                && double.IsFinite(large) ? Beyond : NotAPrice;
        }

        if (Math.Abs(price) > Interaction.MaxPrice)
        {
            return Beyond;
        }

        units = (long)decimal.Round(price * Interaction.PriceUnits);
        return null;
    }
}
