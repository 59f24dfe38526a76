namespace RxRecs.Csv;

/// <summary>
/// One reading of a file for one observer. The file is opened by the first run and closed by whoever comes last: the
/// run in which it ends, fails or was disposed, or the disposal between two runs.
/// </summary>
internal sealed class ShopFileSubscription<T>(
    Func<ShopFileReader<T>> open, IObserver<T> observer, CancellationToken cancellationToken) : IDisposable
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
        }

        return hasMore;
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _isDisposed = true;
            if (!_isRunning)
            {
                Close();
            }
        }
    }

    private bool ReadRows(long rows)
    {
        for (; rows > 0 && !_isDisposed; rows--)
        {
            T? value;
            bool hasValue;
            try
            {
                cancellationToken.ThrowIfCancellationRequested();
                _reader ??= open();
                hasValue = _reader.TryRead(out value);
            }
            catch (Exception error)
            {
                End(error);
                return false;
            }

            if (!hasValue)
            {
                End(null);
                return false;
            }

            observer.OnNext(value!);
        }

        return !_isDisposed;
    }

    /// <summary>
    /// Closes the file before the observer hears of the end: it may delete the file, or read it again.
    /// </summary>
    private void End(Exception? error)
    {
        Close();
        if (_isDisposed)
        {
            return;
        }

        _isDisposed = true;
        if (error is null)
        {
            observer.OnCompleted();
        }
        else
        {
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
