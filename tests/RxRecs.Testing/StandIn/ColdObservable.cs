using System.Reactive;
using System.Reactive.Concurrency;
using System.Reactive.Disposables;

namespace Microsoft.Reactive.Testing;

internal sealed class ColdObservable<T>(TestScheduler scheduler, Recorded<Notification<T>>[] messages)
    : ScriptedObservable<T>(scheduler, messages)
{
    protected override IDisposable Feed(IObserver<T> observer)
    {
        var sends = new CompositeDisposable();
        foreach (var message in Messages)
        {
            sends.Add(Scheduler.ScheduleRelative(message.Time, () => message.Value.Accept(observer)));
        }

        return sends;
    }
}
