using System.Reactive;
using System.Reactive.Disposables;

namespace RxRecs;

/// <summary>Enumerates an asynchronous sequence anew for each subscription.</summary>
internal sealed class AsyncEnumerableObservable<T>(IAsyncEnumerable<T> source) : ObservableBase<T>
{
    protected override IDisposable SubscribeCore(IObserver<T> observer)
    {
        var stop = new CancellationDisposable();
        Run(observer, stop.Token);
        return stop;
    }

    // Not a task: what an observer throws would be kept in it, and nobody looks at it. So it is unhandled, as with
    // every source that has a thread of its own.
    private async void Run(IObserver<T> observer, CancellationToken stop)
    {
        // Never within Subscribe: a sequence that never waits could not be left.
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        var reading = new Reading(source, stop);
        try
        {
            while (await reading.MoveNextAsync().ConfigureAwait(false))
            {
                observer.OnNext(reading.Current);
            }
        }
        finally
        {
            await reading.DisposeAsync().ConfigureAwait(false);
        }

        if (reading.Error is not null)
        {
            observer.OnError(reading.Error);
        }
        else
        {
            observer.OnCompleted();
        }
    }

    /// <summary>One enumeration, which notes what the sequence throws and ends with it.</summary>
    private sealed class Reading(IAsyncEnumerable<T> source, CancellationToken stop) : IAsyncDisposable
    {
        private IAsyncEnumerator<T>? _values;

        public Exception? Error { get; private set; }

        public T Current => _values!.Current;

        public async ValueTask<bool> MoveNextAsync()
        {
            try
            {
                _values ??= source.GetAsyncEnumerator(stop);
                return !stop.IsCancellationRequested && await _values.MoveNextAsync().ConfigureAwait(false);
            }
            catch (Exception error)
            {
                Error = error;
                return false;
            }
        }

        public async ValueTask DisposeAsync()
        {
            try
            {
                if (_values is not null)
                {
                    await _values.DisposeAsync().ConfigureAwait(false);
                }
            }
            catch (Exception error)
            {
                Error ??= error;
            }
        }
    }
}
