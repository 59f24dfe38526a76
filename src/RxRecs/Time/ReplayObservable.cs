using System.Reactive.Concurrency;
using System.Reactive.Disposables;

namespace RxRecs;

/// <summary>Recorded events that every subscription walks through from the beginning.</summary>
internal sealed class ReplayObservable<TRecord, TEvent>(
    IEnumerable<TRecord> source,
    Func<TRecord, DateTimeOffset> timeSelector,
    Func<TRecord, TEvent> eventSelector,
    ReplayPace pace,
    IScheduler scheduler) : IObservable<TEvent>
{
    public IDisposable Subscribe(IObserver<TEvent> observer)
    {
        ArgumentNullException.ThrowIfNull(observer);
        IEnumerator<TRecord> records;
        try
        {
            records = source.GetEnumerator();
        }
        catch (Exception error)
        {
            observer.OnError(error);
            return Disposable.Empty;
        }

        var replay = new PacedReplay<TRecord, TEvent>(records, timeSelector, eventSelector, pace, scheduler, observer);
        replay.Schedule(scheduler, scheduler.Now);
        return replay;
    }
}
