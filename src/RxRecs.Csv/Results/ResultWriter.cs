namespace RxRecs.Csv;

/// <summary>
/// Writes rows to a file as they come. As an observer it can take an operator's results, or the dead letters of
/// <see cref="ShopEvents"/>; the end of the source, with or without an error, finishes the file. To be used by one
/// thread at a time.
/// </summary>
/// <typeparam name="T">The rows' type.</typeparam>
public abstract class ResultWriter<T> : IObserver<T>, IDisposable
{
    private bool _isDisposed;

    private protected ResultWriter()
    {
    }

    /// <summary>Gets the number of rows written.</summary>
    public long Count { get; private set; }

    /// <summary>Writes a row. Rows after the end are left out.</summary>
    /// <param name="value">The row.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public void OnNext(T value)
    {
        if (!_isDisposed)
        {
            Write(value);
            Count++;
        }
    }

    /// <summary>Finishes the file: what came before the error stays.</summary>
    /// <param name="error">The error, which the writer leaves to others.</param>
    public void OnError(Exception error) => Dispose();

    /// <summary>Finishes the file.</summary>
    public void OnCompleted() => Dispose();

    /// <summary>Writes what is waiting, so that others can read it.</summary>
    public abstract void Flush();

    /// <summary>Finishes and closes the file.</summary>
    public void Dispose()
    {
        if (!_isDisposed)
        {
            _isDisposed = true;
            Close();
        }

        GC.SuppressFinalize(this);
    }

    private protected abstract void Write(T row);

    private protected abstract void Close();
}
