namespace RxRecs.Testing;

/// <summary>
/// A hot source under the test's hand, without any of the care that Rx's own sources take: it may send after its end
/// and to observers that have unsubscribed. It counts subscriptions and how often each was disposed.
/// </summary>
/// <typeparam name="T">The events' type.</typeparam>
internal sealed class ProbeSource<T> : IObservable<T>
{
    private readonly List<Subscription> _subscriptions = [];

    /// <summary>Tells whether it goes on sending to observers that have unsubscribed.</summary>
    public bool IgnoresDisposal { get; init; }

    /// <summary>
    /// Tells what it sends while <see cref="Subscribe"/> runs, before the observer has anything to dispose.
    /// </summary>
    public Action<IObserver<T>>? OnSubscribe { get; init; }

    /// <summary>Tells how often it was subscribed to.</summary>
    public int Subscriptions => _subscriptions.Count;

    /// <summary>Tells how many subscriptions have not been disposed.</summary>
    public int Active => _subscriptions.Count(each => each.Disposals == 0);

    /// <summary>The greatest number of times that one subscription was disposed.</summary>
    public int MostDisposals => _subscriptions.Count == 0 ? 0 : _subscriptions.Max(each => each.Disposals);

    /// <inheritdoc/>
    public IDisposable Subscribe(IObserver<T> observer)
    {
        var subscription = new Subscription(observer, IgnoresDisposal);
        _subscriptions.Add(subscription);
        OnSubscribe?.Invoke(observer);
        return subscription;
    }

    /// <summary>Sends an event.</summary>
    /// <param name="value">The event.</param>
    public void OnNext(T value)
    {
        // By index: a re-entrant observer may subscribe meanwhile.
        for (var i = 0; i < _subscriptions.Count; i++)
        {
            _subscriptions[i].Observer?.OnNext(value);
        }
    }

    /// <summary>Sends an error.</summary>
    /// <param name="error">The error.</param>
    public void OnError(Exception error)
    {
        for (var i = 0; i < _subscriptions.Count; i++)
        {
            _subscriptions[i].Observer?.OnError(error);
        }
    }

    /// <summary>Sends the end.</summary>
    public void OnCompleted()
    {
        for (var i = 0; i < _subscriptions.Count; i++)
        {
            _subscriptions[i].Observer?.OnCompleted();
        }
    }

    private sealed class Subscription(IObserver<T> observer, bool ignoresDisposal) : IDisposable
    {
        private int _disposals;

        public IObserver<T>? Observer { get; private set; } = observer;

        public int Disposals => Volatile.Read(ref _disposals);

        public void Dispose()
        {
            Interlocked.Increment(ref _disposals);
            if (!ignoresDisposal)
            {
                Observer = null;
            }
        }
    }
}
