using System.Reactive.Disposables;

namespace RxRecs;

/// <summary>
/// Several streams as one serial stream, although they may come from several threads: whoever comes while another
/// delivers leaves its value in a queue and goes; the one who delivers takes it along. The lock is held for the queue
/// alone.
/// </summary>
internal sealed class SerialInputs<T>(IObserver<T> observer) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly Queue<Notification> _waiting = new();
    private readonly CompositeDisposable _upstreams = [];
    private bool _busy;
    private bool _ended;

    /// <summary>Subscribes to the streams, one after the other, until the whole has ended.</summary>
    public void Run(params ReadOnlySpan<Func<IDisposable>> subscriptions)
    {
        try
        {
            foreach (var subscribe in subscriptions)
            {
                if (!_upstreams.IsDisposed)
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

    public void Complete() => Take(new Notification(default, IsEnd: true));

    public void Dispose()
    {
        lock (_gate)
        {
            _ended = true;
            _waiting.Clear();
        }

        _upstreams.Dispose();
    }

    private void Take(in Notification next)
    {
        lock (_gate)
        {
            if (_ended)
            {
                return;
            }

            if (_busy)
            {
                _waiting.Enqueue(next);
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
