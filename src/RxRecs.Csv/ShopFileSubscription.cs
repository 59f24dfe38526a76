namespace RxRecs.Csv;

/// <summary>
/// One reading of a file for one observer. The file is opened by the first run and closed by whoever comes last: the
/// run in which it ends, fails or was disposed, or the disposal between two runs.
/// </summary>
internal sealed class ShopFileSubscription<T>(
    Func<ShopFileReader<T>> open,
    IObserver<ReadResult<T>> observer,
    UnobservedRows? untaken,
    CancellationToken cancellationToken) : IDisposable
{
    private readonly Lock _gate = new();
    private ShopFileReader<T>? _reader;
    private volatile bool _isDisposed;
    private bool _isRunning;

    /// <summary>Reads up to so many rows; false when there is nothing more to do.</summary>
    public bool Run(long rows)
    {
        if (!Enter())
        {
            return false;
        }

        var hasMore = false;
        try
        {
            hasMore = ReadRows(rows);
        }
        finally
        {
            Leave(hasMore);
            if (!hasMore)
            {
                untaken?.Tell();
            }
        }

        return hasMore;
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _isDisposed = true;
            if (_isRunning)
            {
                return;
            }

            Close();
        }

        untaken?.Tell();
    }

    private bool ReadRows(long rows)
    {
        for (; rows > 0 && !_isDisposed; rows--)
        {
            ReadResult<T>? next;
            try
            {
                cancellationToken.ThrowIfCancellationRequested();
                _reader ??= open();
                next = Next(_reader);
            }
            catch (Exception error)
            {
                Fail(error);
                return false;
            }

            if (next is not { } result)
            {
                continue;
            }

            if (result.Counts is not null)
            {
                Complete(result);
                return false;
            }

            observer.OnNext(result);
        }

        return !_isDisposed;
    }

    /// <summary>Gives the next row; null for one that is left out, and for a dead letter that no one wants.</summary>
    private ReadResult<T>? Next(ShopFileReader<T> reader)
    {
        if (!reader.TryReadNext(out var value, out var problem))
        {
            return new ReadCounts(reader.Events, reader.DeadLetters);
        }

        if (problem is null)
        {
            return value!;
        }

        if (ShopFileReader<T>.IsLeftOut(problem))
        {
            return null;
        }

        if (untaken is null)
        {
            return reader.Describe(problem);
        }

        untaken.Add(reader, problem);
        return null;
    }

    /// <summary>
    /// Closes the file before the observer hears of the end: it may delete the file, or read it again.
    /// </summary>
    private void Complete(ReadResult<T> counts)
    {
        Close();
        if (!_isDisposed)
        {
            observer.OnNext(counts);
        }

        if (!_isDisposed)
        {
            _isDisposed = true;
            observer.OnCompleted();
        }
    }

    private void Fail(Exception error)
    {
        Close();
        if (!_isDisposed)
        {
            _isDisposed = true;
            observer.OnError(error);
        }
    }

    private bool Enter()
    {
        lock (_gate)
        {
            return _isRunning = !_isDisposed;
        }
    }

    private void Leave(bool hasMore)
    {
        lock (_gate)
        {
            _isRunning = false;
            _isDisposed |= !hasMore;
            if (_isDisposed)
            {
                Close();
            }
        }
    }

    private void Close()
    {
        _reader?.Dispose();
        _reader = null;
    }
}
