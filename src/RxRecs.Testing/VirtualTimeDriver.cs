using System.Reactive.Concurrency;
using System.Reactive.Subjects;

namespace RxRecs.Testing;

/// <summary>
/// Plays timed events through an operator in virtual time: an hour of silence takes no longer than a call, and the same
/// events give the same record.
/// </summary>
public static class VirtualTimeDriver
{
    /// <summary>
    /// Sends each event when its time of arrival has come, lets the source be quiet, completes it and lets as much time
    /// pass again. What is due on the scheduler at the moment of an arrival runs before the event.
    /// </summary>
    /// <param name="build">
    /// The function that builds the operator over the source, on the scheduler that keeps the virtual time.
    /// </param>
    /// <param name="events">The events, in order of arrival; the clock begins at the first.</param>
    /// <param name="arrivalSelector">
    /// A selector of an event's time of arrival, which may differ from its event time.
    /// </param>
    /// <param name="quiet">The time between the last event and the end of the source, in which nothing arrives.</param>
    /// <typeparam name="TEvent">The events' type.</typeparam>
    /// <typeparam name="TResult">The results' type.</typeparam>
    /// <returns>The notifications, each with its virtual time.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="quiet"/> is negative.</exception>
    /// <exception cref="ArgumentException">There are no events, or one arrives before the event ahead of
    /// it.</exception>
    public static Recorder<TResult> Play<TEvent, TResult>(
        Func<IObservable<TEvent>, IScheduler, IObservable<TResult>> build,
        IReadOnlyList<TEvent> events,
        Func<TEvent, DateTimeOffset> arrivalSelector,
        TimeSpan quiet = default)
    {
        ArgumentNullException.ThrowIfNull(build);
        ArgumentNullException.ThrowIfNull(events);
        ArgumentNullException.ThrowIfNull(arrivalSelector);
        ArgumentOutOfRangeException.ThrowIfLessThan(quiet, TimeSpan.Zero);
        RequireOrder(events, arrivalSelector);
        var clock = new HistoricalScheduler(arrivalSelector(events[0]));
        var recorder = new Recorder<TResult>(clock);
        using var source = new Subject<TEvent>();
        using var subscription = build(source, clock).Subscribe(recorder);
        foreach (var value in events)
        {
            clock.AdvanceTo(arrivalSelector(value));
            source.OnNext(value);
        }

        clock.AdvanceBy(quiet);
        source.OnCompleted();
        clock.AdvanceBy(quiet);
        return recorder;
    }

    private static void RequireOrder<TEvent>(
        IReadOnlyList<TEvent> events, Func<TEvent, DateTimeOffset> arrivalSelector)
    {
        if (events.Count == 0)
        {
            throw new ArgumentException("There are no events to play.", nameof(events));
        }

        for (var i = 1; i < events.Count; i++)
        {
            if (arrivalSelector(events[i]) < arrivalSelector(events[i - 1]))
            {
                throw new ArgumentException($"Event {i} arrives before the event ahead of it.", nameof(events));
            }
        }
    }
}
