using RxRecs.Analytics;
using RxRecs.Machines;

namespace RxRecs;

public static partial class RecsObservable
{
    /// <summary>
    /// Computes mean, variance, median, least and greatest of a number, brought up to date by each event.
    /// </summary>
    /// <param name="source">The events.</param>
    /// <param name="numberSelector">
    /// A selector of the number, such as a price; null or not finite counts as invalid.
    /// </param>
    /// <param name="median">The method by which the median is found.</param>
    /// <typeparam name="TEvent">The events' type.</typeparam>
    /// <returns>The figures after each event.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="median"/> is none of the three.</exception>
    /// <remarks>
    /// <list type="table">
    /// <item><term>Event</term><description>The figures with this event; an invalid number raises
    /// <see cref="Statistics.Invalid"/> alone.</description></item>
    /// <item><term>Late event</term><description>There is none: the figures do not depend on time.</description></item>
    /// <item><term>Error / completion</term><description>
    /// Both pass. No event: nothing is emitted. A selector that throws ends with <c>OnError</c>.</description></item>
    /// <item><term>State</term><description>
    /// A few numbers; with <see cref="MedianMethod.Sketch"/> 64 KiB more, with <see cref="MedianMethod.Exact"/> 8 bytes
    /// per event without bound.</description></item>
    /// <item><term>Order</term><description>
    /// One result per event. Count, median, least and greatest do not depend on the order; mean and variance do in the
    /// last digits.</description></item>
    /// </list>
    /// </remarks>
    public static IObservable<Statistics> RunningStatistics<TEvent>(
        this IObservable<TEvent> source,
        Func<TEvent, double?> numberSelector,
        MedianMethod median = MedianMethod.Sketch)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(numberSelector);
        ArgumentOutOfRangeException.ThrowIfGreaterThan((int)median, (int)MedianMethod.None, nameof(median));
        return source.RunMachine(() => new RunningStatisticsMachine<TEvent>(numberSelector, median));
    }
}
