using System.Reactive.Linq;

namespace RxRecs;

/// <summary>
/// Takes a sequence of results and side events apart. Publish the sequence first, so that all parts come from one
/// subscription; each part completes with it and passes its error.
/// </summary>
public static partial class SideOutputs
{
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
