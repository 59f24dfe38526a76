using System.Reactive.Concurrency;
using RxRecs.Machines;

namespace RxRecs;

/// <summary>
/// Subscribes to several sources and tells one observer, one call at a time, which of them has done
/// what.
/// </summary>
internal sealed class MergeObservable<TEvent>(
    IObservable<TEvent>[] sources, Func<TEvent, DateTimeOffset> eventTimeSelector, MergeOptions options)
    : IObservable<MergeInput<TEvent>>
{
    public IDisposable Subscribe(IObserver<MergeInput<TEvent>> observer)
    {
        var subscription = new MergeSubscription<TEvent>(sources, observer, eventTimeSelector, options);

        // On the trampoline cold sources take turns; without it the first would end before the second begins.
        if (CurrentThreadScheduler.IsScheduleRequired)
        {
            CurrentThreadScheduler.Instance.Schedule(subscription.Run);
        }
        else
        {
            subscription.Run();
        }

        return subscription;
    }
}
