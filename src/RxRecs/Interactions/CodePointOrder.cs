namespace RxRecs;

/// <summary>
/// Orders text by code points, as its UTF-8 bytes are ordered. UTF-16 differs from that in one thing alone: surrogates,
/// which stand for the code points above U+FFFF, lie below U+E000.
/// </summary>
internal static class CodePointOrder
{
    /// <summary>Compares two texts without half surrogate pairs.</summary>
    /// <returns>A number less than, equal to or greater than 0.</returns>
    public static int Compare(ReadOnlySpan<char> left, ReadOnlySpan<char> right)
    {
        var common = left.CommonPrefixLength(right);
        return common == left.Length || common == right.Length
            ? left.Length.CompareTo(right.Length)
            : Place(left[common]) - Place(right[common]);
    }

    /// <summary>Moves the surrogates behind everything else.</summary>
    private static int Place(char unit) => char.IsSurrogate(unit) ? unit + 0x10000 : unit;
}
