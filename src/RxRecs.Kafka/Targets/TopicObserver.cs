namespace RxRecs.Kafka;

/// <summary>
/// The end of a loop: one subscription, in the form that was asked for. It remembers whether the observer itself has
/// failed, which is then not told by <c>OnError</c> but thrown to whoever runs the loop, and whether it has left.
/// <para>
/// What is under way when the subscription is disposed is in doubt, by whichever thread: an operator on which a value
/// fails disposes as well as one that has enough. When another thread disposes, so is what was handed on just before:
/// the operators between us and the observer grow deaf one after the other, from the far end, and drop what comes until
/// we hear of it. That takes a microsecond as a rule, but the first time their code is compiled meanwhile, and the
/// thread may have to wait for a core.
/// </para>
/// </summary>
/// <typeparam name="T">The type of the values that the subscription is for: records or results.</typeparam>
internal abstract class TopicObserver<T> : ITopicObserver, IDisposable
{
    private const int Idle = 0;
    private const int Delivering = 1;
    private const int Disposed = 2;
    private static readonly TimeSpan Doubt = TimeSpan.FromMilliseconds(250);
    private int _state;
    private volatile int _thread;
    private long _disposedAt;

    public bool HasFailed { get; private set; }

    /// <summary>Measures how long ago something was handed on.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    public bool IsDisposed => Volatile.Read(ref _state) == Disposed;

    public virtual bool TakesDeadLetters => false;

    /// <summary>The calling thread is the one that delivers.</summary>
    public void Begin() => _thread = Environment.CurrentManagedThreadId;

    /// <summary>Hands on a value; false if it may be lost.</summary>
    public bool Take(T value, OwnedPartition partition, long position)
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

        return Leave(partition, position);
    }

    public bool Take(DeadLetter letter, OwnedPartition partition, long offset)
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

        return Leave(partition, offset);
    }

    /// <summary>Hands on a late event; false if it may be lost.</summary>
    public bool Take(LateEvent<T> late, OwnedPartition partition, long offset)
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

        return Leave(partition, offset);
    }

    public Delivery? InDoubt(OwnedPartition partition) =>
        IsDisposed && _disposedAt != 0 ? partition.Recent.Before(_disposedAt, Span) : null;

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
        if (IsDisposed)
        {
            return;
        }

        if (Environment.CurrentManagedThreadId != _thread)
        {
            Interlocked.CompareExchange(ref _disposedAt, Clock.GetTimestamp(), 0);
        }

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

    private long Span => (long)(Doubt.TotalSeconds * Clock.TimestampFrequency);

    private bool Enter() => Interlocked.CompareExchange(ref _state, Delivering, Idle) == Idle;

    private bool Leave(OwnedPartition partition, long position)
    {
        if (Interlocked.CompareExchange(ref _state, Idle, Delivering) != Delivering)
        {
            return false;
        }

        partition.Recent.Note(position, Clock.GetTimestamp(), Span);
        return true;
    }
}
