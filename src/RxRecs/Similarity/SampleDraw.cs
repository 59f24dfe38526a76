namespace RxRecs.Recommenders;

/// <summary>Draws numbers that are the same for the same event in every run.</summary>
internal static class SampleDraw
{
    /// <summary>Draws for the reservoir of an item.</summary>
    public static int OfItem(long visit, long order, int bound) => Of(visit, order, 1, bound);

    /// <summary>Draws for the reservoir of a visit.</summary>
    public static int OfVisit(long visit, long order, int bound) => Of(visit, order, 2, bound);

    /// <summary>Gives a number from 0 up to but not a bound.</summary>
    private static int Of(long visit, long order, ulong purpose, int bound)
    {
        var hash = Mixed(Mixed(Mixed((ulong)visit) ^ (ulong)order) ^ purpose);
        return (int)Math.BigMul(hash, (ulong)bound, out _);
    }

    // The finalizer of SplitMix64 (Steele, Lea and Flood 2014).
    private static ulong Mixed(ulong value)
    {
        value += 0x9E3779B97F4A7C15;
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
        return value ^ (value >> 31);
    }
}
