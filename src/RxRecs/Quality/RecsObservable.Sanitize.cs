using RxRecs.Machines;

namespace RxRecs;

public static partial class RecsObservable
{
    /// <summary>
    /// Sets aside events that cannot be: a time before a floor or implausibly far ahead, a number that is invalid, too
    /// small or too large, an exact duplicate. Nothing is dropped unseen: each such event is an element of
    /// <see cref="ISanitizeObservable{TEvent}.WithRejected"/>, with
    /// its reason.
    /// </summary>
    /// <param name="source">The events of one file or input partition, in roughly ascending time.</param>
    /// <param name="numberSelector">A selector of the number to check, null where an event has none.</param>
    /// <param name="eventTimeSelector">A selector of an event's time.</param>
    /// <param name="options">The limits of what is plausible; null for the defaults.</param>
    /// <param name="eventEquality">
    /// The comparer that tells which events are the same; null for their own equality.
    /// </param>
    /// <typeparam name="TEvent">The events' type.</typeparam>
    /// <returns>The plausible events, in order of arrival.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException">A lower bound of the options is above the upper one.</exception>
    /// <remarks>
    /// <list type="table">
    /// <item><term>Event</term><description>
    /// Passed on at once when plausible. The first events of a stream, and those that jump ahead by more than
    /// <see cref="SanitizeOptions.MaxAhead"/>, are held until <see cref="SanitizeOptions.Confirmations"/> agree or one
    /// that does not jump proves them wrong (by the rule below).</description></item>
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
    /// <para>Times are held against the greatest plausible event time R. An event at most <see
    /// cref="SanitizeOptions.MaxAhead"/> after R is plausible. One further ahead is held; so are the first events of a
    /// stream, where there is no R yet. A plausible event proves held ones wrong: they are rejected. Once <see
    /// cref="SanitizeOptions.Confirmations"/> are held in a row, their median is believed if more than half lie within
    /// MaxAhead of it (the first held is judged alone otherwise, and the rest wait on): those further ahead than the
    /// median + MaxAhead are rejected, the others pass in order of arrival. Where they agree on no time, the first of
    /// them is believed if none of the others goes back behind it, and rejected otherwise. So a lone event of 2099
    /// never becomes R, not even as the first of the stream; a true gap in the data is crossed without loss, and so
    /// are data with nothing but gaps, such as a purchase every forty days. Where no <see
    /// cref="SanitizeOptions.Latest"/> bounds it, a jump is believed alone only up to twelve times MaxAhead, or twice
    /// the greatest gap that was believed.</para>
    /// <para>At the end what is held passes unless a later one goes back behind it, if there is a <see
    /// cref="SanitizeOptions.Latest"/> that bounds it, or if it lies at most twice as far ahead of R as a gap that was
    /// believed. Otherwise it is judged by its median if there is no R yet, and is rejected if there is.</para>
    /// <para>The rule judges one sequence in roughly ascending time: use one operator per file or input partition,
    /// before they are merged.</para>
    /// </remarks>
    public static ISanitizeObservable<TEvent> Sanitize<TEvent>(
        this IObservable<TEvent> source,
        Func<TEvent, double?> numberSelector,
        Func<TEvent, DateTimeOffset> eventTimeSelector,
        SanitizeOptions? options = null,
        IEqualityComparer<TEvent>? eventEquality = null)
        where TEvent : notnull
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(numberSelector);
        ArgumentNullException.ThrowIfNull(eventTimeSelector);
        return Sanitized(source, numberSelector, eventTimeSelector, options, eventEquality);
    }

    /// <summary>Sets aside events that cannot be, by their time alone.</summary>
    /// <param name="source">The events of one file or input partition, in roughly ascending time.</param>
    /// <param name="eventTimeSelector">A selector of an event's time.</param>
    /// <param name="options">The limits of what is plausible; null for the defaults.</param>
    /// <param name="eventEquality">
    /// The comparer that tells which events are the same; null for their own equality.
    /// </param>
    /// <typeparam name="TEvent">The events' type.</typeparam>
    /// <returns>The plausible events, in order of arrival.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException">A lower bound of the options is above the upper one.</exception>
    /// <remarks>See the overload with a number.</remarks>
    public static ISanitizeObservable<TEvent> Sanitize<TEvent>(
        this IObservable<TEvent> source,
        Func<TEvent, DateTimeOffset> eventTimeSelector,
        SanitizeOptions? options = null,
        IEqualityComparer<TEvent>? eventEquality = null)
        where TEvent : notnull
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(eventTimeSelector);
        return Sanitized(source, null, eventTimeSelector, options, eventEquality);
    }

    /// <summary>
    /// Sets aside interactions that cannot be, by their time and price; one without a price has no number to
    /// check.
    /// </summary>
    /// <param name="source">The interactions of one file or input partition, in roughly ascending time.</param>
    /// <param name="options">The limits of what is plausible; null for the defaults.</param>
    /// <returns>The plausible interactions, in order of arrival.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="source"/> is null.</exception>
    /// <exception cref="ArgumentException">A lower bound of the options is above the upper one.</exception>
    /// <remarks>See the generic overload.</remarks>
    public static ISanitizeObservable<Interaction> Sanitize(
        this IObservable<Interaction> source, SanitizeOptions? options = null) =>
        source.Sanitize(static next => (double?)next.Price, static next => next.EventTime, options);

    private static SanitizeObservable<TEvent> Sanitized<TEvent>(
        IObservable<TEvent> source,
        Func<TEvent, double?>? numberSelector,
        Func<TEvent, DateTimeOffset> eventTimeSelector,
        SanitizeOptions? options,
        IEqualityComparer<TEvent>? eventEquality)
        where TEvent : notnull
    {
        options?.ThrowIfContradictory();
        return new(source.RunMachine(
            () => new SanitizeMachine<TEvent>(numberSelector, eventTimeSelector, options, eventEquality)));
    }
}
