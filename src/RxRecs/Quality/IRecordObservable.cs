namespace RxRecs;

/// <summary>
/// Represents a source of records, some of which cannot be read. Subscribed to directly it emits the values alone and
/// counts the dead letters on the meter <c>RxRecs</c>.
/// </summary>
/// <typeparam name="T">The type of the values that are read.</typeparam>
public interface IRecordObservable<T> : IObservable<T>
{
    /// <summary>
    /// Returns the same source with everything that it finds in one sequence: values and dead letters in the order of
    /// reading and, before completion, the counts of the subscription. <see cref="SideOutputs"/> takes it apart after
    /// one <c>Publish</c>.
    /// </summary>
    /// <returns>The sequence; as cold as the source.</returns>
    IObservable<ReadResult<T>> WithDeadLetters();
}
