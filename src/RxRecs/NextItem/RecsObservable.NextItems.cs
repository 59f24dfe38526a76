using System.Reactive.Linq;
using RxRecs.Machines;
using RxRecs.Recommenders;

namespace RxRecs;

public static partial class RecsObservable
{
    /// <summary>
    /// Emits, after each event, the items that may come next in its visit: those that followed, in other visits, the
    /// items that the visitor has looked at. Every event counts at once; nothing is trained. To ask at moments of your
    /// own choosing, use <c>RecommendOnDemand</c> with a <see cref="NextItemRecommender{TEvent, TUser, TItem}"/>.
    /// </summary>
    /// <param name="source">The events.</param>
    /// <param name="count">The maximum number of items in a list.</param>
    /// <param name="userSelector">
    /// A selector of an event's user; null or the default value where the user is not known.
    /// </param>
    /// <param name="sessionSelector">
    /// A selector of the visit's name, as the shop gives it; null or empty where it has none.
    /// </param>
    /// <param name="itemSelector">A selector of an event's item.</param>
    /// <param name="eventTimeSelector">A selector of an event's time.</param>
    /// <param name="options">The options for what is kept and how it is scored; null for the defaults.</param>
    /// <param name="itemOrder">
    /// The order of items of equal score and age; null for the items' own order, the lower first.
    /// </param>
    /// <typeparam name="TEvent">The events' type.</typeparam>
    /// <typeparam name="TUser">The users' type.</typeparam>
    /// <typeparam name="TItem">The items' type.</typeparam>
    /// <returns>One list per event.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="source"/> or a selector is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is not positive.</exception>
    /// <exception cref="ArgumentException">
    /// <typeparamref name="TItem"/> has no order and none is given.
    /// </exception>
    /// <remarks>
    /// <list type="table">
    /// <item><term>Event</term><description>
    /// Emits the list of the event's visit, at once; an empty one where nothing is known of what follows, or where the
    /// event has neither user nor session, which is counted.</description></item>
    /// <item><term>Late event</term><description>
    /// Is put in its place in its visit, by event time; which visit it belongs to depends on the order of arrival.
    /// Reorder events first where that matters.</description></item>
    /// <item><term>Error / completion</term><description>Pass on at once.</description></item>
    /// <item><term>State</term><description>
    /// At most <see cref="NextItemOptions.MaxSessions"/> sessions with <see cref="NextItemOptions.MaxEvents"/> events
    /// of
    /// <see cref="NextItemOptions.MaxItems"/> items, the oldest sessions evicted and counted.</description></item>
    /// <item><term>Order</term><description>
    /// Higher score first, then the item that a visit touched for the first time the latest, then by
    /// <paramref name="itemOrder"/>.</description></item>
    /// </list>
    /// </remarks>
    public static IObservable<NextItemsList<TUser, TItem>> NextItems<TEvent, TUser, TItem>(
        this IObservable<TEvent> source,
        int count,
        Func<TEvent, TUser?> userSelector,
        Func<TEvent, string?> sessionSelector,
        Func<TEvent, TItem> itemSelector,
        Func<TEvent, DateTimeOffset> eventTimeSelector,
        NextItemOptions? options = null,
        IComparer<TItem>? itemOrder = null)
        where TUser : notnull
        where TItem : notnull
    {
        ArgumentNullException.ThrowIfNull(source);
        _ = Make();
        return source.RunMachine(Make);

        NextItemsMachine<TEvent, TUser, TItem> Make() => new(
            count, userSelector, sessionSelector, itemSelector, eventTimeSelector, options, itemOrder);
    }

    /// <summary>
    /// <see cref="NextItems{TEvent, TUser, TItem}"/> over the interactions of the kinds that count, by
    /// <see cref="NextItemOptions.Kinds"/>; those with neither user nor session are left out.
    /// </summary>
    /// <param name="source">The interactions.</param>
    /// <param name="count">The maximum number of items in a list.</param>
    /// <param name="options">The options for what is kept and how it is scored; null for the defaults.</param>
    /// <returns>One list per interaction that counts.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="source"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is not positive.</exception>
    public static IObservable<NextItemsList<Id, Id>> NextItems(
        this IObservable<Interaction> source, int count, NextItemOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(source);
        var kinds = options ?? new NextItemOptions();
        return source
            .Where(value => kinds.Counts(value.CountedKind))
            .OfKnownVisitors(nameof(NextItems))
            .NextItems(
                count,
                static value => value.User,
                static value => value.Session,
                static value => value.Item,
                static value => value.EventTime,
                options);
    }
}
