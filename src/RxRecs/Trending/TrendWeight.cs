namespace RxRecs;

/// <summary>
/// Weights as whole millionths. Sums of integers do not depend on the order of arrival, and what goes into a window can
/// be taken out again without a trace; sums of doubles do neither.
/// </summary>
internal static class TrendWeight
{
    /// <summary>The weight 1.</summary>
    public const long One = 1_000_000;

    /// <summary>The greatest weight of one event.</summary>
    public const double Max = 1_000_000;

    public static long ToUnits(double weight, string name = "weight") =>
        weight == 1 ? One : Round(weight, name);

    public static double FromUnits(long units) => units / (double)One;

    private static long Round(double weight, string name) => weight is >= 0 and <= Max
        ? (long)Math.Round(weight * One)
        : throw new ArgumentOutOfRangeException(
            name, weight, $"{name} must lie between 0 and 1,000,000: it is what an event counts.");
}
