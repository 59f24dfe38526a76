namespace RxRecs.Csv;

/// <summary>
/// Writes rows to a file as they come. As an observer it can take an operator's results, or the dead letters of
/// <see cref="ShopEvents"/>; the end of the source, with or without an error, finishes the file, and
/// <see cref="Completion"/> tells which it was: a file says nothing of what is missing from it. To be used by one thread
/// at a time.
/// </summary>
/// <typeparam name="T">The rows' type.</typeparam>
public abstract class ResultWriter<T> : IObserver<T>, IDisposable
{
    private readonly TaskCompletionSource _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _isFinished;
    private bool _isDisposed;

    private protected ResultWriter()
    {
    }

    /// <summary>Gets the number of rows written.</summary>
    public long Count { get; private set; }

    /// <summary>Gets a task that ends when the file is finished: well after the source's completion or
    /// <see cref="Dispose"/>, with the exception that ended the source otherwise, or kept the rest from being
    /// written.</summary>
    public Task Completion => _completion.Task;

    /// <summary>Writes a row. After the source's end it does nothing.</summary>
    /// <param name="value">The row.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="ObjectDisposedException">The writer is disposed.</exception>
    public void OnNext(T value)
    {
        if (_isFinished)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            return;
        }

        Write(value);
        Count++;
    }

    /// <summary>Finishes the file: what came before the error stays; <see cref="Completion"/> ends with the
    /// error.</summary>
    /// <param name="error">The error that ended the source.</param>
    public void OnError(Exception error)
    {
        ArgumentNullException.ThrowIfNull(error);
        Finish(error);
    }

    /// <summary>Finishes the file.</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public void OnCompleted() => Finish(null);

    /// <summary>Writes what is waiting, so that others can read it.</summary>
    public abstract void Flush();

    /// <summary>Finishes and closes the file.</summary>
    public void Dispose()
    {
        _isDisposed = true;
        Finish(null);
        GC.SuppressFinalize(this);
    }

    private protected abstract void Write(T row);

    private protected abstract void Close();

    private void Finish(Exception? error)
    {
        if (_isFinished)
        {
            return;
        }

        _isFinished = true;
        try
        {
            Close();
        }
        catch (Exception failure)
        {
            End(error is null ? failure : new AggregateException(error, failure));
            throw;
        }

        End(error);
    }

    private void End(Exception? error)
    {
        if (error is null)
        {
            _completion.TrySetResult();
            return;
        }

        _completion.TrySetException(error);

        // Whoever does not ask has chosen not to hear of it.
        _ = _completion.Task.Exception;
    }
}
