namespace RxRecs.Postgres;

/// <summary>The pauses between attempts: doubling up to a bound, each shortened by up to a half at random.</summary>
internal sealed class Backoff(PostgresRetryOptions options)
{
    private const int MaxDoublings = 30;
    private readonly Random _random = new(options.Seed ?? Guid.NewGuid().GetHashCode());
    private readonly Lock _gate = new();

    /// <summary>Gives the pause behind a failure.</summary>
    /// <param name="failures">The number of failures before the pause.</param>
    public TimeSpan Next(int failures)
    {
        var delay = options.FirstDelay * Math.Pow(2, Math.Min(failures, MaxDoublings));
        lock (_gate)
        {
            return (delay < options.MaxDelay ? delay : options.MaxDelay) * (1 - (_random.NextDouble() / 2));
        }
    }
}
