using RxRecs.Machines;

namespace RxRecs;

public static partial class RecsObservable
{
    /// <summary>Compares each trend bucket with the one before it.</summary>
    /// <param name="source">The buckets, in order of their index; one that is missing counts as empty.</param>
    /// <param name="score">The score that ranks items by how strongly they trend.</param>
    /// <param name="itemOrder">The order of items that rank equal; null for their own (ordinal for text).</param>
    /// <typeparam name="TItem">The items' type.</typeparam>
    /// <returns>The transitions, partial ones included and marked.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="source"/> or <paramref name="score"/> is
    /// null.</exception>
    /// <remarks>
    /// <list type="table">
    /// <item><term>Event</term><description>
    /// Each bucket but the first gives one transition from its neighbor, with every item that was counted in either.
    /// </description></item>
    /// <item><term>Late event</term><description>None: buckets are final. One out of order ends with
    /// <c>OnError</c>.</description></item>
    /// <item><term>Error / completion</term><description>Both pass; a score that throws ends with
    /// <c>OnError</c>.</description></item>
    /// <item><term>State</term><description>
    /// The buckets of the score's baseline (by default one), and a figure per item in them; with a half-life also per
    /// item whose decayed count is at least a millionth.</description></item>
    /// <item><term>Order</term><description>As the buckets.</description></item>
    /// </list>
    /// </remarks>
    public static IObservable<TrendTransition<TItem>> TrendTransitions<TItem>(
        this IObservable<TrendBucket<TItem>> source, TrendScore score, IComparer<TItem>? itemOrder = null)
        where TItem : notnull
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(score);
        return source.RunMachine(() => new TrendTransitionsMachine<TItem>(score, itemOrder));
    }
}
