using System.Runtime.CompilerServices;

namespace RxRecs;

/// <summary>Decimal digits, several at a time.</summary>
internal static class Digits
{
    /// <summary>
    /// Eight digits, as they stand in memory on a little-endian machine: neighbours are added up pair by pair.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryParseEight(ulong letters, out uint value)
    {
        var digits = letters - 0x3030303030303030;
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
}
