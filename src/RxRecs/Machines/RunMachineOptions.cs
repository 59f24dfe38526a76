using System.Reactive.Concurrency;

namespace RxRecs.Machines;

/// <summary>Configures how <see cref="RecsObservable.RunMachine{TEvent, TResult}"/> treats a quiet source.</summary>
public sealed record RunMachineOptions
{
    /// <summary>
    /// Gets the time without an event after which an <see cref="Machines.IEventTimeMachine{TEvent, TResult}"/> is told
    /// that time has moved on; null to wait for the next event. Its watermark then moves as far ahead as the source has
    /// been quiet.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not positive.</exception>
    public TimeSpan? IdleTimeout { get; init => field = OptionValue.Positive(value); }

    /// <summary>
    /// Gets the scheduler that runs the idle timer; null for the default scheduler of System.Reactive. Unused without
    /// an <see cref="IdleTimeout"/>.
    /// </summary>
    public IScheduler? Scheduler { get; init; }
}
