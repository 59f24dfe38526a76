using System.Reactive.Disposables;
using RxRecs.Storage;

namespace RxRecs.Sqlite;

/// <summary>The events of a log from a position on; each subscription reads on a thread of its own.</summary>
internal sealed class LogObservable<T>(
    Func<SqliteFile> open,
    string path,
    EventReader<T> read,
    LogSignal signal,
    long position,
    TimeSpan? pollInterval) : IRecordObservable<PositionedEvent<T>>
{
    public IDisposable Subscribe(IObserver<PositionedEvent<T>> observer)
    {
        ArgumentNullException.ThrowIfNull(observer);
        return SubscribeToAll(new RecordObserver<PositionedEvent<T>>(observer));
    }

    public IObservable<ReadResult<PositionedEvent<T>>> WithDeadLetters() => new Everything(this);

    private IDisposable SubscribeToAll(IObserver<ReadResult<PositionedEvent<T>>> observer)
    {
        var subscription = new LogSubscription<T>(open, path, read, signal, observer, position, pollInterval);
        new Thread(subscription.Run) { IsBackground = true, Name = "RxRecs event log" }.Start();
        return Disposable.Create(subscription, static each => each.Stop());
    }

    private sealed class Everything(LogObservable<T> log) : IObservable<ReadResult<PositionedEvent<T>>>
    {
        public IDisposable Subscribe(IObserver<ReadResult<PositionedEvent<T>>> observer)
        {
            ArgumentNullException.ThrowIfNull(observer);
            return log.SubscribeToAll(observer);
        }
    }
}
