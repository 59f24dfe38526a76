using System.Reactive;
using System.Reactive.Concurrency;
using System.Reactive.Disposables;

namespace Microsoft.Reactive.Testing;

internal sealed class HotObservable<T> : ScriptedObservable<T>
{
    private readonly List<IObserver<T>> _observers = [];

    public HotObservable(TestScheduler scheduler, Recorded<Notification<T>>[] messages)
        : base(scheduler, messages)
    {
        foreach (var message in messages)
        {
            scheduler.ScheduleAbsolute(message.Time, () => Send(message.Value));
        }
    }

    protected override IDisposable Feed(IObserver<T> observer)
    {
        _observers.Add(observer);
        return Disposable.Create(() => _observers.Remove(observer));
    }

    private void Send(Notification<T> message)
    {
        foreach (var observer in _observers.ToArray())
        {
            message.Accept(observer);
        }
    }
}
