using RxRecs.Analytics;
using RxRecs.Machines;

namespace RxRecs;

/// <content>Attribution.</content>
public static partial class RecsObservable
{
    /// <summary>
    /// Credits each conversion to a touch of the same key and item in the stretch of event time before it.
    /// </summary>
    /// <param name="source">The events.</param>
    /// <param name="window">
    /// The time before a conversion in which a touch counts, at most 9,999 years. Both ends count: a touch at the very
    /// moment of the conversion does.
    /// </param>
    /// <param name="keySelector">
    /// A selector of an event's key, for instance the user; not null for a touch or conversion.
    /// </param>
    /// <param name="itemSelector">A selector of an event's item; not null for a touch or conversion.</param>
    /// <param name="roleSelector">A selector of an event's role: touch, conversion or neither.</param>
    /// <param name="eventTimeSelector">A selector of an event's time.</param>
    /// <param name="options">The rule, the allowed lateness, how much is kept, and the idle timeout.</param>
    /// <typeparam name="TEvent">The events' type.</typeparam>
    /// <typeparam name="TKey">The keys' type.</typeparam>
    /// <typeparam name="TItem">The items' type.</typeparam>
    /// <returns>Every conversion, with its touch or without.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The window is not positive or too large.</exception>
    /// <remarks>
    /// <list type="table">
    /// <item><term>Event</term><description>A conversion is emitted once the watermark has passed its time, so that a
    /// touch of the same moment that comes after it still counts: with no lateness, with the next later event. A touch
    /// may be credited with several conversions. Of touches at the same moment the first to come is credited, under
    /// <see cref="AttributionRule.LastTouch"/> the last.</description></item>
    /// <item><term>Late event</term><description>One behind the watermark: counted, and an element of
    /// <see cref="IEventTimeObservable{TEvent, TResult}.WithLateEvents"/>; neither credited nor
    /// emitted.</description></item>
    /// <item><term>Error / completion</term><description>A source error passes at once, conversions held are lost;
    /// completion emits them.</description></item>
    /// <item><term>State</term><description>The touches and conversions within the allowed lateness, and the touches
    /// within the window, at most <see cref="AttributionOptions.MaxTouches"/>.</description></item>
    /// <item><term>Order</term><description>Event time, then arrival.</description></item>
    /// </list>
    /// </remarks>
    public static IEventTimeObservable<TEvent, Attribution<TEvent>> AttributeConversions<TEvent, TKey, TItem>(
        this IObservable<TEvent> source,
        TimeSpan window,
        Func<TEvent, TKey> keySelector,
        Func<TEvent, TItem> itemSelector,
        Func<TEvent, AttributionRole> roleSelector,
        Func<TEvent, DateTimeOffset> eventTimeSelector,
        AttributionOptions options)
        where TKey : notnull
        where TItem : notnull
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(keySelector);
        ArgumentNullException.ThrowIfNull(itemSelector);
        ArgumentNullException.ThrowIfNull(roleSelector);
        ArgumentNullException.ThrowIfNull(eventTimeSelector);
        ArgumentNullException.ThrowIfNull(options);
        WindowSize.Check(window);
        return EventTimeOperator.Run(
            source,
            nameof(AttributeConversions),
            () => new AttributeConversionsMachine<TEvent, TKey, TItem>(
                window, keySelector, itemSelector, roleSelector, eventTimeSelector, options),
            options);
    }

    /// <summary>
    /// Credits each purchase to a view of the same user and item in the stretch of event time before it.
    /// </summary>
    /// <param name="source">The interactions.</param>
    /// <param name="window">
    /// The time before a purchase in which a view counts, at most 9,999 years; both ends count.
    /// </param>
    /// <param name="options">The rule, the allowed lateness, how much is kept, and the idle timeout.</param>
    /// <returns>Every purchase, with its view or without; a purchase without a user has none. A return is no
    /// purchase.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The window is not positive or too large.</exception>
    /// <remarks>As the overload with selectors. Where other events count as touches, or the visit takes the user's
    /// place, give selectors.</remarks>
    public static IEventTimeObservable<Interaction, Attribution<Interaction>> AttributeConversions(
        this IObservable<Interaction> source, TimeSpan window, AttributionOptions options) =>
        source.AttributeConversions(
            window, static next => next.User, static next => next.Item, RoleOf, static next => next.EventTime, options);

    private static AttributionRole RoleOf(Interaction value) => value.CountedKind switch
    {
        InteractionKind.View when !value.User.IsNone => AttributionRole.Touch,
        InteractionKind.Purchase => AttributionRole.Conversion,
        _ => AttributionRole.None,
    };
}
