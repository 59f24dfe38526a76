using System.Reactive.Disposables;
using System.Reactive.Subjects;
using RxRecs.Machines;

namespace RxRecs;

/// <summary>
/// Brings the events of a checkpointed pipeline. It is subscribed to only while the pipeline is being made:
/// what came later, or from another thread, would not be there again after a restore.
/// </summary>
internal sealed class PipelineSource<TEvent>(MachineScope scope) : IObservable<TEvent>, IDisposable
{
    private readonly Subject<TEvent> _events = new();

    public IDisposable Subscribe(IObserver<TEvent> observer)
    {
        ArgumentNullException.ThrowIfNull(observer);
        if (scope.IsCollecting)
        {
            return _events.Subscribe(observer);
        }

        observer.OnError(new InvalidOperationException(
            "The source of a checkpointed pipeline was subscribed to after the pipeline was made, or on another " +
            "thread (within SelectMany, Repeat, Retry, SubscribeOn …): that subscription would be missing after a " +
            "restore. Subscribe to all branches at the start, for instance with Publish(shared => …)."));
        return Disposable.Empty;
    }

    public void OnNext(TEvent value) => _events.OnNext(value);

    public void Complete() => _events.OnCompleted();

    public void Dispose() => _events.Dispose();
}
