namespace RxRecs;

/// <content>Reading on one core while another works.</content>
public static partial class RecsObservable
{
    /// <summary>
    /// Enumerates a sequence, such as the rows of a file, on a thread of its own while the values before are worked on,
    /// so that reading takes one core and the operators another.
    /// </summary>
    /// <param name="source">The values. It is enumerated, and what it calls is called, on that thread.</param>
    /// <param name="count">
    /// The number of values that may be read before they are asked for, at least 1. They are handed over in batches of
    /// an eighth of them: 8,192 make handing over cheap, and few help little.
    /// </param>
    /// <typeparam name="T">The values' type.</typeparam>
    /// <returns>The values in order. Each enumeration enumerates the source anew.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="source"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is not positive.</exception>
    /// <remarks>
    /// <list type="table">
    /// <item><term>Start</term><description>When the first value is asked for.</description></item>
    /// <item><term>Waiting</term><description>The thread waits while so many values are ahead, and the enumeration
    /// while no whole batch is there. So it is for files, not for a source that pauses: a value waits for the rest of
    /// its batch.</description></item>
    /// <item><term>Error / completion</term><description>An exception of the source is thrown, as it was, once the
    /// values before it have been enumerated.</description></item>
    /// <item><term>Disposal</term><description>Ends the thread and waits for it, so that a file is closed afterwards.
    /// What was read ahead is not enumerated. An enumerator must be disposed, as <c>foreach</c>
    /// does.</description></item>
    /// <item><term>State</term><description>The batches, which are reused: nothing is allocated per
    /// value.</description></item>
    /// </list>
    /// </remarks>
    public static IEnumerable<T> ReadAhead<T>(this IEnumerable<T> source, int count)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        return new ReadAheadSequence<T>(source, count);
    }
}
