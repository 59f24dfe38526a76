using System.Reactive.Linq;

namespace RxRecs;

public static partial class RecsObservable
{
    /// <summary>Reports what trends over a requested range, once, when the buckets are complete.</summary>
    /// <param name="source">The buckets, in order of their index; those not wholly within the range are left
    /// out.</param>
    /// <param name="start">The first instant of the range.</param>
    /// <param name="end">The first instant after it.</param>
    /// <param name="score">The score that ranks items by how strongly they trend.</param>
    /// <param name="basis">The choice of what is compared with what.</param>
    /// <param name="options">
    /// The options for which changes matter and how many are reported; null for the top ten of all.
    /// </param>
    /// <param name="itemOrder">The order of items that rank equal; null for their own (ordinal for text).</param>
    /// <typeparam name="TItem">The items' type.</typeparam>
    /// <returns>One report; it names the basis and both periods.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="source"/> or <paramref name="score"/> is
    /// null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">
    /// <paramref name="end"/> is not after <paramref name="start"/>, or the basis is none of the three.
    /// </exception>
    /// <remarks>
    /// <list type="table">
    /// <item><term>Event</term><description>A bucket within the range is kept; nothing is emitted.</description></item>
    /// <item><term>Late event</term><description>None: buckets are final.</description></item>
    /// <item><term>Error / completion</term><description>
    /// An error passes. Completion gives the report, which says so where there is not enough data.</description></item>
    /// <item><term>State</term><description>The buckets within the range.</description></item>
    /// <item><term>Order</term><description>One report, then completion.</description></item>
    /// </list>
    /// </remarks>
    public static IObservable<TrendReport<TItem>> TrendRange<TItem>(
        this IObservable<TrendBucket<TItem>> source,
        DateTimeOffset start,
        DateTimeOffset end,
        TrendScore score,
        TrendBasis basis = TrendBasis.LastTransition,
        TrendRankingOptions? options = null,
        IComparer<TItem>? itemOrder = null)
        where TItem : notnull
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(score);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(end, start);
        _ = OptionValue.Defined(basis, nameof(basis));
        return source
            .Where(bucket => bucket.Start >= start && bucket.End <= end)
            .ToList()
            .Select(buckets => TrendRangeReport.Make(buckets, score, options, basis, itemOrder));
    }
}
