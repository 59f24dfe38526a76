using RxRecs.Machines;

namespace RxRecs;

/// <content>Open carts.</content>
public static partial class RecsObservable
{
    /// <summary>
    /// Keeps what lies in each open cart: carted, and neither taken out nor bought since. Emits every change, carts
    /// that are abandoned after an idle gap among them.
    /// </summary>
    /// <param name="source">The events.</param>
    /// <param name="cartEventSelector">
    /// A selector of what an event does to which cart; <c>default</c> for an event that is no cart event.
    /// </param>
    /// <param name="eventTimeSelector">A selector of an event's time.</param>
    /// <param name="options">The allowed lateness, the gap and the bounds.</param>
    /// <param name="keyEquality">The comparer that tells which keys are the same; null for the default.</param>
    /// <param name="itemEquality">The comparer that tells which items are the same; null for the default.</param>
    /// <typeparam name="TEvent">The events' type.</typeparam>
    /// <typeparam name="TKey">The keys' type.</typeparam>
    /// <typeparam name="TItem">The items' type.</typeparam>
    /// <returns>The changes.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <remarks>
    /// <para>An item is newest when it is added, also when it lay in the cart already. A purchase or removal closes it
    /// whatever its quantity; a later cart event opens it again. Nothing goes below zero: a removal of what is not in
    /// the cart, a purchase of what was never carted and a quantity that cannot be are changes of their own kind, and
    /// counted.</para>
    /// <list type="table">
    /// <item><term>Event</term><description>
    /// One change, once the watermark has reached its time; before it, what it brings about: gaps that have ended, a
    /// cancelled abandonment, a key or an item that has to leave. A view gives nothing of its own. Nothing is
    /// allocated.</description></item>
    /// <item><term>Late event</term><description>One behind the watermark: counted, an element of
    /// <see cref="IEventTimeObservable{TEvent, TResult}.WithLateEvents"/>, not applied.</description></item>
    /// <item><term>Error / completion</term><description>
    /// A source error passes at once, events held are lost; completion applies them. Time does not go on after the last
    /// event: a cart whose gap has not ended by then is not abandoned.</description></item>
    /// <item><term>State</term><description>
    /// The events within the allowed lateness; <see cref="CartOptions.MaxItemsPerCart"/> open and
    /// <see cref="CartOptions.ClosedItemsKept"/> closed items per key; <see cref="CartOptions.MaxKeys"/> keys, those
    /// idle for <see cref="CartOptions.ForgetAfter"/> leave.</description></item>
    /// <item><term>Order</term><description>
    /// Event time, then arrival; gaps that end at the same time by key, and before events of that time. So any order of
    /// arrival within the lateness gives the same changes.</description></item>
    /// </list>
    /// </remarks>
    public static IEventTimeObservable<TEvent, CartChange<TKey, TItem>> CartMinusPurchase<TEvent, TKey, TItem>(
        this IObservable<TEvent> source,
        Func<TEvent, CartEvent<TKey, TItem>> cartEventSelector,
        Func<TEvent, DateTimeOffset> eventTimeSelector,
        CartOptions options,
        IEqualityComparer<TKey>? keyEquality = null,
        IEqualityComparer<TItem>? itemEquality = null)
        where TKey : notnull =>
        source.CartMinusPurchase(
            cartEventSelector,
            CartChangeAlone<TKey, TItem>.Selector,
            eventTimeSelector,
            options,
            keyEquality,
            itemEquality);

    /// <summary>
    /// Keeps open carts as <see cref="CartMinusPurchase{TEvent, TKey, TItem}"/> does, and emits what is made from each
    /// change and the cart's open lines, in the order of <see cref="CartOptions.Order"/>; nothing is allocated for it.
    /// </summary>
    /// <inheritdoc cref="CartMinusPurchase{TEvent, TKey, TItem}"/>
    /// <param name="source">The events.</param>
    /// <param name="cartEventSelector">
    /// A selector of what an event does to which cart; <c>default</c> for an event that is no cart event.
    /// </param>
    /// <param name="resultSelector">
    /// The function that makes a result from a change and the cart's open lines, which are a view that the next event
    /// overwrites; there are none for a key that has left. It runs when the change has been made: an exception ends the
    /// operator.
    /// </param>
    /// <param name="eventTimeSelector">A selector of an event's time.</param>
    /// <param name="options">The allowed lateness, the gap and the bounds.</param>
    /// <param name="keyEquality">The comparer that tells which keys are the same; null for the default.</param>
    /// <param name="itemEquality">The comparer that tells which items are the same; null for the default.</param>
    /// <typeparam name="TEvent">The events' type.</typeparam>
    /// <typeparam name="TKey">The keys' type.</typeparam>
    /// <typeparam name="TItem">The items' type.</typeparam>
    /// <typeparam name="TResult">The results' type.</typeparam>
    /// <returns>The results that <paramref name="resultSelector"/> makes of the changes.</returns>
    public static IEventTimeObservable<TEvent, TResult> CartMinusPurchase<TEvent, TKey, TItem, TResult>(
        this IObservable<TEvent> source,
        Func<TEvent, CartEvent<TKey, TItem>> cartEventSelector,
        Func<CartChange<TKey, TItem>, ReadOnlySpan<CartLine<TItem>>, TResult> resultSelector,
        Func<TEvent, DateTimeOffset> eventTimeSelector,
        CartOptions options,
        IEqualityComparer<TKey>? keyEquality = null,
        IEqualityComparer<TItem>? itemEquality = null)
        where TKey : notnull
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(cartEventSelector);
        ArgumentNullException.ThrowIfNull(resultSelector);
        ArgumentNullException.ThrowIfNull(eventTimeSelector);
        ArgumentNullException.ThrowIfNull(options);
        return EventTimeOperator.Run(
            source,
            nameof(CartMinusPurchase),
            () => new CartMinusPurchaseMachine<TEvent, TKey, TItem, TResult>(
                cartEventSelector, resultSelector, eventTimeSelector, options, keyEquality, itemEquality),
            options);
    }

    /// <summary>Keeps the open cart of each user.</summary>
    /// <inheritdoc cref="CartMinusPurchase{TEvent, TKey, TItem}"/>
    /// <param name="source">The interactions; views only let time move on. Those of an unknown user are left
    /// out.</param>
    /// <param name="options">The allowed lateness, the gap and the bounds.</param>
    public static IEventTimeObservable<Interaction, CartChange<Id, Id>> CartMinusPurchasePerUser(
        this IObservable<Interaction> source,
        CartOptions options)
    {
        ArgumentNullException.ThrowIfNull(source);
        return source.OfKnownUsers(nameof(CartMinusPurchasePerUser), CartActions.IsCartEvent)
            .CartMinusPurchase(CartActions.OfUser, static x => x.EventTime, options);
    }

    /// <summary>Keeps the open cart of each session.</summary>
    /// <inheritdoc cref="CartMinusPurchase{TEvent, TKey, TItem}"/>
    /// <param name="source">The interactions; views only let time move on. Those without a session are left
    /// out.</param>
    /// <param name="options">
    /// The allowed lateness, the gap and the bounds. Sessions are many and short: give a bound on a stream that does
    /// not end.
    /// </param>
    public static IEventTimeObservable<Interaction, CartChange<string, Id>> CartMinusPurchasePerSession(
        this IObservable<Interaction> source,
        CartOptions options)
    {
        ArgumentNullException.ThrowIfNull(source);
        return source.OfKnownSessions(nameof(CartMinusPurchasePerSession), CartActions.IsCartEvent)
            .CartMinusPurchase(CartActions.OfSession, static x => x.EventTime, options);
    }
}
