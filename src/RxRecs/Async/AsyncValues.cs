namespace RxRecs;

/// <summary>
/// Reads an observable with <c>await foreach</c>: made by <see cref="RecsObservable.ReadAllAsync{T}"/>. Each
/// enumeration is a subscription of its own.
/// </summary>
/// <typeparam name="T">The values' type.</typeparam>
public sealed class AsyncValues<T> : IAsyncEnumerable<T>
{
    private readonly IObservable<T> _source;
    private readonly int _capacity;
    private readonly WhenFull _whenFull;
    private long _dropped;

    internal AsyncValues(IObservable<T> source, int capacity, WhenFull whenFull)
    {
        (_source, _capacity, _whenFull) = (source, capacity, whenFull);
    }

    /// <summary>
    /// Gets the number of values that all enumerations together have dropped because nobody had read them in time. Any
    /// thread may ask.
    /// </summary>
    public long Dropped => Interlocked.Read(ref _dropped);

    /// <summary>Subscribes to the observable, within the call.</summary>
    /// <param name="cancellationToken">
    /// The token that ends the subscription; the enumerator then throws an <see cref="OperationCanceledException"/>.
    /// </param>
    /// <returns>The values; to be disposed, which ends the subscription.</returns>
    public IAsyncEnumerator<T> GetAsyncEnumerator(CancellationToken cancellationToken = default)
    {
        var values = new AsyncValuesEnumerator<T>(_capacity, _whenFull, CountDropped, cancellationToken);
        values.Subscribe(_source);
        return values;
    }

    private void CountDropped(int count) => Interlocked.Add(ref _dropped, count);
}
