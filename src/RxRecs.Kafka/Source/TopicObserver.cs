namespace RxRecs.Kafka.Source;

/// <summary>
/// The end of a loop: one subscription, in the form that was asked for. It remembers whether the observer itself has
/// failed, which is then not told by <c>OnError</c> but thrown to whoever runs the loop, and whether it has left.
/// </summary>
/// <typeparam name="T">What the subscription is for: records or results.</typeparam>
internal abstract class TopicObserver<T> : IDisposable
{
    private const int Idle = 0;
    private const int Delivering = 1;
    private const int Disposed = 2;
    private int _state;
    private volatile int _thread;
    private bool _hasLeftWithin;

    public bool HasFailed { get; private set; }

    public bool IsDisposed => Volatile.Read(ref _state) == Disposed;

    /// <summary>Whether this form carries dead letters.</summary>
    public virtual bool TakesDeadLetters => false;

    /// <summary>The calling thread is the one that delivers.</summary>
    public void Begin() => _thread = Environment.CurrentManagedThreadId;

    /// <summary>
    /// Hands on a value; false if it may be lost. One that leaves within this call has seen the value. When another
    /// thread disposes meanwhile, the operators between us and the observer may have dropped it: they grow deaf before
    /// we hear of it.
    /// </summary>
    public bool Take(T value)
    {
        if (!Enter())
        {
            return false;
        }

        try
        {
            Send(value);
        }
        catch
        {
            HasFailed = true;
            throw;
        }

        return Leave();
    }

    /// <summary>Hands on a dead letter, as <see cref="Take(T)"/> does a value.</summary>
    public bool Take(DeadLetter letter)
    {
        if (!Enter())
        {
            return false;
        }

        try
        {
            Send(letter);
        }
        catch
        {
            HasFailed = true;
            throw;
        }

        return Leave();
    }

    /// <summary>Hands on a late event, as <see cref="Take(T)"/> does a value.</summary>
    public bool Take(LateEvent<T> late)
    {
        if (!Enter())
        {
            return false;
        }

        try
        {
            Send(late);
        }
        catch
        {
            HasFailed = true;
            throw;
        }

        return Leave();
    }

    /// <summary>The end of the reading, with what was read.</summary>
    public void OnCompleted(ReadCounts counts, long late)
    {
        if (!IsDisposed)
        {
            Complete(counts, late);
        }
    }

    public void OnError(Exception error)
    {
        if (!IsDisposed)
        {
            Fail(error);
        }
    }

    public void Dispose()
    {
        var isWithin = Environment.CurrentManagedThreadId == _thread;
        _hasLeftWithin |= isWithin && Volatile.Read(ref _state) == Delivering;
        Interlocked.Exchange(ref _state, Disposed);
    }

    protected abstract void Send(T value);

    protected virtual void Send(DeadLetter letter)
    {
    }

    protected virtual void Send(LateEvent<T> late)
    {
    }

    protected abstract void Complete(ReadCounts counts, long late);

    protected abstract void Fail(Exception error);

    private bool Enter() => Interlocked.CompareExchange(ref _state, Delivering, Idle) == Idle;

    // Only the delivering thread sets the flag, and only it looks at it.
    private bool Leave() =>
        Interlocked.CompareExchange(ref _state, Idle, Delivering) == Delivering || _hasLeftWithin;
}
