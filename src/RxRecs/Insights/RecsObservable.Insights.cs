using RxRecs.Analytics;
using RxRecs.Machines;
using RxRecs.Recommenders;

namespace RxRecs;

/// <content>Insights.</content>
public static partial class RecsObservable
{
    /// <summary>
    /// Reports of each period what a shop's owner reads: what rises and falls and since when, carts that were left,
    /// conversion with its intervals, each beside the period before, and what the figures do not know.
    /// </summary>
    /// <param name="source">The events.</param>
    /// <param name="period">The length of a period: an hour, a day, a week.</param>
    /// <param name="selectors">The selectors that read an event; the session is not used.</param>
    /// <param name="options">The allowed lateness, the zone, what is compared, how much is kept, and the idle
    /// timeout.</param>
    /// <typeparam name="TEvent">The events' type.</typeparam>
    /// <typeparam name="TUser">The users' type.</typeparam>
    /// <typeparam name="TItem">The items' type; equal changes are told in its order.</typeparam>
    /// <returns>The reports, oldest first.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException">A selector is null, or <paramref name="period"/> is not whole days and there
    /// is a <see cref="InsightOptions.TimeZone"/>.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="period"/> is not positive, or longer than
    /// time.</exception>
    /// <remarks>
    /// <list type="table">
    /// <item><term>Event</term><description>Counts once the watermark has reached its time. A period is reported once,
    /// when the watermark reaches its end; of a run of empty ones the first
    /// <see cref="InsightOptions.PeriodsKept"/>.</description></item>
    /// <item><term>Late event</term><description>One behind the watermark: counted, also in
    /// <see cref="InsightGaps.Late"/>, and an element of
    /// <see cref="IEventTimeObservable{TEvent, TResult}.WithLateEvents"/>.</description></item>
    /// <item><term>Error / completion</term><description>A source error passes, and nothing is reported of what is
    /// open. Completion reports it, as partial where its end was not reached.</description></item>
    /// <item><term>State</term><description>The events within the allowed lateness; the counts of
    /// <see cref="InsightOptions.PeriodsKept"/> periods with <see cref="InsightOptions.MaxItems"/> items, categories
    /// and brands each, facts of as many items, and <see cref="InsightOptions.MaxUsers"/> users and carts. Nothing is
    /// allocated per event once that has grown.</description></item>
    /// <item><term>Order</term><description>By end of period. Any order of arrival within the lateness gives the same
    /// reports, unless they are approximate or one user changes a cart twice at the same
    /// moment.</description></item>
    /// </list>
    /// </remarks>
    public static IEventTimeObservable<TEvent, InsightReport<TItem>> Insights<TEvent, TUser, TItem>(
        this IObservable<TEvent> source,
        TimeSpan period,
        ShopSelectors<TEvent, TUser, TItem> selectors,
        InsightOptions options)
        where TUser : notnull
        where TItem : notnull, IComparable<TItem>
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(selectors);
        ArgumentNullException.ThrowIfNull(options);
        selectors.ThrowIfIncomplete();
        options.Buckets.PanesPerBucket(period);
        return EventTimeOperator.Run(
            source,
            nameof(Insights),
            () => new InsightsMachine<TEvent, TUser, TItem>(period, selectors, options),
            options);
    }

    /// <summary>Reports of each period what a shop's owner reads.</summary>
    /// <inheritdoc cref="Insights{TEvent, TUser, TItem}"/>
    /// <param name="source">The interactions. Those of an unknown user are in no cart and no conversion.</param>
    /// <param name="period">The length of a period: an hour, a day, a week.</param>
    /// <param name="options">The allowed lateness, the zone, what is compared, how much is kept, and the idle
    /// timeout.</param>
    public static IEventTimeObservable<Interaction, InsightReport<Id>> Insights(
        this IObservable<Interaction> source, TimeSpan period, InsightOptions options) =>
        source.Insights(period, ShopRecommender.Selectors, options);
}
