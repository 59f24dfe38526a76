using System.Reactive.Concurrency;

namespace RxRecs;

/// <summary>Holds the settings of every operator over event time.</summary>
public record EventTimeOptions
{
    /// <summary>
    /// Tells how far behind the greatest event time seen an event may come and still count. The watermark is that
    /// greatest time minus this. There is no honest default: <see cref="TimeSpan.Zero"/> for a sorted source, hours for
    /// a shuffled one.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative.</exception>
    public required TimeSpan AllowedLateness { get; init => field = OptionValue.NotNegative(value); }

    /// <summary>
    /// Sets after how long without an event in time the watermark goes on as if event time passed like processing time,
    /// so that windows close over a quiet source. A source that sends late events alone is quiet. Measured by the
    /// stopwatch of <see cref="Scheduler"/>, so that a clock that is set changes nothing. Null: windows wait for the
    /// next event or the end.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not positive.</exception>
    public TimeSpan? IdleTimeout { get; init => field = OptionValue.Positive(value); }

    /// <summary>
    /// Runs the idle timer; null for the default scheduler of System.Reactive. Unused without an
    /// <see cref="IdleTimeout"/>.
    /// </summary>
    public IScheduler? Scheduler { get; init; }
}
