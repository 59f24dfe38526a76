using RxRecs.Machines;

namespace RxRecs;

/// <summary>Runs event-time machines behind the shell.</summary>
internal static class EventTimeOperator
{
    /// <summary>Makes an operator of a machine.</summary>
    /// <param name="source">The events.</param>
    /// <param name="operatorName">The operator's name on the meter.</param>
    /// <param name="machineFactory">The function that makes the machine, once per subscription.</param>
    /// <param name="options">The idle timeout and its scheduler.</param>
    public static IEventTimeObservable<TEvent, TResult> Run<TInput, TEvent, TResult>(
        IObservable<TInput> source,
        string operatorName,
        Func<IEventTimeMachine<TInput, EventTimeResult<TEvent, TResult>>> machineFactory,
        EventTimeOptions options) =>
        new EventTimeObservable<TEvent, TResult>(
            new MachineObservable<TInput, EventTimeResult<TEvent, TResult>>(
                source, machineFactory, options.IdleTimeout, options.Scheduler),
            operatorName);
}
