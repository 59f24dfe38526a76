namespace RxRecs.Kafka.Replay;

/// <summary>Draws users by a hash of their id, so that each is in with all rows or out with all.</summary>
internal static class UserSample
{
    public static bool Contains(Id user, long position, double share, long seed) =>
        share >= 1 || (ulong)Mix(Bits(user, position) ^ Mix(seed)) >> 11 < share * (1L << 53);

    /// <summary>The finalizer of splitmix64: every bit of the input reaches every bit of the result.</summary>
    public static long Mix(long value)
    {
        var bits = (ulong)value + 0x9e3779b97f4a7c15;
        bits = (bits ^ (bits >> 30)) * 0xbf58476d1ce4e5b9;
        bits = (bits ^ (bits >> 27)) * 0x94d049bb133111eb;
        return (long)(bits ^ (bits >> 31));
    }

    /// <summary>
    /// The number, or bits of the text that are the same in every process, as a resumed replay needs; without a user,
    /// the row's position.
    /// </summary>
    private static long Bits(Id user, long position)
    {
        if (user.IsNone || user.TryGetNumber(out position))
        {
            return position;
        }

        Span<byte> text = stackalloc byte[Id.MaxBytes];
        user.TryFormat(text, out var length);
        var bits = (long)length;
        foreach (var letter in text[..length])
        {
            bits = Mix(bits ^ letter);
        }

        return bits;
    }
}
