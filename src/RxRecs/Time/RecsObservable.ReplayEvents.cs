using System.Reactive.Concurrency;

namespace RxRecs;

/// <content>Replay of recorded events.</content>
public static partial class RecsObservable
{
    /// <summary>
    /// Replays recorded events in virtual time, as fast as it goes: the scheduler's clock follows their event
    /// time.
    /// </summary>
    /// <param name="source">The events, in the order of arrival.</param>
    /// <param name="eventTimeSelector">A selector of an event's time.</param>
    /// <param name="scheduler">
    /// The virtual clock, such as a <see cref="HistoricalScheduler"/>; the events come while it runs. Operators with an
    /// idle timeout may share it; then let it start shortly before the first event, not in the year 1, for their timers
    /// tick on it.
    /// </param>
    /// <typeparam name="TEvent">The events' type.</typeparam>
    /// <typeparam name="TAbsolute">The type of the scheduler's times.</typeparam>
    /// <typeparam name="TRelative">The type of the scheduler's spans.</typeparam>
    /// <returns>The events.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <remarks>
    /// <list type="table">
    /// <item><term>Event</term><description>Is emitted when the clock stands at its event time; one behind the clock,
    /// at once. A time that cannot be takes the clock along, and what follows comes at once: leave such events out
    /// before (<c>Where</c>), or have <c>Sanitize</c> behind say what they are.</description></item>
    /// <item><term>Late event</term><description>None: what is out of order stays so.</description></item>
    /// <item><term>Error / completion</term><description>An exception of <paramref name="source"/> or a selector ends
    /// with <c>OnError</c>; completes after the last event.</description></item>
    /// <item><term>State</term><description>The enumerator, and one action in the scheduler.</description></item>
    /// <item><term>Order</term><description>As recorded.</description></item>
    /// </list>
    /// </remarks>
    public static IObservable<TEvent> ReplayEvents<TEvent, TAbsolute, TRelative>(
        this IEnumerable<TEvent> source,
        Func<TEvent, DateTimeOffset> eventTimeSelector,
        VirtualTimeSchedulerBase<TAbsolute, TRelative> scheduler)
        where TAbsolute : IComparable<TAbsolute>
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(eventTimeSelector);
        ArgumentNullException.ThrowIfNull(scheduler);
        return new ReplayObservable<TEvent>(
            source, eventTimeSelector, ReplayPace.EventTime, scheduler);
    }

    /// <summary>Replays recorded events at the pace of their event times, or a number of times faster.</summary>
    /// <param name="source">The events, in the order of arrival.</param>
    /// <param name="speed">
    /// The factor by which the replay is faster: 1 for the pace of the events, 60 for an hour a minute.
    /// </param>
    /// <param name="eventTimeSelector">
    /// A selector of an event's time; or of its time of arrival, to replay the pauses between arrivals, which
    /// <c>Timestamp</c> of Rx notes.
    /// </param>
    /// <param name="scheduler">The clock to wait by.</param>
    /// <typeparam name="TEvent">The events' type.</typeparam>
    /// <returns>The events; the first comes at once.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="speed"/> is not positive and finite.</exception>
    /// <remarks>
    /// <list type="table">
    /// <item><term>Event</term><description>Is due when as much time has passed since the first event as event time
    /// between the two, divided by <paramref name="speed"/>: delays do not add up. One that is overdue, or older than
    /// the event before it, is emitted at once. One that is more than a year before or after the events around it, as a
    /// clock that is wrong makes it, is emitted at once and changes nothing for the others; <c>Sanitize</c> behind the
    /// replay finds it. If it is not alone the pace goes on from there: no gap of more than a year is waited
    /// for.</description></item>
    /// <item><term>Late event</term><description>None: what is out of order stays so.</description></item>
    /// <item><term>Error / completion</term><description>An exception of <paramref name="source"/> or a selector ends
    /// with <c>OnError</c>; completes after the last event.</description></item>
    /// <item><term>State</term><description>The enumerator, and one action in the scheduler.</description></item>
    /// <item><term>Order</term><description>As recorded.</description></item>
    /// </list>
    /// </remarks>
    public static IObservable<TEvent> ReplayEvents<TEvent>(
        this IEnumerable<TEvent> source,
        double speed,
        Func<TEvent, DateTimeOffset> eventTimeSelector,
        IScheduler scheduler)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(eventTimeSelector);
        ArgumentNullException.ThrowIfNull(scheduler);
        return new ReplayObservable<TEvent>(
            source, eventTimeSelector, new ReplayPace(CheckSpeed(speed)), scheduler);
    }

    /// <summary>Replays recorded interactions at the pace of their event times, or a number of times faster.</summary>
    /// <param name="source">The interactions, in the order of arrival.</param>
    /// <param name="speed">
    /// The factor by which the replay is faster: 1 for the pace of the interactions, 60 for an hour a minute.
    /// </param>
    /// <param name="scheduler">The clock to wait by.</param>
    /// <returns>The interactions; the first comes at once.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="speed"/> is not positive and finite.</exception>
    /// <remarks>As the overload with a selector.</remarks>
    public static IObservable<Interaction> ReplayEvents(
        this IEnumerable<Interaction> source, double speed, IScheduler scheduler) =>
        source.ReplayEvents(speed, static value => value.EventTime, scheduler);

    private static double CheckSpeed(double speed)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(speed);
        if (!double.IsFinite(speed))
        {
            throw new ArgumentOutOfRangeException(nameof(speed), speed, "The speed must be a finite number.");
        }

        return speed;
    }
}
