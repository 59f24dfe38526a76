using System.Reactive.Disposables;
using System.Runtime.ExceptionServices;

namespace RxRecs.Hosting;

/// <summary>
/// Hands results on, and lets the service wait for the end. What the results' observer fails with ends the pipeline,
/// on whatever thread the source runs: a source on the service's own thread hears of it, and one on a thread of its
/// own, which would take the process down, is unsubscribed from before it goes on.
/// </summary>
internal sealed class ResultObserver<T>(IObserver<T> results) : IObserver<T>, IDisposable
{
    private readonly ManualResetEventSlim _isOver = new();
    private readonly SingleAssignmentDisposable _subscription = new();
    private readonly int _thread = Environment.CurrentManagedThreadId;
    private readonly Lock _atWork = new();
    private Exception? _failure;

    /// <summary>Subscribes to the source of the results; once.</summary>
    public void SubscribeTo(IObservable<T> source) => _subscription.Disposable = source.Subscribe(this);

    public void OnNext(T value)
    {
        lock (_atWork)
        {
            if (_subscription.IsDisposed)
            {
                return;
            }

            try
            {
                results.OnNext(value);
            }
            catch (Exception error)
            {
                End(error);
                if (Environment.CurrentManagedThreadId == _thread)
                {
                    throw;
                }

                _subscription.Dispose();
            }
        }
    }

    public void OnError(Exception error)
    {
        // An observer made of a delegate alone throws what it hears here; it would say the same once more.
        try
        {
            results.OnError(error);
        }
        catch (Exception second)
        {
            _ = second;
        }

        End(error);
    }

    public void OnCompleted()
    {
        try
        {
            results.OnCompleted();
        }
        catch (Exception error)
        {
            End(error);
            return;
        }

        End(null);
    }

    /// <summary>Waits for the end or the stop, and throws what there was to fail with.</summary>
    public void Wait(CancellationToken stopping)
    {
        try
        {
            _isOver.Wait(stopping);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The host stops: behind the result at hand, which another thread may be at.
            _subscription.Dispose();
            lock (_atWork)
            {
            }
        }

        if (Volatile.Read(ref _failure) is { } failure)
        {
            ExceptionDispatchInfo.Throw(failure);
        }
    }

    public void Dispose()
    {
        _subscription.Dispose();
        _isOver.Dispose();
    }

    private void End(Exception? failure)
    {
        Interlocked.CompareExchange(ref _failure, failure, null);
        try
        {
            _isOver.Set();
        }
        catch (ObjectDisposedException)
        {
            // The host has stopped meanwhile: nobody waits any more.
        }
    }
}
