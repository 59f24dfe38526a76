using RxRecs.Machines;

namespace RxRecs;

/// <summary>
/// A stream of a composition: the state of its operator where that is one of RxRecs and subscribed to directly, the
/// newest values otherwise.
/// </summary>
/// <typeparam name="TValue">The type of the stream's values.</typeparam>
internal abstract class StreamPart<TValue>(IObservable<TValue> stream)
    : StreamPart, IObserver<TValue>, IMachineListener
{
    private StreamInbox? _inbox;
    private bool _isRead;

    public sealed override bool IsSavedByOperator => _isRead && !HasCompleted;

    protected bool HasCompleted { get; private set; }

    public sealed override IDisposable Subscribe(StreamInbox inbox)
    {
        _inbox = inbox;
        return stream.Subscribe(this);
    }

    public void OnMachine(object machine) => _isRead = TryRead(machine);

    public void OnNext(TValue value)
    {
        if (!_isRead)
        {
            _inbox!.Take(this, value);
        }
    }

    public void OnError(Exception error) => _inbox!.Fail(error);

    /// <summary>Remembers that the stream has ended. What it has said stays known.</summary>
    public virtual void OnCompleted() => HasCompleted = true;

    /// <summary>Takes a value, within the composition's own thread of work.</summary>
    public abstract void Put(TValue value);

    /// <summary>Reads the state of a machine from now on, if it is one whose state is wanted.</summary>
    protected abstract bool TryRead(object machine);
}
