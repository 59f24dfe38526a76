namespace RxRecs;

/// <summary>
/// Two slots as one key. Multiplied by an odd number, so that different pairs stay different keys: as they are, all
/// pairs of a slot with the same one (each user with a session of its own) would have the hash 0.
/// </summary>
internal static class SlotPair
{
    private const long Spread = unchecked((long)0x9E3779B97F4A7C15);

    public static long Of(int first, int second) => unchecked((((long)first << 32) | (uint)second) * Spread);
}
