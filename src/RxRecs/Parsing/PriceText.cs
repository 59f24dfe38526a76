using System.Globalization;

namespace RxRecs;

/// <summary>Reads a price from its text, in millionths.</summary>
internal static class PriceText
{
    private const int MaxWholeDigits = 12;
    private const int Decimals = 6;
    private static ReadOnlySpan<int> Scale => [1_000_000, 100_000, 10_000, 1_000, 100, 10, 1];

    /// <summary>Reads a price; empty text is no price.</summary>
    /// <returns>Null, or what is wrong.</returns>
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

    private static string? ParseAny(ReadOnlySpan<byte> text, out long units)
    {
        units = Interaction.NoPrice;
        if (!decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var price))
        {
            return "is not a number that a price can be";
        }

        if (Math.Abs(price) > Interaction.MaxPrice)
        {
            return $"is beyond the highest price, {Interaction.MaxPrice:0}";
        }

        units = (long)decimal.Round(price * Interaction.PriceUnits);
        return null;
    }
}
