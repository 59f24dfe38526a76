namespace RxRecs.Machines;

/// <summary>
/// One reading of a table: a batch of rows at a time is read, and delivered once the statement is over. All of it
/// happens on the thread of the caller.
/// </summary>
/// <typeparam name="T">The changes' type.</typeparam>
internal sealed class ChangeSubscription<T>(IChangeReader<T> reader, IObserver<T> observer) : IDisposable
{
    private readonly CancellationTokenSource _disposing = new();
    private bool _isDelivering;

    /// <summary>Delivers the rows that are there.</summary>
    /// <returns>True if reading goes on.</returns>
    public bool Load() => Run(isFollowing: false);

    /// <summary>Delivers what changes, until the subscription is disposed.</summary>
    public void Follow() => Run(isFollowing: true);

    /// <summary>Ends it without waiting: the thread and the connection end by themselves.</summary>
    public void Dispose() => _disposing.Cancel();

    private bool Run(bool isFollowing)
    {
        var goesOn = false;
        Exception? failure = null;
        try
        {
            ReadAll(isFollowing);
            goesOn = !_disposing.IsCancellationRequested;
        }
        catch (OperationCanceledException) when (!_isDelivering && _disposing.IsCancellationRequested)
        {
            // Nobody listens any more.
        }
        catch (Exception error) when (!_isDelivering)
        {
            failure = error;
        }
        finally
        {
            if (!goesOn)
            {
                reader.Dispose();
            }
        }

        if (failure is not null && !_disposing.IsCancellationRequested)
        {
            observer.OnError(failure);
        }

        return goesOn;
    }

    private void ReadAll(bool isFollowing)
    {
        while (!_disposing.IsCancellationRequested)
        {
            try
            {
                reader.Read(_disposing.Token);
                if (reader.Batch.Count == 0)
                {
                    if (!isFollowing)
                    {
                        return;
                    }

                    reader.Wait(_disposing.Token);
                    continue;
                }
            }
            catch (Exception error) when (reader.IsOfDatabase(error))
            {
                reader.Recover(error, _disposing.Token);
                continue;
            }

            Deliver();
        }
    }

    private void Deliver()
    {
        _isDelivering = true;
        foreach (var value in reader.Batch)
        {
            if (_disposing.IsCancellationRequested)
            {
                break;
            }

            observer.OnNext(value);
        }

        _isDelivering = false;
    }
}
