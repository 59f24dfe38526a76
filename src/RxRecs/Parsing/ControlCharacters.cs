namespace RxRecs;

/// <summary>Finds characters that no name has: C0, DEL and C1.</summary>
internal static class ControlCharacters
{
    /// <summary>Tells whether there are some in valid UTF-8, where C1 is C2 80 to C2 9F.</summary>
    public static bool AreIn(ReadOnlySpan<byte> utf8)
    {
        if (utf8.IndexOfAnyInRange((byte)0, (byte)0x1F) >= 0 || utf8.Contains((byte)0x7F))
        {
            return true;
        }

        for (var at = utf8.IndexOf((byte)0xC2); at >= 0; at = utf8.IndexOf((byte)0xC2))
        {
            utf8 = utf8[(at + 1)..];
            if (utf8[0] < 0xA0)
            {
                return true;
            }
        }

        return false;
    }
}
