using System.Reactive.Linq;
using RxRecs.Analytics;
using RxRecs.Machines;

namespace RxRecs;

public static partial class RecsObservable
{
    /// <summary>
    /// Ranks items by pieces sold or revenue, and says after each event which lines of the ranking have
    /// changed.
    /// </summary>
    /// <param name="source">The sales; filter them first (category, brand, price band) for a ranking of a part of the
    /// shop.</param>
    /// <param name="size">The number of items that are ranked, at least 1.</param>
    /// <param name="itemSelector">A selector of the item that was sold.</param>
    /// <param name="piecesSelector">A selector of the number of pieces; negative for a return.</param>
    /// <param name="revenueSelector">A selector of the sale's total revenue; 0 where the price is unknown.</param>
    /// <param name="options">
    /// The options for what is ranked by, and from how many pieces; null for the defaults.
    /// </param>
    /// <param name="itemOrder">
    /// The order of items of equal sales; null for the items' own order, the lower first.
    /// </param>
    /// <typeparam name="TEvent">The events' type.</typeparam>
    /// <typeparam name="TItem">The items' type.</typeparam>
    /// <returns>The lines that changed: first those in the ranking, best first, then those that left it.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="size"/> is not positive.</exception>
    /// <remarks>
    /// <list type="table">
    /// <item><term>Event</term><description>
    /// One result for each line that changed in item, rank or figures; none where the ranking stays as it
    /// is.</description></item>
    /// <item><term>Late event</term><description>There is none: sums do not depend on time.</description></item>
    /// <item><term>Error / completion</term><description>
    /// Both pass. No event: nothing is emitted. A selector that throws, or a sum that overflows, ends with
    /// <c>OnError</c>.
    /// </description></item>
    /// <item><term>State</term><description>Two sums per item ever sold, at most
    /// <see cref="SalesRankingOptions.MaxItems"/>; a sale of one more item is refused, and counted on the
    /// meter.</description></item>
    /// <item><term>Order</term><description>
    /// The ranking after the last event is the same for every order of events, as long as no item is refused. Ties: the
    /// other measure, then the lower item.
    /// </description></item>
    /// </list>
    /// </remarks>
    public static IObservable<SalesRankChange<TItem>> SalesRanking<TEvent, TItem>(
        this IObservable<TEvent> source,
        int size,
        Func<TEvent, TItem> itemSelector,
        Func<TEvent, long> piecesSelector,
        Func<TEvent, decimal> revenueSelector,
        SalesRankingOptions? options = null,
        IComparer<TItem>? itemOrder = null)
        where TItem : notnull
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(size);
        ArgumentNullException.ThrowIfNull(itemSelector);
        ArgumentNullException.ThrowIfNull(piecesSelector);
        ArgumentNullException.ThrowIfNull(revenueSelector);
        return source.RunMachine(() => new SalesRankingMachine<TEvent, TItem>(
            size, itemSelector, piecesSelector, revenueSelector, options, itemOrder));
    }

    /// <summary>
    /// Ranks items by pieces sold or revenue. Counts purchases that pass the filters of the options (category, brand,
    /// price band); leaves out everything else.
    /// </summary>
    /// <param name="source">The interactions.</param>
    /// <param name="size">The number of items that are ranked, at least 1.</param>
    /// <param name="options">The options for what is counted and ranked by; null for the defaults.</param>
    /// <returns>The lines that changed: first those in the ranking, best first, then those that left it.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="source"/> is null.</exception>
    /// <exception cref="ArgumentException">The lowest price is above the highest.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="size"/> is not positive.</exception>
    /// <remarks>See the generic overload. A purchase without a price counts as pieces and adds no revenue.</remarks>
    public static IObservable<SalesRankChange<Id>> SalesRanking(
        this IObservable<Interaction> source, int size, SalesRankingOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(source);
        var filters = options ?? new SalesRankingOptions();
        filters.ThrowIfContradictory();
        return source.Where(filters.Takes).SalesRanking(
            size, next => next.Item, next => next.Quantity, next => next.Quantity * (next.Price ?? 0), filters);
    }
}
