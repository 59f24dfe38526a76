namespace RxRecs;

/// <summary>Takes the signs between groups of three digits out of a number: <c>1.234,00</c> is 1234.00.</summary>
internal static class NumberGroups
{
    /// <summary>Writes the number without groups and with a point. Where the decimal sign is a point, a comma is a sign
    /// of groups only if a point follows or there are two, so that <c>12,345</c> is never taken for either.</summary>
    /// <param name="text">The number.</param>
    /// <param name="decimalSign">A point or a comma.</param>
    /// <param name="plain">The span that the plain number is written to.</param>
    /// <param name="length">The number of bytes of the plain number.</param>
    /// <returns>
    /// True on success; false where the groups are not of three digits, or the text is longer than the place.
    /// </returns>
    public static bool TryRemove(ReadOnlySpan<byte> text, byte decimalSign, Span<byte> plain, out int length)
    {
        length = 0;
        var point = text.IndexOf(decimalSign);
        var whole = point < 0 ? text : text[..point];
        if (text.Length > plain.Length || (point >= 0 && text[(point + 1)..].Contains(decimalSign)))
        {
            return false;
        }

        var (digits, groups) = (0, 0);
        while (!whole.IsEmpty)
        {
            var separator = SeparatorLength(whole, decimalSign);
            if (separator == 0)
            {
                plain[length++] = whole[0];
                digits += char.IsAsciiDigit((char)whole[0]) ? 1 : 0;
                whole = whole[1..];
                continue;
            }

            if (digits is 0 or > 3 || (groups > 0 && digits != 3))
            {
                return false;
            }

            (digits, groups) = (0, groups + 1);
            whole = whole[separator..];
        }

        if (groups > 0 && (digits != 3 || (groups == 1 && point < 0 && decimalSign == '.' && text.Contains((byte)','))))
        {
            return false;
        }

        if (point >= 0)
        {
            plain[length++] = (byte)'.';
            text[(point + 1)..].CopyTo(plain[length..]);
            length += text.Length - point - 1;
        }

        return true;
    }

    /// <summary>
    /// Gives the length of a separator in front: a blank (also one that does not break), an apostrophe, or whichever of
    /// point and comma is not the decimal sign; 0 where there is none.
    /// </summary>
    private static int SeparatorLength(ReadOnlySpan<byte> text, byte decimalSign) => text switch
    {
        [(byte)' ' or (byte)'\'', ..] => 1,
        [(byte)'.' or (byte)',', ..] => text[0] == decimalSign ? 0 : 1,
        [0xC2, 0xA0, ..] => 2,
        [0xE2, 0x80, 0xAF or 0x99, ..] => 3,
        _ => 0,
    };
}
