namespace RxRecs.Kafka.Source;

/// <summary>
/// The observer at the end of a loop. It remembers whether the observer itself has failed, which is then not told by
/// <c>OnError</c> but thrown to whoever runs the loop, and whether it has had enough.
/// </summary>
internal sealed class TopicObserver<T>(IObserver<T> observer) : IDisposable
{
    private volatile bool _isDisposed;
    private volatile bool _isAbandoned;
    private volatile int _thread;

    public bool HasFailed { get; private set; }

    public bool IsDisposed => _isDisposed;

    /// <summary>
    /// Whether it was disposed by another thread than the one that delivers. Operators between us and the observer may
    /// then have dropped values that we took for delivered.
    /// </summary>
    public bool IsAbandoned => _isAbandoned;

    /// <summary>The calling thread is the one that delivers.</summary>
    public void Begin() => _thread = Environment.CurrentManagedThreadId;

    /// <summary>Hands on a value; false if the observer has unsubscribed by then, so that the value may be
    /// lost.</summary>
    public bool Take(T value)
    {
        if (_isDisposed)
        {
            return false;
        }

        try
        {
            observer.OnNext(value);
        }
        catch
        {
            HasFailed = true;
            throw;
        }

        return !_isDisposed;
    }

    public void OnCompleted()
    {
        if (!_isDisposed)
        {
            observer.OnCompleted();
        }
    }

    public void OnError(Exception error)
    {
        if (!_isDisposed)
        {
            observer.OnError(error);
        }
    }

    public void Dispose()
    {
        _isAbandoned |= !_isDisposed && Environment.CurrentManagedThreadId != _thread;
        _isDisposed = true;
    }
}
