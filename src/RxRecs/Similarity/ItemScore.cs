namespace RxRecs.Recommenders;

/// <summary>The measures of item to item.</summary>
internal static class ItemScore
{
    /// <summary>Gives the score of a pair.</summary>
    /// <param name="options">The options, which choose the measure.</param>
    /// <param name="together">The weight of both together.</param>
    /// <param name="first">The weight of the item that is asked about.</param>
    /// <param name="second">The weight of the other.</param>
    /// <param name="all">The weight of all visits.</param>
    /// <returns>The score; 0 where a weight is.</returns>
    public static double Of(ItemToItemOptions options, double together, double first, double second, double all)
    {
        if (!(together > 0 && first > 0 && second > 0))
        {
            return 0;
        }

        return options.Measure switch
        {
            // One root of the product: the cosine of equal sets is exactly 1.
            ItemMeasure.Cosine when options.Balance == .5 =>
                together / Math.Sqrt((first + options.Shrinkage) * (second + options.Shrinkage)),
            ItemMeasure.Cosine => together / (Math.Pow(first + options.Shrinkage, options.Balance)
                * Math.Pow(second + options.Shrinkage, 1 - options.Balance)),

            // Where sums decay, a pair counts as of its later event, and so may count more than one of its items.
            ItemMeasure.Jaccard => together / Math.Max(together, first + second - together),
            ItemMeasure.Lift => together * all / (first * second),
            ItemMeasure.Confidence => Math.Min(1, together / first),
            ItemMeasure.LogLikelihood => SignedLogLikelihood(
                together, first - together, second - together, all - first - second + together),
            _ => together,
        };
    }

    /// <summary>
    /// Gives G² of both, the first alone, the second alone and neither; below zero where the second is rarer with the
    /// first than without.
    /// </summary>
    public static double SignedLogLikelihood(double both, double first, double second, double neither)
    {
        // Sums that decay, or an item that counts twice in a visit, may leave a little less than nothing.
        (first, second, neither) = (Math.Max(0, first), Math.Max(0, second), Math.Max(0, neither));
        var all = both + first + second + neither;
        var ratio = 2 * (Entropy(both) + Entropy(first) + Entropy(second) + Entropy(neither) + Entropy(all)
            - Entropy(both + first) - Entropy(second + neither) - Entropy(both + second) - Entropy(first + neither));
        return both * (second + neither) < second * (both + first) ? -Math.Max(0, ratio) : Math.Max(0, ratio);
    }

    private static double Entropy(double value) => value > 0 ? value * Math.Log(value) : 0;
}
