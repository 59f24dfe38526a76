using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace RxRecs;

/// <summary>Decimal digits, several at a time.</summary>
internal static class Digits
{
    private const int WordSize = sizeof(ulong);
    private const ulong Zeros = 0x3030303030303030;

    /// <summary>The powers of ten that 64 bits hold.</summary>
    public static ReadOnlySpan<ulong> PowersOfTen =>
    [
        1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000, 1_000_000_000, 10_000_000_000,
        100_000_000_000, 1_000_000_000_000, 10_000_000_000_000, 100_000_000_000_000, 1_000_000_000_000_000,
        10_000_000_000_000_000, 100_000_000_000_000_000, 1_000_000_000_000_000_000, 10_000_000_000_000_000_000,
    ];

    /// <summary>
    /// Reads a number of digits alone; the caller looks at the length, since more than 19 digits may have wrapped.
    /// </summary>
    /// <remarks>No loop over single digits: those that are left behind whole words are one more word, with zeros before
    /// them, so how many there are costs no mispredicted branch.</remarks>
    /// <returns>True if there is at least one digit and nothing else.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryParse(ReadOnlySpan<byte> text, out ulong value)
    {
        value = 0;
        var rest = text;
        while (rest.Length >= WordSize)
        {
            if (!TryParseEight(BinaryPrimitives.ReadUInt64LittleEndian(rest), out var eight))
            {
                return false;
            }

            value = (value * 100_000_000) + eight;
            rest = rest[WordSize..];
        }

        if (rest.IsEmpty)
        {
            return !text.IsEmpty;
        }

        var shift = WordSize * (WordSize - rest.Length);
        var letters = text.Length > WordSize
            ? BinaryPrimitives.ReadUInt64LittleEndian(text[^WordSize..]) & (ulong.MaxValue << shift)
            : ReadShort(rest) << shift;
        if (!TryParseEight(letters | (Zeros >> (WordSize * rest.Length)), out var last))
        {
            return false;
        }

        value = text.Length < WordSize ? last : (value * PowersOfTen[rest.Length]) + last;
        return true;
    }

    /// <summary>
    /// Eight digits, as they stand in memory on a little-endian machine: neighbors are added up pair by pair.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryParseEight(ulong letters, out uint value)
    {
        var digits = letters - Zeros;
        if (((digits | (digits + 0x7676767676767676)) & 0x8080808080808080) != 0)
        {
            value = 0;
            return false;
        }

        digits = ((digits * 10) + (digits >> 8)) & 0x00FF00FF00FF00FF;
        digits = ((digits * 100) + (digits >> 16)) & 0x0000FFFF0000FFFF;
        value = (uint)((digits * 10_000) + (digits >> 32));
        return true;
    }

    /// <summary>Two digits as a number; above 99 where one is not a digit.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Two(ReadOnlySpan<byte> text, int at)
    {
        var tens = (uint)text[at] - '0';
        var ones = (uint)text[at + 1] - '0';
        return tens > 9 || ones > 9 ? uint.MaxValue : (tens * 10) + ones;
    }

    // One to seven letters; pieces that overlap hold the same bits where they do.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong ReadShort(ReadOnlySpan<byte> text)
    {
        var last = text.Length - 1;
        return text.Length >= sizeof(uint)
            ? BinaryPrimitives.ReadUInt32LittleEndian(text)
                | ((ulong)BinaryPrimitives.ReadUInt32LittleEndian(text[^sizeof(uint)..]) << (8 * (last - 3)))
            : text[0] | ((ulong)text[last >> 1] << (8 * (last >> 1))) | ((ulong)text[last] << (8 * last));
    }
}
