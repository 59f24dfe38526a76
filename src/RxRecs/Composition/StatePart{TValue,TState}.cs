using RxRecs.Machines;

namespace RxRecs;

/// <summary>A stream of a composition whose operator has a state to be read.</summary>
/// <param name="stream">The stream.</param>
/// <param name="maxWaiting">The maximum number of keys for which a value may wait.</param>
/// <typeparam name="TValue">The type of the stream's values.</typeparam>
/// <typeparam name="TState">The operator's state.</typeparam>
internal abstract class StatePart<TValue, TState>(IObservable<TValue> stream, int maxWaiting)
    : StreamPart<TValue>(stream, () => maxWaiting)
    where TState : class, ISaved
{
    /// <summary>The operator's state; null where it cannot be read, and the values are kept instead.</summary>
    protected TState? State { get; private set; }

    /// <summary>Tells what is kept of the values where the operator's state cannot be read.</summary>
    protected abstract ISaved Kept { get; }

    public sealed override void ForgetKey(object key) => ((State ?? Kept) as IForgetsKeys)?.ForgetKey(key);

    public sealed override void Snapshot(SnapshotWriter writer) => (State ?? Kept).Snapshot(writer);

    public sealed override void Restore(SnapshotReader reader) => (State ?? Kept).Restore(reader);

    protected sealed override bool TryRead(object machine) =>
        (State = (machine as IHasState<TState>)?.State) is not null;
}
