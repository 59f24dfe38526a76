using RxRecs.Machines;

namespace RxRecs;

/// <summary>
/// A stream of a composition: the state of its operator where that is one of RxRecs and subscribed to directly, the
/// newest values otherwise.
/// </summary>
/// <param name="stream">The stream.</param>
/// <param name="maxWaiting">
/// A function that gives for how many keys a value may wait for the composition's own thread of work.
/// </param>
/// <param name="replaces">
/// A function that tells whether a value makes another one of its key void, given whether it came later; null where the
/// newest counts alone.
/// </param>
/// <typeparam name="TValue">The type of the stream's values.</typeparam>
internal abstract class StreamPart<TValue>(
    IObservable<TValue> stream, Func<int> maxWaiting, Func<TValue, TValue, bool, bool>? replaces = null)
    : StreamPart, IObserver<TValue>, IMachineListener
{
    private readonly WaitingValues<object, TValue> _waiting = new(maxWaiting, CountEvicted, replaces);
    private StreamInbox? _inbox;
    private bool _isRead;

    public sealed override bool IsSavedByOperator => _isRead && !HasCompleted;

    protected bool HasCompleted { get; private set; }

    public sealed override IDisposable Subscribe(StreamInbox inbox)
    {
        _inbox = inbox;
        inbox.Add(this);
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

    /// <summary>Keeps a value, on any thread, until <see cref="TakeWaiting"/>.</summary>
    public void Wait(TValue value)
    {
        if (KeyOf(value) is { } key)
        {
            _waiting.Put(key, value);
        }
    }

    public sealed override void TakeWaiting()
    {
        var values = _waiting.Take(out var voidValues);
        foreach (var value in values)
        {
            Put(value);
        }

        AddVoid(voidValues);
    }

    /// <summary>Takes a value, within the composition's own thread of work.</summary>
    public abstract void Put(TValue value);

    /// <summary>Gives the key of which only the newest value counts; null for a value that changes nothing.</summary>
    protected abstract object? KeyOf(TValue value);

    /// <summary>Counts values that came while newer ones waited that say the same.</summary>
    protected virtual void AddVoid(long values)
    {
    }

    private static void CountEvicted() =>
        SetAsideEvents.Add(nameof(RecsObservable.Recommend), SetAsideEvents.Evicted);

    /// <summary>Reads the state of a machine from now on, if it is one whose state is wanted.</summary>
    protected abstract bool TryRead(object machine);
}
