using System.Reactive.Linq;

namespace RxRecs;

/// <summary>
/// Takes a sequence of results and side events apart. Publish the sequence first, so that all parts come from one
/// subscription; each part completes with it and passes its error.
/// </summary>
public static class SideOutputs
{
    /// <summary>Keeps the results.</summary>
    /// <param name="source">
    /// The sequence of <see cref="IEventTimeObservable{TEvent, TResult}.WithLateEvents"/>, published.
    /// </param>
    /// <typeparam name="TEvent">The events' type.</typeparam>
    /// <typeparam name="TResult">The results' type.</typeparam>
    /// <returns>The results.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="source"/> is null.</exception>
    public static IObservable<TResult> Results<TEvent, TResult>(
        this IObservable<EventTimeResult<TEvent, TResult>> source)
    {
        ArgumentNullException.ThrowIfNull(source);
        return source.Where(static each => each.IsResult).Select(static each => each.Result!);
    }

    /// <summary>Keeps the events that came behind the watermark.</summary>
    /// <param name="source">
    /// The sequence of <see cref="IEventTimeObservable{TEvent, TResult}.WithLateEvents"/>, published.
    /// </param>
    /// <typeparam name="TEvent">The events' type.</typeparam>
    /// <typeparam name="TResult">The results' type.</typeparam>
    /// <returns>The late events.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="source"/> is null.</exception>
    public static IObservable<LateEvent<TEvent>> LateEvents<TEvent, TResult>(
        this IObservable<EventTimeResult<TEvent, TResult>> source)
    {
        ArgumentNullException.ThrowIfNull(source);
        return source.Where(static each => each.IsLate).Select(static each => each.Late!);
    }

    /// <summary>Keeps the counts, which are the last element.</summary>
    /// <param name="source">
    /// The sequence of <see cref="IEventTimeObservable{TEvent, TResult}.WithLateEvents"/>, published.
    /// </param>
    /// <typeparam name="TEvent">The events' type.</typeparam>
    /// <typeparam name="TResult">The results' type.</typeparam>
    /// <returns>The counts, once, before the end; nothing where the source fails.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="source"/> is null.</exception>
    public static IObservable<EventTimeCounts> Counts<TEvent, TResult>(
        this IObservable<EventTimeResult<TEvent, TResult>> source)
    {
        ArgumentNullException.ThrowIfNull(source);
        return source.Where(static each => each.Counts is not null).Select(static each => each.Counts!.Value);
    }

    /// <summary>Keeps the events that pass.</summary>
    /// <param name="source">The sequence of <see cref="ISanitizeObservable{TEvent}.WithRejected"/>, published.</param>
    /// <typeparam name="TEvent">The events' type.</typeparam>
    /// <returns>The events.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="source"/> is null.</exception>
    public static IObservable<TEvent> Results<TEvent>(this IObservable<SanitizeResult<TEvent>> source)
    {
        ArgumentNullException.ThrowIfNull(source);
        return source.Where(static each => each.IsPassed).Select(static each => each.Event!);
    }

    /// <summary>Keeps the events that were set aside, each with its reason.</summary>
    /// <param name="source">The sequence of <see cref="ISanitizeObservable{TEvent}.WithRejected"/>, published.</param>
    /// <typeparam name="TEvent">The events' type.</typeparam>
    /// <returns>The rejected events.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="source"/> is null.</exception>
    public static IObservable<Rejected<TEvent>> RejectedEvents<TEvent>(this IObservable<SanitizeResult<TEvent>> source)
    {
        ArgumentNullException.ThrowIfNull(source);
        return source.Where(static each => each.IsRejected).Select(static each => each.Rejected!);
    }

    /// <summary>Keeps the counts, which are the last element.</summary>
    /// <param name="source">The sequence of <see cref="ISanitizeObservable{TEvent}.WithRejected"/>, published.</param>
    /// <typeparam name="TEvent">The events' type.</typeparam>
    /// <returns>The counts, once, before the end; nothing where the source fails.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="source"/> is null.</exception>
    public static IObservable<QualityCounters> Counts<TEvent>(this IObservable<SanitizeResult<TEvent>> source)
    {
        ArgumentNullException.ThrowIfNull(source);
        return source.Where(static each => each.Counts is not null).Select(static each => each.Counts!.Value);
    }

    /// <summary>Keeps the values that could be read.</summary>
    /// <param name="source">The sequence of <see cref="IRecordObservable{T}.WithDeadLetters"/>, published.</param>
    /// <typeparam name="T">The type of the values that are read.</typeparam>
    /// <returns>The values.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="source"/> is null.</exception>
    public static IObservable<T> Results<T>(this IObservable<ReadResult<T>> source)
    {
        ArgumentNullException.ThrowIfNull(source);
        return source.Where(static each => each.IsValue).Select(static each => each.Value!);
    }

    /// <summary>Keeps the records that could not be read.</summary>
    /// <param name="source">The sequence of <see cref="IRecordObservable{T}.WithDeadLetters"/>, published.</param>
    /// <typeparam name="T">The type of the values that are read.</typeparam>
    /// <returns>The dead letters.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="source"/> is null.</exception>
    public static IObservable<DeadLetter> DeadLetters<T>(this IObservable<ReadResult<T>> source)
    {
        ArgumentNullException.ThrowIfNull(source);
        return source.Where(static each => each.DeadLetter is not null).Select(static each => each.DeadLetter!);
    }

    /// <summary>Keeps the counts, which are the last element.</summary>
    /// <param name="source">The sequence of <see cref="IRecordObservable{T}.WithDeadLetters"/>, published.</param>
    /// <typeparam name="T">The type of the values that are read.</typeparam>
    /// <returns>The counts, once, before the end; nothing where the source fails.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="source"/> is null.</exception>
    public static IObservable<ReadCounts> Counts<T>(this IObservable<ReadResult<T>> source)
    {
        ArgumentNullException.ThrowIfNull(source);
        return source.Where(static each => each.Counts is not null).Select(static each => each.Counts!.Value);
    }
}
