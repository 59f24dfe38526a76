using RxRecs.Machines;

namespace RxRecs;

public static partial class RecsObservable
{
    /// <summary>
    /// Reports what rises, falls and is new as each trend bucket closes. For a report per group, such as a brand, count
    /// (brand, item) pairs and take <see cref="TrendTransition{TItem}.RankPerGroup"/> of each report's transition.
    /// </summary>
    /// <param name="source">The buckets, in order of their index; one that is missing counts as empty.</param>
    /// <param name="score">The score that ranks items by how strongly they trend.</param>
    /// <param name="options">
    /// The options for which changes matter and how many are reported; null for the top ten of all.
    /// </param>
    /// <param name="itemOrder">The order of items that rank equal; null for their own (ordinal for text).</param>
    /// <typeparam name="TItem">The items' type.</typeparam>
    /// <returns>The reports.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="source"/> or <paramref name="score"/> is
    /// null.</exception>
    /// <remarks>
    /// <list type="table">
    /// <item><term>Event</term><description>
    /// Each bucket gives one report, the first one that says that there is not enough data. A partial bucket gives
    /// none, unless <see cref="TrendRankingOptions.IncludePartial"/>: what was reported last stays the last complete
    /// comparison.</description></item>
    /// <item><term>Late event</term><description>None: buckets are final. One out of order ends with
    /// <c>OnError</c>.</description></item>
    /// <item><term>Error / completion</term><description>
    /// An error passes; completion without any report gives one that says that there is not enough data. A score that
    /// throws ends with <c>OnError</c>.</description></item>
    /// <item><term>State</term><description>
    /// The buckets of the score's baseline (by default one), and a figure per item in them; with a half-life also per
    /// item whose decayed count is at least a millionth, at most <see cref="TrendScore.MaxItems"/> of
    /// these.</description></item>
    /// <item><term>Order</term><description>As the buckets.</description></item>
    /// </list>
    /// </remarks>
    public static IObservable<TrendReport<TItem>> TopTrends<TItem>(
        this IObservable<TrendBucket<TItem>> source,
        TrendScore score,
        TrendRankingOptions? options = null,
        IComparer<TItem>? itemOrder = null)
        where TItem : notnull
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(score);
        return source.RunMachine(() => new TopTrendsMachine<TItem>(score, options, itemOrder));
    }
}
