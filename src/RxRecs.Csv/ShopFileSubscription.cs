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
    private readonly IObserver<T>? _values = (observer as RecordObserver<T>)?.Values;
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
            T? value;
            string? problem;
            DeadLetter? letter;
            bool hasRow;
            try
            {
                cancellationToken.ThrowIfCancellationRequested();
                _reader ??= open();
                hasRow = _reader.TryReadNext(out value, out problem);
                letter = problem is null ? null : SetAside(_reader, problem);
            }
            catch (Exception error)
            {
                Fail(error);
                return false;
            }

            if (!hasRow)
            {
                Complete(new ReadCounts(_reader.Events, _reader.DeadLetters));
                return false;
            }

            if (problem is null)
            {
                Give(value!);
            }
            else if (letter is not null)
            {
                observer.OnNext(letter);
            }
        }

        return !_isDisposed;
    }

    // Who wants rows alone gets them without a wrapping, which would be one more copy of each.
    private void Give(in T value)
    {
        if (_values is null)
        {
            observer.OnNext(value);
        }
        else
        {
            _values.OnNext(value);
        }
    }

    /// <summary>Gives the dead letter of a row; null for one that is left out, or whose letter no one wants.</summary>
    private DeadLetter? SetAside(ShopFileReader<T> reader, string problem)
    {
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
