namespace RxRecs;

/// <content>From observables to <c>await foreach</c> and back.</content>
public static partial class RecsObservable
{
    /// <summary>Reads an observable with <c>await foreach</c>, through a bounded room.</summary>
    /// <param name="source">The values.</param>
    /// <param name="capacity">The number of values that may wait to be read, at least 1.</param>
    /// <param name="whenFull">The choice of what happens to a value for which there is no room.</param>
    /// <typeparam name="T">The values' type.</typeparam>
    /// <returns>The values in order; <see cref="AsyncValues{T}.Dropped"/> says how many were dropped.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="source"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="capacity"/> is not positive, or
    /// <paramref name="whenFull"/> is none of the three.</exception>
    /// <remarks>
    /// <list type="table">
    /// <item><term>Subscription</term><description>Within <c>GetAsyncEnumerator</c>, so that no value of a hot source
    /// is missed. The end of the loop, however it ends, disposes it.</description></item>
    /// <item><term>Waiting</term><description><see cref="WhenFull.Wait"/> blocks the thread on which the source calls,
    /// until the loop has read on. So that thread must not be the one that reads. A source that gives its values within
    /// <c>Subscribe</c> needs <c>SubscribeOn</c>; without it the loop ends with an
    /// <see cref="InvalidOperationException"/> that says so.</description></item>
    /// <item><term>Error / completion</term><description>Come through once the values before have been
    /// read.</description></item>
    /// <item><term>Cancellation</term><description><c>WithCancellation(token)</c> ends the subscription and throws an
    /// <see cref="OperationCanceledException"/>; what waits is not read.</description></item>
    /// <item><term>Dropped values</term><description>Are counted here and by the meter <c>RxRecs</c>, with the reason
    /// <c>not_read</c>.</description></item>
    /// </list>
    /// </remarks>
    public static AsyncValues<T> ReadAllAsync<T>(
        this IObservable<T> source, int capacity, WhenFull whenFull = WhenFull.Wait)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 1);
        _ = OptionValue.Defined(whenFull, nameof(whenFull));
        return new(source, capacity, whenFull);
    }

    /// <summary>Makes an observable of an asynchronous sequence, such as the rows of a query or the messages of a
    /// client library.</summary>
    /// <param name="source">The values.</param>
    /// <typeparam name="T">The values' type.</typeparam>
    /// <returns>The values. It is cold: each subscription enumerates the sequence anew.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="source"/> is null.</exception>
    /// <remarks>
    /// <list type="table">
    /// <item><term>Event</term><description>Each value, on a thread of the pool. The next one is asked for once
    /// <c>OnNext</c> has returned, so that a synchronous pipeline is the backpressure and nothing is
    /// held.</description></item>
    /// <item><term>Error / completion</term><description>Those of the sequence, whose enumerator is disposed
    /// before.</description></item>
    /// <item><term>Disposal</term><description>Cancels the token that the enumerator was given, and disposes
    /// it.</description></item>
    /// </list>
    /// </remarks>
    public static IObservable<T> FromAsyncEnumerable<T>(IAsyncEnumerable<T> source)
    {
        ArgumentNullException.ThrowIfNull(source);
        return new AsyncEnumerableObservable<T>(source);
    }
}
