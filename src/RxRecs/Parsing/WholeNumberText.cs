using System.Runtime.CompilerServices;

namespace RxRecs;

/// <summary>
/// Reads a whole number from its text, also from the forms that data frames write, <c>5802432.0</c> and
/// <c>1.4875800092865987e+18</c>: such text is expanded digit by digit, never by way of a double, so it keeps every
/// digit that the text still has.
/// </summary>
internal static class WholeNumberText
{
    private const int MaxDigits = 19;

    /// <summary>Reads a whole number that is not negative.</summary>
    /// <returns>Null on success; otherwise a description of the fault.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static string? Parse(ReadOnlySpan<byte> text, out long number)
    {
        var isPlain = Digits.TryParse(text, out var value);

        // 19 digits never exceed 64 bits; with more the value may have wrapped and does not count.
        number = (long)value;
        return isPlain && text.Length <= MaxDigits && number >= 0 ? null : ParseAny(text, out number);
    }

    /// <summary>
    /// Reads digits, a fraction and an exponent. Zeros are held back until a digit follows, so that any number of them
    /// at the end costs no precision.
    /// </summary>
    /// <returns>Null on success; otherwise a description of the fault.</returns>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static string? ParseAny(ReadOnlySpan<byte> text, out long number)
    {
        number = 0;
        if (text.IsEmpty)
        {
            return "is empty";
        }

        if (TryParseUsual(text, out number))
        {
            return null;
        }

        var exponent = 0;
        var end = text.IndexOfAny((byte)'e', (byte)'E');
        if (end >= 0 && !TryParseExponent(text[(end + 1)..], out exponent))
        {
            return "is not a number";
        }

        var isNegative = text[0] == '-';
        var problem = ParseMantissa(text[(isNegative ? 1 : 0)..(end < 0 ? text.Length : end)], exponent, out number);
        if (problem is null && isNegative && number != 0)
        {
            problem = "is negative";
        }

        return problem;
    }

    /// <summary>
    /// Reads the two forms that nearly all such numbers have, digits with <c>.0</c> behind them and one digit, a point,
    /// more digits and an exponent that moves the point behind the last of them or further.
    /// </summary>
    private static bool TryParseUsual(ReadOnlySpan<byte> text, out long number)
    {
        number = 0;
        if (text is [.. var whole, (byte)'.', (byte)'0'] && whole.Length < MaxDigits)
        {
            var isWhole = Digits.TryParse(whole, out var digits);
            number = isWhole ? (long)digits : 0;
            return isWhole;
        }

        if (text is not [>= (byte)'0' and <= (byte)'9', (byte)'.', .. var fraction, (byte)'e', (byte)'+', _, _])
        {
            return false;
        }

        var exponent = Digits.Two(text, text.Length - 2);
        if (exponent >= MaxDigits || fraction.Length > exponent || !Digits.TryParse(fraction, out var value))
        {
            return false;
        }

        value += (text[0] - (ulong)'0') * Digits.PowersOfTen[fraction.Length];
        value *= Digits.PowersOfTen[(int)exponent - fraction.Length];
        number = value <= long.MaxValue ? (long)value : 0;
        return value <= long.MaxValue;
    }

    private static string? ParseMantissa(ReadOnlySpan<byte> text, int exponent, out long number)
    {
        number = 0;
        UInt128 value = 0;
        var point = text.IndexOf((byte)'.');
        var power = exponent;
        if (text.Length - (point < 0 ? 0 : 1) == 0)
        {
            return "is not a number";
        }

        for (var i = 0; i < text.Length; i++)
        {
            if (i == point)
            {
                continue;
            }

            var digit = (uint)text[i] - '0';
            if (digit > 9)
            {
                return "is not a number";
            }

            power -= point >= 0 && i > point ? 1 : 0;
            if (digit == 0 && value != 0)
            {
                power++;
                continue;
            }

            // Held-back zeros lie between this digit and the last one: make room for them.
            // Not before the first digit: leading zeros would be counted again and again.
            var room = value == 0 ? 0 : HeldBack(text, point, i);
            power -= room;
            value = value == 0 ? digit : (value * Digits.PowersOfTen[room + 1]) + digit;
            if (value > long.MaxValue)
            {
                return exponent < 0 || point >= 0 ? "is not a whole number" : "is too large";
            }
        }

        return Shift((ulong)value, power, out number);
    }

    private static int HeldBack(ReadOnlySpan<byte> text, int point, int end)
    {
        var zeros = 0;
        for (var i = end - 1; i >= 0 && (text[i] == '0' || i == point); i--)
        {
            zeros += i == point ? 0 : 1;
        }

        return Math.Min(zeros, MaxDigits - 1);
    }

    private static string? Shift(ulong value, int power, out long number)
    {
        number = 0;
        if (value == 0)
        {
            return null;
        }

        for (; power < 0; power++)
        {
            (value, var digit) = Math.DivRem(value, 10);
            if (digit != 0)
            {
                return "is not a whole number";
            }
        }

        if (power > MaxDigits || (UInt128)value * Digits.PowersOfTen[power] > long.MaxValue)
        {
            return "is too large";
        }

        number = (long)(value * Digits.PowersOfTen[power]);
        return null;
    }

    /// <summary>Reads an exponent of at most four digits, with a sign or without.</summary>
    public static bool TryParseExponent(ReadOnlySpan<byte> text, out int exponent)
    {
        exponent = 0;
        var isNegative = !text.IsEmpty && text[0] == '-';
        text = !text.IsEmpty && text[0] is (byte)'-' or (byte)'+' ? text[1..] : text;
        if (text.IsEmpty || text.Length > 4)
        {
            return false;
        }

        foreach (var letter in text)
        {
            if (!char.IsAsciiDigit((char)letter))
            {
                return false;
            }

            exponent = (exponent * 10) + letter - '0';
        }

        exponent = isNegative ? -exponent : exponent;
        return true;
    }
}
