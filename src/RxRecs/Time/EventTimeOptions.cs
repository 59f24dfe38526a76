using System.Reactive.Concurrency;

namespace RxRecs;

/// <summary>Holds the settings of every operator over event time.</summary>
public record EventTimeOptions
{
    private readonly TimeSpan _allowedLateness;
    private readonly TimeSpan? _idleTimeout;

    /// <summary>
    /// Tells how far behind the greatest event time seen an event may come and still count. The watermark is that
    /// greatest time minus this. There is no honest default: <see cref="TimeSpan.Zero"/> for a sorted source, hours for
    /// a shuffled one.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative.</exception>
    public required TimeSpan AllowedLateness
    {
        get => _allowedLateness;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, TimeSpan.Zero, nameof(AllowedLateness));
            _allowedLateness = value;
        }
    }

    /// <summary>
    /// Sets after how long without an event in time the watermark goes on as if event time passed like processing time,
    /// so that windows close over a quiet source. A source that sends late events alone is quiet. Measured by the
    /// stopwatch of <see cref="Scheduler"/>, so that a clock that is set changes nothing. Null: windows wait for the
    /// next event or the end.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not positive.</exception>
    public TimeSpan? IdleTimeout
    {
        get => _idleTimeout;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(
                value ?? TimeSpan.MaxValue, TimeSpan.Zero, nameof(IdleTimeout));
            _idleTimeout = value;
        }
    }

    /// <summary>
    /// Runs the idle timer; null for the default scheduler of System.Reactive. Unused without an
    /// <see cref="IdleTimeout"/>.
    /// </summary>
    public IScheduler? Scheduler { get; init; }
}
