namespace RxRecs;

/// <summary>Hands an event-time machine's results to the observer and its late events to the side output.</summary>
internal sealed class EventTimeObservable<TEvent, TResult>(
    IObservable<EventTimeResult<TEvent, TResult>> all, IObserver<LateEvent<TEvent>>? lateEvents) : IObservable<TResult>
{
    public IDisposable Subscribe(IObserver<TResult> observer)
    {
        ArgumentNullException.ThrowIfNull(observer);
        return all.Subscribe(new EventTimeObserver<TEvent, TResult>(observer, lateEvents));
    }
}
