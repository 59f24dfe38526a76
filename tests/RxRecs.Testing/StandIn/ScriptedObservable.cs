using System.Reactive;
using System.Reactive.Disposables;

namespace Microsoft.Reactive.Testing;

/// <summary>What hot and cold have in common: the script and the list of subscriptions.</summary>
internal abstract class ScriptedObservable<T>(TestScheduler scheduler, Recorded<Notification<T>>[] messages)
    : ITestableObservable<T>
{
    public IList<Subscription> Subscriptions { get; } = [];

    public IList<Recorded<Notification<T>>> Messages { get; } = messages;

    protected TestScheduler Scheduler { get; } = scheduler;

    public IDisposable Subscribe(IObserver<T> observer)
    {
        var index = Subscriptions.Count;
        Subscriptions.Add(new Subscription(Scheduler.Clock));
        var feed = Feed(observer);
        return Disposable.Create(() =>
        {
            feed.Dispose();
            Subscriptions[index] = new Subscription(Subscriptions[index].Subscribe, Scheduler.Clock);
        });
    }

    protected abstract IDisposable Feed(IObserver<T> observer);
}
