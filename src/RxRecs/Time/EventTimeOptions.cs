using System.Reactive.Concurrency;

namespace RxRecs;

/// <summary>Holds the settings of every operator over event time.</summary>
public record EventTimeOptions
{
    /// <summary>
    /// Gets the longest time by which an event may come behind the greatest event time seen and still count. The
    /// watermark is that greatest time minus this. There is no honest default: <see cref="TimeSpan.Zero"/> for a sorted
    /// source, hours for a shuffled one.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative.</exception>
    public required TimeSpan AllowedLateness { get; init => field = OptionValue.NotNegative(value); }

    /// <summary>
    /// Gets the time without an on-time event after which the watermark advances with processing time, so that windows
    /// close over a quiet source. A source that sends late events alone is quiet. It is measured by the stopwatch of
    /// <see cref="Scheduler"/>, so that a clock that is set changes nothing. With null windows wait for the next event
    /// or the end.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not positive.</exception>
    public TimeSpan? IdleTimeout { get; init => field = OptionValue.Positive(value); }

    /// <summary>
    /// Gets the scheduler that runs the idle timer; null for the default scheduler of System.Reactive. Unused without
    /// an <see cref="IdleTimeout"/>.
    /// </summary>
    public IScheduler? Scheduler { get; init; }
}
