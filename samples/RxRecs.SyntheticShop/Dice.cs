namespace RxRecs.SyntheticShop;

/// <summary>
/// Seeded random numbers (SplitMix64). Written out because the framework does not promise that its own keep their
/// sequence from one version to the next.
/// </summary>
public sealed class Dice(ulong seed)
{
    private ulong _state = seed;

    /// <summary>A number that depends on nothing but the two given ones.</summary>
    public static ulong Mix(ulong seed, ulong value) => Scramble(Scramble(seed + 0x9E3779B97F4A7C15) ^ value);

    public ulong NextBits() => Scramble(_state += 0x9E3779B97F4A7C15);

    /// <summary>From 0 up to, without, 1.</summary>
    public double NextUnit() => (NextBits() >> 11) * (1.0 / (1UL << 53));

    /// <summary>From <paramref name="from"/> up to, without, <paramref name="to"/>.</summary>
    public int Next(int from, int to) => from + (int)(NextUnit() * (to - from));

    public bool Happens(double probability) => NextUnit() < probability;

    private static ulong Scramble(ulong bits)
    {
        bits = (bits ^ (bits >> 30)) * 0xBF58476D1CE4E5B9;
        bits = (bits ^ (bits >> 27)) * 0x94D049BB133111EB;
        return bits ^ (bits >> 31);
    }
}
