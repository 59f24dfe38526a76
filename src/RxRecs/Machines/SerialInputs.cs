using System.Reactive.Disposables;

namespace RxRecs;

/// <summary>
/// Several streams as one serial stream, although they may come from several threads: whoever comes while another
/// delivers leaves its value in a queue and goes; the one who delivers takes it along. The lock is held for the queue
/// alone.
/// </summary>
/// <param name="observer">The observer, which is called by one thread at a time.</param>
/// <param name="maxWaiting">The maximum number of values that wait.</param>
/// <param name="overflow">A function that makes the error which ends the whole when one more value comes.</param>
internal sealed class SerialInputs<T>(
    IObserver<T> observer, int maxWaiting = int.MaxValue, Func<Exception>? overflow = null) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly Queue<Notification> _waiting = new();
    private readonly CompositeDisposable _upstreams = [];
    private bool _busy;
    private bool _closed;

    /// <summary>Tells whether nothing more is taken: the end has come, or waits to be delivered.</summary>
    public bool IsClosed => Volatile.Read(ref _closed);

    /// <summary>Subscribes to the streams, one after the other, until the whole has ended.</summary>
    public void Run(params ReadOnlySpan<Func<IDisposable>> subscriptions)
    {
        try
        {
            foreach (var subscribe in subscriptions)
            {
                if (!IsClosed)
                {
                    _upstreams.Add(subscribe());
                }
            }
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public void Next(T value) => Take(new Notification(value));

    public void Fail(Exception error) => Take(new Notification(default, IsEnd: true, error));

    /// <summary>Ends with an error that overtakes what waits.</summary>
    public void FailAtOnce(Exception error) => Take(new Notification(default, IsEnd: true, error), overtakes: true);

    public void Complete() => Take(new Notification(default, IsEnd: true));

    public void Dispose()
    {
        lock (_gate)
        {
            _closed = true;
            _waiting.Clear();
        }

        _upstreams.Dispose();
    }

    private void Take(in Notification next, bool overtakes = false)
    {
        lock (_gate)
        {
            if (_closed)
            {
                return;
            }

            _closed = next.IsEnd;
            if (_busy)
            {
                Wait(in next, overtakes);
                return;
            }

            _busy = true;
        }

        try
        {
            Deliver(in next);
            while (HasWaitingOrRelease())
            {
                DeliverWaiting();
            }
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    private void Wait(in Notification next, bool overtakes)
    {
        var isFull = !next.IsEnd && _waiting.Count >= maxWaiting;
        if (isFull || overtakes)
        {
            _waiting.Clear();
        }

        _closed |= isFull;
        _waiting.Enqueue(isFull ? new Notification(default, IsEnd: true, overflow?.Invoke()) : next);
    }

    private bool HasWaitingOrRelease()
    {
        lock (_gate)
        {
            return _busy = _waiting.Count > 0;
        }
    }

    private void DeliverWaiting()
    {
        Notification next;
        lock (_gate)
        {
            if (!_waiting.TryDequeue(out next))
            {
                return;
            }
        }

        Deliver(in next);
    }

    private void Deliver(in Notification next)
    {
        if (!next.IsEnd)
        {
            observer.OnNext(next.Value!);
            return;
        }

        Dispose();
        if (next.Error is { } error)
        {
            observer.OnError(error);
        }
        else
        {
            observer.OnCompleted();
        }
    }

    private readonly record struct Notification(T? Value, bool IsEnd = false, Exception? Error = null);
}
