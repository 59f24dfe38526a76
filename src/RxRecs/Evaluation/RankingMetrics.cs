namespace RxRecs.Recommenders;

/// <summary>
/// Computes the textbook metrics of a ranked list, as pure functions. All lie between 0 and 1 and look at the first
/// <c>k</c> positions. Relevance is binary.
/// </summary>
/// <remarks>
/// <para>Common to all: a list shorter than <c>k</c> has empty positions at its end; an item repeated in the
/// list is a hit at its first position only and wastes the others; an item repeated among the relevant ones counts
/// once; an empty list, or nothing relevant, gives 0 (leave such cases out of a mean where they say nothing). <c>k</c>
/// below 1 is an error.</para>
/// <para>Cost: k times the relevant items, and their square where they are counted; nothing is allocated.</para>
/// </remarks>
public static class RankingMetrics
{
    /// <summary>Counts the distinct relevant items among the first k.</summary>
    /// <param name="list">The recommended items, best first.</param>
    /// <param name="relevant">The relevant items, in any order.</param>
    /// <param name="k">The number of positions that count, from the first; at least 1.</param>
    /// <param name="itemEquality">
    /// The comparer that tells which items are the same; null for their own equality.
    /// </param>
    /// <typeparam name="TItem">The items' type.</typeparam>
    /// <returns>A number from 0 to k.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="k"/> is below 1.</exception>
    public static int Hits<TItem>(
        ReadOnlySpan<TItem> list, ReadOnlySpan<TItem> relevant, int k, IEqualityComparer<TItem>? itemEquality = null)
    {
        var top = RankedHits.Top(list, k);
        var hits = 0;
        for (var i = 0; i < top.Length; i++)
        {
            hits += RankedHits.IsHit(top, i, relevant, itemEquality) ? 1 : 0;
        }

        return hits;
    }

    /// <summary>Computes the precision over what was shown: hits / min(k, length of the list).</summary>
    /// <inheritdoc cref="Hits"/>
    /// <returns>A number from 0 to 1.</returns>
    public static double Precision<TItem>(
        ReadOnlySpan<TItem> list, ReadOnlySpan<TItem> relevant, int k, IEqualityComparer<TItem>? itemEquality = null)
    {
        var shown = RankedHits.Top(list, k).Length;
        return shown == 0 ? 0 : (double)Hits(list, relevant, k, itemEquality) / shown;
    }

    /// <summary>Computes the precision at k: hits / k, whatever the length of the list.</summary>
    /// <inheritdoc cref="Hits"/>
    /// <returns>A number from 0 to 1.</returns>
    public static double PrecisionAtK<TItem>(
        ReadOnlySpan<TItem> list, ReadOnlySpan<TItem> relevant, int k, IEqualityComparer<TItem>? itemEquality = null) =>
        (double)Hits(list, relevant, k, itemEquality) / k;

    /// <summary>Computes the recall at k: hits / distinct relevant items.</summary>
    /// <inheritdoc cref="Hits"/>
    /// <returns>A number from 0 to 1.</returns>
    public static double Recall<TItem>(
        ReadOnlySpan<TItem> list, ReadOnlySpan<TItem> relevant, int k, IEqualityComparer<TItem>? itemEquality = null)
    {
        var hits = Hits(list, relevant, k, itemEquality);
        return hits == 0 ? 0 : (double)hits / RankedHits.CountDistinct(relevant, itemEquality);
    }

    /// <summary>
    /// Computes the hit rate at k of one list: 1 when at least one relevant item is among the first k, else 0.
    /// </summary>
    /// <inheritdoc cref="Hits"/>
    /// <returns>The number 0 or 1.</returns>
    public static double HitRate<TItem>(
        ReadOnlySpan<TItem> list, ReadOnlySpan<TItem> relevant, int k, IEqualityComparer<TItem>? itemEquality = null) =>
        RankedHits.FirstHit(list, relevant, k, itemEquality) == 0 ? 0 : 1;

    /// <summary>
    /// Computes the reciprocal rank at k: 1 / position of the first hit (from 1), 0 without a hit. Its mean over lists
    /// is MRR.
    /// </summary>
    /// <inheritdoc cref="Hits"/>
    /// <returns>A number from 0 to 1.</returns>
    public static double ReciprocalRank<TItem>(
        ReadOnlySpan<TItem> list, ReadOnlySpan<TItem> relevant, int k, IEqualityComparer<TItem>? itemEquality = null)
    {
        var position = RankedHits.FirstHit(list, relevant, k, itemEquality);
        return position == 0 ? 0 : 1.0 / position;
    }

    /// <summary>
    /// Computes the mean reciprocal position: for each of the first k distinct relevant items 1 / its position in the
    /// list (from 1), or 0 where the first k positions lack it; the mean of these. Some call this MRR; it is not, since
    /// it looks at every relevant item.
    /// </summary>
    /// <inheritdoc cref="Hits"/>
    /// <returns>A number from 0 to 1.</returns>
    public static double MeanReciprocalPosition<TItem>(
        ReadOnlySpan<TItem> list, ReadOnlySpan<TItem> relevant, int k, IEqualityComparer<TItem>? itemEquality = null)
    {
        var top = RankedHits.Top(list, k);
        var sum = 0.0;
        var count = 0;
        for (var i = 0; i < relevant.Length && count < k; i++)
        {
            if (relevant[..i].Contains(relevant[i], itemEquality))
            {
                continue;
            }

            count++;
            var position = top.IndexOf(relevant[i], itemEquality) + 1;
            sum += position == 0 ? 0 : 1.0 / position;
        }

        return count == 0 ? 0 : sum / count;
    }

    /// <summary>
    /// Computes the NDCG at k with binary relevance (Järvelin and Kekäläinen 2002): the sum over the hits of 1 /
    /// log2(position + 1), divided by what the best possible list would have: min(k, distinct relevant items) hits from
    /// the first position on.
    /// </summary>
    /// <inheritdoc cref="Hits"/>
    /// <returns>A number from 0 to 1.</returns>
    public static double Ndcg<TItem>(
        ReadOnlySpan<TItem> list, ReadOnlySpan<TItem> relevant, int k, IEqualityComparer<TItem>? itemEquality = null)
    {
        var top = RankedHits.Top(list, k);
        var gain = 0.0;
        for (var i = 0; i < top.Length; i++)
        {
            gain += RankedHits.IsHit(top, i, relevant, itemEquality) ? RankedHits.Discount(i + 1) : 0;
        }

        return gain == 0
            ? 0
            : gain / RankedHits.IdealGain(Math.Min(k, RankedHits.CountDistinct(relevant, itemEquality)));
    }

    /// <summary>
    /// Computes the average precision at k: the sum, over the hits, of the precision up to their positions, divided by
    /// min(k, distinct relevant items). Its mean over lists is MAP.
    /// </summary>
    /// <inheritdoc cref="Hits"/>
    /// <returns>A number from 0 to 1.</returns>
    public static double AveragePrecision<TItem>(
        ReadOnlySpan<TItem> list, ReadOnlySpan<TItem> relevant, int k, IEqualityComparer<TItem>? itemEquality = null)
    {
        var top = RankedHits.Top(list, k);
        var (sum, hits) = (0.0, 0);
        for (var i = 0; i < top.Length; i++)
        {
            if (RankedHits.IsHit(top, i, relevant, itemEquality))
            {
                sum += (double)++hits / (i + 1);
            }
        }

        return hits == 0 ? 0 : sum / Math.Min(k, RankedHits.CountDistinct(relevant, itemEquality));
    }

    /// <summary>
    /// Computes the Gini coefficient of exposure: how unevenly recommendations are shared out among items. Sum over i
    /// of (2 i - n - 1) x_i / (n sum x), with x in ascending order and i from 1.
    /// </summary>
    /// <param name="exposures">The number of times that each item was recommended, in any order; not negative.</param>
    /// <returns>A number from 0, where all are equal (or there is none), to 1 - 1/n, where one has all.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A count is negative.</exception>
    public static double Gini(IEnumerable<long> exposures)
    {
        ArgumentNullException.ThrowIfNull(exposures);
        long[] sorted = [.. exposures.Order()];
        ArgumentOutOfRangeException.ThrowIfNegative(sorted.FirstOrDefault(), nameof(exposures));
        var (sum, weighted) = (0.0, 0.0);
        for (var i = 0; i < sorted.Length; i++)
        {
            sum += sorted[i];
            weighted += (2.0 * (i + 1) - sorted.Length - 1) * sorted[i];
        }

        return sum == 0 ? 0 : weighted / (sorted.Length * sum);
    }

    /// <summary>
    /// Computes the rank-biased overlap of two lists without repeated items, extrapolated to their depth (Webber,
    /// Moffat and Zobel 2010, equation 32 for lists of equal depth k): (X_k / k) p^k + (1 - p) / p times the sum over d
    /// of (X_d / d) p^d, with X_d the number of items that the first d of both share.
    /// </summary>
    /// <param name="first">The first list, best first.</param>
    /// <param name="second">The second list.</param>
    /// <param name="persistence">
    /// The probability p that a reader goes on to the next place; above 0 and below 1.
    /// </param>
    /// <param name="itemEquality">
    /// The comparer that tells which items are the same; null for their own equality.
    /// </param>
    /// <typeparam name="TItem">The items' type.</typeparam>
    /// <returns>
    /// A number from 0 for nothing in common to 1 for equal lists; 1 for two empty ones. The longer list counts as deep
    /// as the shorter one, and the result is 0 where only one is empty.
    /// </returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="persistence"/> is outside its range.</exception>
    public static double RankBiasedOverlap<TItem>(
        ReadOnlySpan<TItem> first,
        ReadOnlySpan<TItem> second,
        double persistence = 0.9,
        IEqualityComparer<TItem>? itemEquality = null)
    {
        if (persistence is not (> 0 and < 1))
        {
            throw new ArgumentOutOfRangeException(
                nameof(persistence), persistence, "A persistence lies above 0 and below 1.");
        }

        var depth = Math.Min(first.Length, second.Length);
        if (depth == 0)
        {
            return first.Length == second.Length ? 1 : 0;
        }

        var (shared, sum, power) = (0, 0.0, 1.0);
        for (var d = 0; d < depth; d++)
        {
            power *= persistence;
            shared += second[..(d + 1)].Contains(first[d], itemEquality) ? 1 : 0;
            shared += first[..d].Contains(second[d], itemEquality) ? 1 : 0;
            sum += (double)shared / (d + 1) * power;
        }

        return (double)shared / depth * power + (1 - persistence) / persistence * sum;
    }

    /// <summary>
    /// Computes the intra-list similarity: the mean similarity of all pairs of the first k items of a list.
    /// </summary>
    /// <param name="list">The recommended items.</param>
    /// <param name="similarity">
    /// A function that gives the similarity of two items, such as 1 for the same category and 0 for others.
    /// </param>
    /// <param name="k">The number of positions that count, from the first; at least 1.</param>
    /// <typeparam name="TItem">The items' type.</typeparam>
    /// <returns>The mean; 0 for fewer than two items.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="k"/> is below 1.</exception>
    public static double IntraListSimilarity<TItem>(
        ReadOnlySpan<TItem> list, Func<TItem, TItem, double> similarity, int k)
    {
        ArgumentNullException.ThrowIfNull(similarity);
        var top = RankedHits.Top(list, k);
        var sum = 0.0;
        for (var i = 0; i < top.Length; i++)
        {
            for (var j = i + 1; j < top.Length; j++)
            {
                sum += similarity(top[i], top[j]);
            }
        }

        return top.Length < 2 ? 0 : sum / (top.Length * (top.Length - 1) / 2.0);
    }

    /// <summary>
    /// Computes the catalog coverage: distinct items that were recommended to anyone / items that could have been.
    /// </summary>
    /// <param name="recommended">The number of distinct items that were recommended.</param>
    /// <param name="catalog">The number of items in the catalog.</param>
    /// <returns>A number from 0 to 1; 0 for an empty catalog.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A count is negative, or more were recommended than there
    /// are.</exception>
    public static double Coverage(long recommended, long catalog)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(recommended);
        ArgumentOutOfRangeException.ThrowIfLessThan(catalog, recommended);
        return catalog == 0 ? 0 : (double)recommended / catalog;
    }

    /// <summary>
    /// Computes the average popularity: the mean, over the first k positions that are filled, of each item's share of
    /// all events.
    /// </summary>
    /// <param name="list">The recommended items, best first.</param>
    /// <param name="share">An item's share of all events, from 0 to 1.</param>
    /// <param name="k">The number of positions that count, from the first; at least 1.</param>
    /// <typeparam name="TItem">The items' type.</typeparam>
    /// <returns>A number from 0 to 1; 0 for an empty list.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="k"/> is below 1.</exception>
    public static double AveragePopularity<TItem>(ReadOnlySpan<TItem> list, Func<TItem, double> share, int k)
    {
        ArgumentNullException.ThrowIfNull(share);
        var top = RankedHits.Top(list, k);
        var sum = 0.0;
        foreach (var item in top)
        {
            sum += share(item);
        }

        return top.Length == 0 ? 0 : sum / top.Length;
    }

    /// <summary>
    /// Computes the list churn: 1 minus the Jaccard similarity of the first k of two lists as sets; 0 for the same
    /// items in whatever order, 1 for no item in common. Two empty lists have a churn of 0.
    /// </summary>
    /// <param name="before">The list before the change.</param>
    /// <param name="after">The list after the change.</param>
    /// <param name="k">The number of positions that count, from the first; at least 1.</param>
    /// <param name="itemEquality">
    /// The comparer that tells which items are the same; null for their own equality.
    /// </param>
    /// <typeparam name="TItem">The items' type.</typeparam>
    /// <returns>A number from 0 to 1.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="k"/> is below 1.</exception>
    public static double Churn<TItem>(
        ReadOnlySpan<TItem> before, ReadOnlySpan<TItem> after, int k, IEqualityComparer<TItem>? itemEquality = null)
    {
        var first = RankedHits.Top(before, k);
        var second = RankedHits.Top(after, k);
        var shared = Hits(first, second, k, itemEquality);
        var both = RankedHits.CountDistinct(first, itemEquality) + RankedHits.CountDistinct(second, itemEquality);
        return both == 0 ? 0 : 1 - (double)shared / (both - shared);
    }
}
