namespace RxRecs.Postgres;

/// <summary>Tells how long, and how, a call waits for a database that is away.</summary>
public sealed record PostgresRetryOptions
{
    private readonly TimeSpan _patience = TimeSpan.FromMinutes(5);

    /// <summary>
    /// Tells how long a call waits before it fails: 5 minutes, counted from its first failure;
    /// <see cref="Timeout.InfiniteTimeSpan"/> for as long as it takes. Zero fails at once.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative and not infinite.</exception>
    public TimeSpan Patience
    {
        get => _patience;
        init
        {
            if (value != Timeout.InfiniteTimeSpan)
            {
                ArgumentOutOfRangeException.ThrowIfLessThan(value, TimeSpan.Zero, nameof(Patience));
            }

            _patience = value;
        }
    }

    /// <summary>
    /// Gives the pause before the second attempt: 100 ms. Each pause is twice as long as the one before, up to
    /// <see cref="MaxDelay"/>, and then shortened by up to a half at random, so that many processes do not come back
    /// at the same moment.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not positive, or over a day.</exception>
    public TimeSpan FirstDelay { get; init => field = OptionValue.UpToADay(value); } = TimeSpan.FromMilliseconds(100);

    /// <summary>Gives the longest pause between attempts: 5 s.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not positive, or over a day.</exception>
    public TimeSpan MaxDelay { get; init => field = OptionValue.UpToADay(value); } = TimeSpan.FromSeconds(5);

    /// <summary>Seeds the pauses; null, the default, gives every object pauses of its own.</summary>
    public int? Seed { get; init; }

    /// <summary>Measures the pauses; the system's clock unless told otherwise.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>
    /// Is told of each attempt that has failed, and of the pause before the next one, for a log or an alarm; called on
    /// the thread of the call that waits.
    /// </summary>
    public Action<IOException, TimeSpan>? OnRetry { get; init; }

    /// <summary>
    /// Gets the token that ends the waiting when a program stops: a call makes one more attempt at most, and fails
    /// instead of pausing.
    /// </summary>
    public CancellationToken Stopping { get; init; }
}
