using RxRecs.Machines;
using RxRecs.Recommenders;

namespace RxRecs;

public static partial class RecsObservable
{
    /// <summary>Adds to each event the visit it belongs to, and its place in it.</summary>
    /// <param name="source">The events.</param>
    /// <param name="userSelector">
    /// A selector of an event's user; null or the default value where the user is not known.
    /// </param>
    /// <param name="sessionSelector">
    /// A selector of the visit's name, as the shop gives it; null or empty where it has none.
    /// </param>
    /// <param name="eventTimeSelector">A selector of an event's time.</param>
    /// <param name="options">The rules for which events make one visit; null for the defaults.</param>
    /// <typeparam name="TEvent">The events' type.</typeparam>
    /// <typeparam name="TUser">The users' type.</typeparam>
    /// <returns>Each event with its visit.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="source"/> or a selector is null.</exception>
    /// <remarks>
    /// <list type="table">
    /// <item><term>Event</term><description>
    /// Is emitted at once, with the number of its visit and its place; without a visit where it has neither user nor
    /// session.</description></item>
    /// <item><term>Late event</term><description>
    /// Belongs to its visit as long as that is open; one from long before it gets a visit of its own. Reorder events
    /// first where that matters.</description></item>
    /// <item><term>Error / completion</term><description>Pass on at once.</description></item>
    /// <item><term>State</term><description>
    /// At most <see cref="SessionOptions.MaxOpen"/> visits; the one touched the longest ago goes first.
    /// </description></item>
    /// <item><term>Order</term><description>As the events.</description></item>
    /// </list>
    /// </remarks>
    public static IObservable<SessionEvent<TEvent>> Sessionize<TEvent, TUser>(
        this IObservable<TEvent> source,
        Func<TEvent, TUser?> userSelector,
        Func<TEvent, string?> sessionSelector,
        Func<TEvent, DateTimeOffset> eventTimeSelector,
        SessionOptions? options = null)
        where TUser : notnull
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(userSelector);
        ArgumentNullException.ThrowIfNull(sessionSelector);
        ArgumentNullException.ThrowIfNull(eventTimeSelector);
        return source.RunMachine(() => new SessionizeMachine<TEvent, TUser>(
            userSelector, sessionSelector, eventTimeSelector, options));
    }

    /// <summary>Adds to each interaction the visit it belongs to, and its place in it.</summary>
    /// <param name="source">The interactions.</param>
    /// <param name="options">The rules for which interactions make one visit; null for the defaults.</param>
    /// <returns>Each interaction with its visit.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="source"/> is null.</exception>
    /// <remarks>See the generic overload.</remarks>
    public static IObservable<SessionEvent<Interaction>> Sessionize(
        this IObservable<Interaction> source, SessionOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(source);
        return source.Sessionize(
            static value => value.User, static value => value.Session, static value => value.EventTime, options);
    }
}
