using System.Runtime.CompilerServices;

namespace RxRecs;

/// <summary>
/// Says which ids are numbers: digits without leading zeros up to 2^63-1, and what data frames make of such numbers,
/// <c>5802432.0</c> and <c>1.4875800092865987e+18</c>. Everything else is text.
/// </summary>
internal static class IdNumber
{
    /// <summary>Counts the digits of the greatest number.</summary>
    public const int MaxDigits = 19;

    /// <summary>Reads an id that is a number.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryParse(ReadOnlySpan<byte> text, out long number)
    {
        if (!Digits.TryParse(text, out var value))
        {
            return TryParseDataFrameForm(text, out number);
        }

        number = (long)value;
        return IsNumber(text.Length, text[0] == '0', number);
    }

    /// <summary>Reads an id that consists of digits alone. The forms of data frames are left to UTF-8.</summary>
    public static bool TryParseDigits(ReadOnlySpan<char> text, out long number)
    {
        ulong value = 0;
        number = 0;
        foreach (var letter in text)
        {
            var digit = (uint)letter - '0';
            if (digit > 9)
            {
                return false;
            }

            value = (value * 10) + digit;
        }

        number = (long)value;
        return IsNumber(text.Length, text.IsEmpty || text[0] == '0', number);
    }

    /// <summary>
    /// Reads a number that a data frame has taken for a floating-point one: with a decimal point, without sign or
    /// leading zeros. Without the point, <c>12E5</c> and <c>1e3</c> are names of things.
    /// </summary>
    /// <remarks>The digits are counted, never turned into a double: none is lost or made up.</remarks>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static bool TryParseDataFrameForm(ReadOnlySpan<byte> text, out long number)
    {
        number = 0;
        return !text.IsEmpty
            && (char.IsAsciiDigit((char)text[0]) || text[0] == '.')
            && !(text.Length > 1 && text[0] == '0' && char.IsAsciiDigit((char)text[1]))
            && text.Contains((byte)'.')
            && WholeNumberText.ParseAny(text, out number) is null;
    }

    // 19 digits never exceed 64 bits; with more the value may have wrapped and does not count.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool IsNumber(int digits, bool startsWithZero, long number) =>
        number >= 0 && digits <= MaxDigits && (!startsWithZero || digits == 1);
}
