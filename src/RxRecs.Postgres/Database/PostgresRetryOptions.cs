namespace RxRecs.Postgres;

/// <summary>Provides the options by which a call waits for a database that is away.</summary>
public sealed record PostgresRetryOptions
{
    private readonly TimeSpan _patience = TimeSpan.FromMinutes(5);

    /// <summary>
    /// Gets the time for which a call waits before it fails, counted from its first failure. The default is 5 minutes;
    /// <see cref="Timeout.InfiniteTimeSpan"/> waits for as long as it takes, and zero fails at once.
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
    /// Gets the pause before the second attempt. The default is 100 ms. Each pause is twice as long as the one before,
    /// up to <see cref="MaxDelay"/>, and then shortened by up to a half at random, so that many processes do not come
    /// back at the same moment.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not positive, or over a day.</exception>
    public TimeSpan FirstDelay { get; init => field = OptionValue.UpToADay(value); } = TimeSpan.FromMilliseconds(100);

    /// <summary>Gets the longest pause between attempts. The default is 5 seconds.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not positive, or over a day.</exception>
    public TimeSpan MaxDelay { get; init => field = OptionValue.UpToADay(value); } = TimeSpan.FromSeconds(5);

    /// <summary>Gets the seed of the pauses; null, the default, gives every object pauses of its own.</summary>
    public int? Seed { get; init; }

    /// <summary>Gets the clock that measures the pauses. The default is the system's clock.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>
    /// Gets the action that is told of each attempt that has failed, and of the pause before the next one, for a log or
    /// an alarm; called on the thread of the call that waits.
    /// </summary>
    public Action<IOException, TimeSpan>? OnRetry { get; init; }

    /// <summary>
    /// Gets the token that ends the waiting when a program stops: a call makes one more attempt at most, and fails
    /// instead of pausing.
    /// </summary>
    public CancellationToken Stopping { get; init; }
}
