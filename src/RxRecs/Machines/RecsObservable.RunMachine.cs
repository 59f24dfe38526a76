using RxRecs.Machines;

namespace RxRecs;

/// <summary>Holds the operators of RxRecs, over any <see cref="IObservable{T}"/>.</summary>
public static partial class RecsObservable
{
    /// <summary>Runs a machine over a source: the shell that every stateful operator of this library uses.</summary>
    /// <param name="source">The events; calls must not overlap, as Rx demands.</param>
    /// <param name="machineFactory">
    /// The function that makes the machine, once per subscription: new, or restored from a snapshot.
    /// </param>
    /// <param name="options">
    /// The options for what to do while the source is quiet; null to wait for the next event.
    /// </param>
    /// <typeparam name="TEvent">The events' type.</typeparam>
    /// <typeparam name="TResult">The results' type.</typeparam>
    /// <returns>The machine's results.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <remarks>
    /// <list type="table">
    /// <item><term>Event</term><description>What the machine emits for it, before the next event is
    /// taken.</description></item>
    /// <item><term>Late event</term><description>Up to the machine.</description></item>
    /// <item><term>Error / completion</term><description>
    /// A source error passes at once and flushes nothing; completion lets the machine flush, then completes. An
    /// exception of the machine ends with <c>OnError</c>.</description></item>
    /// <item><term>State</term><description>The machine's, from subscription to the end or
    /// disposal.</description></item>
    /// <item><term>Order</term><description>As emitted; an event that comes during delivery waits for
    /// it.</description></item>
    /// </list>
    /// </remarks>
    public static IObservable<TResult> RunMachine<TEvent, TResult>(
        this IObservable<TEvent> source,
        Func<IMachine<TEvent, TResult>> machineFactory,
        RunMachineOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(machineFactory);
        return new MachineObservable<TEvent, TResult>(
            source, machineFactory, options?.IdleTimeout, options?.Scheduler);
    }
}
