using System.Reactive.Concurrency;
using System.Reactive.Disposables;

namespace RxRecs;

/// <summary>Recorded events that every subscription walks through from the beginning.</summary>
internal sealed class ReplayObservable<TEvent>(
    IEnumerable<TEvent> source,
    Func<TEvent, DateTimeOffset> eventTimeSelector,
    ReplayPace pace,
    IScheduler scheduler) : IObservable<TEvent>
{
    public IDisposable Subscribe(IObserver<TEvent> observer)
    {
        ArgumentNullException.ThrowIfNull(observer);
        IEnumerator<TEvent> records;
        try
        {
            records = source.GetEnumerator();
        }
        catch (Exception error)
        {
            observer.OnError(error);
            return Disposable.Empty;
        }

        var replay = new PacedReplay<TEvent>(records, eventTimeSelector, pace, scheduler, observer);
        replay.Schedule(scheduler, scheduler.Now);
        return replay;
    }
}
