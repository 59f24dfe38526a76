using RxRecs.Machines;

namespace RxRecs;

/// <summary>One stream of a composition, with what a list needs of it.</summary>
internal abstract class StreamPart
{
    /// <summary>
    /// Tells whether the state that is read is saved by the stream's own operator, which runs: one that has ended saves
    /// nothing.
    /// </summary>
    public abstract bool IsSavedByOperator { get; }

    /// <summary>Subscribes to the stream.</summary>
    /// <param name="inbox">The inbox that takes the values, and the error that ends the composition.</param>
    /// <returns>The object that ends the subscription when it is disposed.</returns>
    public abstract IDisposable Subscribe(StreamInbox inbox);

    /// <summary>Takes the values that came outside the composition's own thread of work.</summary>
    public abstract void TakeWaiting();

    /// <summary>Removes what is kept under a key; one of another type, or unknown, changes nothing.</summary>
    public virtual void ForgetKey(object key)
    {
    }

    public abstract void Snapshot(SnapshotWriter writer);

    public abstract void Restore(SnapshotReader reader);
}
