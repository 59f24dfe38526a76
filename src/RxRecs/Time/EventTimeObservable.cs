namespace RxRecs;

/// <summary>An event-time machine behind the shell, in its two forms: results alone, and everything in order.</summary>
internal sealed class EventTimeObservable<TEvent, TResult>(
    IObservable<EventTimeResult<TEvent, TResult>> all, string operatorName) : IEventTimeObservable<TEvent, TResult>
{
    public IDisposable Subscribe(IObserver<TResult> observer)
    {
        ArgumentNullException.ThrowIfNull(observer);
        return all.Subscribe(new EventTimeObserver<TEvent, TResult>(operatorName, observer, null));
    }

    public IObservable<EventTimeResult<TEvent, TResult>> WithLateEvents() => new Everything(all, operatorName);

    private sealed class Everything(IObservable<EventTimeResult<TEvent, TResult>> all, string operatorName)
        : IObservable<EventTimeResult<TEvent, TResult>>
    {
        public IDisposable Subscribe(IObserver<EventTimeResult<TEvent, TResult>> observer)
        {
            ArgumentNullException.ThrowIfNull(observer);
            return all.Subscribe(new EventTimeObserver<TEvent, TResult>(operatorName, null, observer));
        }
    }
}
