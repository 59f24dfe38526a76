using System.Reactive;
using System.Reactive.Linq;
using RxRecs.Machines;

namespace RxRecs;

public static partial class RecsObservable
{
    /// <summary>
    /// Sets aside events that cannot be: a time before a floor or implausibly far ahead, a number that is invalid, too
    /// small or too large, an exact duplicate. Nothing is dropped unseen: each such event goes to a side output with
    /// its reason and all counts.
    /// </summary>
    /// <param name="source">The events of one file or input partition, in roughly ascending time.</param>
    /// <param name="eventTimeSelector">When an event happened.</param>
    /// <param name="numberSelector">The number to check, null where an event has none; null to check no number.</param>
    /// <param name="options">What is plausible; null for the defaults.</param>
    /// <param name="rejectedEvents">Takes what is set aside; null to leave it out.</param>
    /// <param name="comparer">Which events are equal; null for the type's own equality.</param>
    /// <typeparam name="TEvent">The events' type.</typeparam>
    /// <returns>The plausible events, in order of arrival.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <remarks>
    /// <list type="table">
    /// <item><term>Event</term><description>
    /// Passed on at once when plausible. The first events of a stream, and those that jump ahead by more than
    /// <see cref="SanitizeOptions.MaxAhead"/>, are held until <see cref="SanitizeOptions.Confirmations"/> agree or one
    /// that does not jump proves them wrong (the rule is at
    /// <see cref="SanitizeMachine{TEvent}"/>).</description></item>
    /// <item><term>Late event</term><description>There is none: what is behind passes, however far above the
    /// floor.</description></item>
    /// <item><term>Error / completion</term><description>
    /// A source error passes at once; completion judges what is held, then completes. A selector that throws ends with
    /// <c>OnError</c>.</description></item>
    /// <item><term>State</term><description>
    /// Fewer held events than <see cref="SanitizeOptions.Confirmations"/>; with
    /// <see cref="SanitizeOptions.DuplicateHorizon"/> the events within it, at most
    /// <see cref="SanitizeOptions.MaxRemembered"/>: beyond, the least recently seen is forgotten and
    /// counted.</description></item>
    /// <item><term>Order</term><description>As they came.</description></item>
    /// </list>
    /// </remarks>
    public static IObservable<TEvent> Sanitize<TEvent>(
        this IObservable<TEvent> source,
        Func<TEvent, DateTimeOffset> eventTimeSelector,
        Func<TEvent, double?>? numberSelector = null,
        SanitizeOptions? options = null,
        IObserver<Rejected<TEvent>>? rejectedEvents = null,
        IEqualityComparer<TEvent>? comparer = null)
        where TEvent : notnull
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(eventTimeSelector);
        var all = source.RunMachine(
            () => new SanitizeMachine<TEvent>(eventTimeSelector, numberSelector, options, comparer));
        return Observable.Create<TEvent>(observer => all.SubscribeSafe(Observer.Create<SanitizeResult<TEvent>>(
            next =>
            {
                if (next.IsRejected)
                {
                    rejectedEvents?.OnNext(next.Rejected);
                }
                else
                {
                    observer.OnNext(next.Event);
                }
            },
            observer.OnError,
            observer.OnCompleted)));
    }

    /// <summary>
    /// Sets aside interactions that cannot be, by their time and price; one without a price has no number to
    /// check.
    /// </summary>
    /// <param name="source">The interactions of one file or input partition, in roughly ascending time.</param>
    /// <param name="options">What is plausible; null for the defaults.</param>
    /// <param name="rejectedEvents">Takes what is set aside; null to leave it out.</param>
    /// <returns>The plausible interactions, in order of arrival.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="source"/> is null.</exception>
    /// <remarks>See the generic overload.</remarks>
    public static IObservable<Interaction> Sanitize(
        this IObservable<Interaction> source,
        SanitizeOptions? options = null,
        IObserver<Rejected<Interaction>>? rejectedEvents = null) =>
        source.Sanitize(next => next.EventTime, next => (double?)next.Price, options, rejectedEvents);
}
