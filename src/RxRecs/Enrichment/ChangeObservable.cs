namespace RxRecs.Machines;

/// <summary>The changes of a table; each subscription has a reader and a thread of its own.</summary>
/// <param name="open">Makes a reader.</param>
/// <param name="isLoadedFirst">True if the rows that are there come within <c>Subscribe</c>.</param>
/// <typeparam name="T">The changes' type.</typeparam>
internal sealed class ChangeObservable<T>(Func<IChangeReader<T>> open, bool isLoadedFirst) : IObservable<T>
{
    public IDisposable Subscribe(IObserver<T> observer)
    {
        ArgumentNullException.ThrowIfNull(observer);
        var subscription = new ChangeSubscription<T>(open(), observer);
        if (!isLoadedFirst || subscription.Load())
        {
            new Thread(subscription.Follow) { IsBackground = true, Name = "RxRecs changes of a table" }.Start();
        }

        return subscription;
    }
}
