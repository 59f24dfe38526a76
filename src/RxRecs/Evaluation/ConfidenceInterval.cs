namespace RxRecs.Recommenders;

/// <summary>Holds a figure and the interval that it lies in with 95 %.</summary>
/// <param name="Value">The figure.</param>
/// <param name="Low">The lower end.</param>
/// <param name="High">The upper end.</param>
public readonly record struct ConfidenceInterval(double Value, double Low, double High)
{
    private const double Z = 1.959963984540054;
    private const double Tail = 0.025;

    /// <summary>
    /// Returns a share with its interval, the score interval of E. B. Wilson, Probable Inference, the Law of
    /// Succession, and Statistical Inference (1927).
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

    /// <summary>
    /// Returns the ratio of two sums over groups of events, such as hits over events, with its interval by drawing
    /// whole groups with replacement: the percentile bootstrap of B. Efron, Bootstrap Methods: Another Look at the
    /// Jackknife (1979). Events of one visit or user depend on each other, so that drawing events would make intervals
    /// too small.
    /// </summary>
    /// <param name="groups">The numerator and the denominator of each group; a denominator is not negative.</param>
    /// <param name="resamples">The number of resamples, each of as many groups as there are; at least 40.</param>
    /// <param name="seed">The seed of the random numbers; the same groups and seed give the same interval.</param>
    /// <returns>The ratio and its interval, which is empty for fewer than two groups; 0 for none.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="groups"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="resamples"/> is below 40.</exception>
    public static ConfidenceInterval OfRatio(
        IEnumerable<(double Sum, double Count)> groups, int resamples = 1000, int seed = 1)
    {
        ArgumentNullException.ThrowIfNull(groups);
        ArgumentOutOfRangeException.ThrowIfLessThan(resamples, 40);
        (double Sum, double Count)[] all = [.. groups];
        var value = Ratio(all.Sum(static each => each.Sum), all.Sum(static each => each.Count));
        if (all.Length < 2)
        {
            return new(value, value, value);
        }

        var ratios = Resample(all, new double[resamples], new Random(seed));
        Array.Sort(ratios);
        return new(value, ratios[(int)(Tail * resamples)], ratios[(int)((1 - Tail) * resamples) - 1]);
    }

    private static double[] Resample((double Sum, double Count)[] groups, double[] ratios, Random random)
    {
        for (var i = 0; i < ratios.Length; i++)
        {
            var (sum, count) = (0.0, 0.0);
            for (var n = 0; n < groups.Length; n++)
            {
                ref readonly var drawn = ref groups[random.Next(groups.Length)];
                sum += drawn.Sum;
                count += drawn.Count;
            }

            ratios[i] = Ratio(sum, count);
        }

        return ratios;
    }

    private static double Ratio(double sum, double count) => count == 0 ? 0 : sum / count;
}
