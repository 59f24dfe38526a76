using System.Reactive.Concurrency;

namespace RxRecs;

/// <summary>Sets how <see cref="RecsObservable.RunMachine{TEvent, TResult}"/> treats a quiet source.</summary>
public sealed record RunMachineOptions
{
    /// <summary>
    /// Sets after how long without an event an <see cref="Machines.IEventTimeMachine{TEvent, TResult}"/> learns that
    /// time has moved on; null to wait for the next event. Its watermark then moves as far ahead as the source has been
    /// quiet.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not positive.</exception>
    public TimeSpan? IdleTimeout { get; init => field = OptionValue.Positive(value); }

    /// <summary>
    /// Runs the idle timer; null for the default scheduler of System.Reactive. Unused without an
    /// <see cref="IdleTimeout"/>.
    /// </summary>
    public IScheduler? Scheduler { get; init; }
}
