using RxRecs.Machines;

namespace RxRecs;

/// <content>Reordering by event time.</content>
public static partial class RecsObservable
{
    /// <summary>Puts events that come out of order within the allowed lateness into order of event time.</summary>
    /// <param name="source">The events.</param>
    /// <param name="eventTimeSelector">A selector of an event's time.</param>
    /// <param name="options">The allowed lateness, and the idle timeout.</param>
    /// <param name="tieOrder">
    /// The order of events of one instant; null for the order of arrival. A comparer that throws ends with
    /// <c>OnError</c>.
    /// </param>
    /// <typeparam name="TEvent">The events' type.</typeparam>
    /// <returns>The events in order of event time, those of one instant by <paramref name="tieOrder"/>, and in order of
    /// arrival where it holds them for equal.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <remarks>
    /// <list type="table">
    /// <item><term>Event</term><description>Is emitted once the watermark has reached its time: at once in a sorted
    /// source with no lateness. With <paramref name="tieOrder"/> it is emitted once the watermark has passed its time,
    /// when no other event of that instant can come.</description></item>
    /// <item><term>Late event</term><description>One behind the watermark: counted, and an element of
    /// <see cref="IEventTimeObservable{TEvent, TResult}.WithLateEvents"/>.
    /// </description></item>
    /// <item><term>Error / completion</term><description>A source error passes at once, events held are lost;
    /// completion emits them.</description></item>
    /// <item><term>State</term><description>The events between the watermark and the greatest event time: as many as
    /// happen in the allowed lateness.</description></item>
    /// <item><term>Order</term><description>Event time, then <paramref name="tieOrder"/>, then arrival. With an order
    /// in which only equal events tie, every order of arrival within the lateness gives the same
    /// sequence.</description></item>
    /// </list>
    /// </remarks>
    public static IEventTimeObservable<TEvent, TEvent> Reorder<TEvent>(
        this IObservable<TEvent> source,
        Func<TEvent, DateTimeOffset> eventTimeSelector,
        EventTimeOptions options,
        IComparer<TEvent>? tieOrder = null)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(eventTimeSelector);
        ArgumentNullException.ThrowIfNull(options);
        return EventTimeOperator.Run(
            source, nameof(Reorder), () => new ReorderMachine<TEvent>(eventTimeSelector, options, tieOrder), options);
    }

    /// <summary>
    /// Puts interactions that come out of order within the allowed lateness into order of event time, and those of one
    /// instant into an order that does not depend on their arrival.
    /// </summary>
    /// <param name="source">The interactions.</param>
    /// <param name="options">The allowed lateness, and the idle timeout.</param>
    /// <returns>The interactions in order of event time; those of one instant by kind (view, cart, remove, purchase),
    /// then user, item, session, category, its path, brand, price and quantity, what is unknown first.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <remarks>
    /// As the overload with a selector and an order of ties: every order of arrival within the lateness gives the same
    /// sequence. The overload with a selector alone keeps interactions of one instant in order of arrival.
    /// </remarks>
    public static IEventTimeObservable<Interaction, Interaction> Reorder(
        this IObservable<Interaction> source, EventTimeOptions options) =>
        source.Reorder(static value => value.EventTime, options, InteractionOrder.Instance);
}
