namespace RxRecs.Recommenders;

/// <summary>
/// Intervals of means over events by drawing whole visits with replacement (Efron's percentile bootstrap): the events
/// of a visit depend on each other, so drawing events would make intervals too small. Seeded, so that the same visits
/// give the same interval.
/// </summary>
internal static class SessionBootstrap
{
    private const double Tail = 0.025;

    /// <summary>Gives the interval of the ratio of two sums over visits, such as hits over events.</summary>
    /// <param name="sums">The numerator and the denominator of each visit.</param>
    /// <param name="resamples">The number of resamples, each of as many visits as there are.</param>
    /// <param name="seed">The seed of the random numbers.</param>
    public static ConfidenceInterval Of(
        IReadOnlyList<(double Sum, double Count)> sums, int resamples = 1000, int seed = 1)
    {
        var value = Ratio(sums.Sum(static each => each.Sum), sums.Sum(static each => each.Count));
        if (sums.Count < 2)
        {
            return new(value, value, value);
        }

        (double Sum, double Count)[] visits = [.. sums];
        var random = new Random(seed);
        var ratios = new double[resamples];
        for (var i = 0; i < resamples; i++)
        {
            var (sum, count) = (0.0, 0.0);
            for (var n = 0; n < visits.Length; n++)
            {
                ref readonly var drawn = ref visits[random.Next(visits.Length)];
                sum += drawn.Sum;
                count += drawn.Count;
            }

            ratios[i] = Ratio(sum, count);
        }

        Array.Sort(ratios);
        return new(value, ratios[(int)(Tail * resamples)], ratios[(int)((1 - Tail) * resamples) - 1]);
    }

    private static double Ratio(double sum, double count) => count == 0 ? 0 : sum / count;
}
