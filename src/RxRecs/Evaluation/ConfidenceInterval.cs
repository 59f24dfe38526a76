namespace RxRecs.Recommenders;

/// <summary>Holds a figure and the interval that it lies in with 95 %.</summary>
/// <param name="Value">The figure.</param>
/// <param name="Low">The lower end.</param>
/// <param name="High">The upper end.</param>
public readonly record struct ConfidenceInterval(double Value, double Low, double High)
{
    private const double Z = 1.959963984540054;

    /// <summary>
    /// Gives a share with its interval, the score interval of E. B. Wilson, Probable Inference, the Law of Succession,
    /// and Statistical Inference (1927).
    /// </summary>
    /// <param name="hits">How many of the trials had the result, from 0 to <paramref name="trials"/>.</param>
    /// <param name="trials">The number of trials.</param>
    /// <returns>The share of the trials with the result, from 0 to 1, and its interval.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There are no trials, or the hits are none of them.</exception>
    public static ConfidenceInterval OfShare(long hits, long trials)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(trials);
        ArgumentOutOfRangeException.ThrowIfNegative(hits);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(hits, trials);
        double n = trials;
        var share = hits / n;
        var middle = (share + (Z * Z / (2 * n))) / (1 + (Z * Z / n));
        var half = Z / (1 + (Z * Z / n)) * Math.Sqrt(((share * (1 - share)) + (Z * Z / (4 * n))) / n);
        return new(
            share,
            hits == 0 ? 0 : Math.Max(0, middle - half),
            hits == trials ? 1 : Math.Min(1, middle + half));
    }
}
