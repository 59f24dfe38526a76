namespace RxRecs.Postgres;

/// <summary>The attempts of one call, or of one stretch of reading, at a database that is away.</summary>
internal sealed class Attempts(PostgresServer server, CancellationToken disposed)
{
    private readonly PostgresRetryOptions _options = server.Retry;
    private int _failures;
    private long _firstFailure;

    /// <summary>Forgets the failures before: the database has answered.</summary>
    public void Succeed() => _failures = 0;

    /// <summary>Waits behind a failure for the next attempt.</summary>
    /// <exception cref="IOException">The failure does not pass by itself, patience has ended, or the program
    /// stops.</exception>
    /// <exception cref="OperationCanceledException">The object was disposed.</exception>
    public async Task FailAsync(Exception error)
    {
        disposed.ThrowIfCancellationRequested();
        var problem = PostgresProblem.Of(server.Where, error);
        if (!PostgresProblem.Passes(error) || _options.Stopping.IsCancellationRequested)
        {
            throw problem;
        }

        if (_failures == 0)
        {
            _firstFailure = _options.TimeProvider.GetTimestamp();
        }

        var delay = server.Backoff.Next(_failures++);
        if (_options.Patience != Timeout.InfiniteTimeSpan
            && _options.TimeProvider.GetElapsedTime(_firstFailure) + delay > _options.Patience)
        {
            throw problem;
        }

        _options.OnRetry?.Invoke(problem, delay);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(disposed, _options.Stopping);
        try
        {
            await Task.Delay(delay, _options.TimeProvider, ending.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!disposed.IsCancellationRequested)
        {
            // The program stops: one more attempt, without a pause.
        }
    }
}
