using System.Reactive.Concurrency;
using System.Reactive.Disposables;

namespace RxRecs.Csv;

/// <summary>
/// A file as a cold observable. Without a scheduler it is read on the current thread's trampoline, as Rx's own
/// synchronous sources are: the operators around it then hold their subscription before the first row, and can end it
/// from inside one.
/// </summary>
internal sealed class ShopFileObservable<T>(
    Func<ShopFileReader<T>> open,
    IObserver<string>? notices,
    IScheduler? scheduler,
    CancellationToken cancellationToken) : IRecordObservable<T>
{
    private const int PieceLength = 1024;

    public IDisposable Subscribe(IObserver<T> observer)
    {
        ArgumentNullException.ThrowIfNull(observer);
        return SubscribeToAll(new RecordObserver<T>(observer), untaken: new UnobservedRows(notices));
    }

    public IObservable<ReadResult<T>> WithDeadLetters() => new Everything(this);

    private static IDisposable RunWhole(ShopFileSubscription<T> subscription)
    {
        subscription.Run(long.MaxValue);
        return Disposable.Empty;
    }

    private static IDisposable RunPiece(IScheduler scheduler, ShopFileSubscription<T> subscription) =>
        subscription.Run(PieceLength) ? scheduler.Schedule(subscription, RunPiece) : Disposable.Empty;

    private CompositeDisposable SubscribeToAll(IObserver<ReadResult<T>> observer, UnobservedRows? untaken)
    {
        var subscription = new ShopFileSubscription<T>(open, observer, untaken, cancellationToken);
        var where = scheduler ?? CurrentThreadScheduler.Instance;
        if (where is CurrentThreadScheduler or ImmediateScheduler)
        {
            return new CompositeDisposable(
                subscription, where.Schedule(subscription, static (_, state) => RunWhole(state)));
        }

        return where.AsLongRunning() is { } longRunning
            ? new CompositeDisposable(
                subscription,
                longRunning.ScheduleLongRunning(subscription, static (state, _) => state.Run(long.MaxValue)))
            : new CompositeDisposable(subscription, where.Schedule(subscription, RunPiece));
    }

    private sealed class Everything(ShopFileObservable<T> file) : IObservable<ReadResult<T>>
    {
        public IDisposable Subscribe(IObserver<ReadResult<T>> observer)
        {
            ArgumentNullException.ThrowIfNull(observer);
            return file.SubscribeToAll(observer, untaken: null);
        }
    }
}
