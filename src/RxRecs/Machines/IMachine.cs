namespace RxRecs.Machines;

/// <summary>
/// Represents a deterministic state machine over events: the core of every stateful operator. It knows no clock,
/// thread, scheduler or observer; it finishes its transition and leaves what it has to say in an
/// <see cref="Output{TResult}"/>. The same machine runs behind an <see cref="IObservable{T}"/>
/// (<see cref="RecsObservable.RunMachine{TEvent, TResult}"/>) or in a plain loop that saves state and input position at
/// the same point.
/// </summary>
/// <typeparam name="TEvent">The events' type.</typeparam>
/// <typeparam name="TResult">The results' type.</typeparam>
/// <remarks>
/// <para>A machine is used from one thread at a time. A method that throws must leave the state as it was before the
/// call (run user code such as selectors first, change state after).</para>
/// <para>Law: for any split of the input, <c>run(a ++ b)</c> gives the same results as <c>run(a)</c>, snapshot, restore
/// into a new machine, <c>run(b)</c>.</para>
/// </remarks>
public interface IMachine<in TEvent, TResult>
{
    /// <summary>Gets the name and version of the snapshot layout that this machine writes.</summary>
    SnapshotFormat Format { get; }

    /// <summary>Takes one event.</summary>
    /// <param name="value">The event.</param>
    /// <param name="output">The output that takes the results.</param>
    void OnEvent(TEvent value, Output<TResult> output);

    /// <summary>
    /// Takes the end of the input: flushes what is still open. No call follows but
    /// <see cref="Snapshot"/>.
    /// </summary>
    /// <param name="output">The output that takes the results.</param>
    void OnCompleted(Output<TResult> output);

    /// <summary>Writes the whole state; equal histories write equal bytes.</summary>
    /// <param name="writer">The writer of the snapshot.</param>
    void Snapshot(SnapshotWriter writer);

    /// <summary>Replaces the whole state by one that <see cref="Snapshot"/> wrote.</summary>
    /// <param name="reader">The reader of the snapshot.</param>
    /// <exception cref="SnapshotException">The bytes are not a state of this machine.</exception>
    void Restore(SnapshotReader reader);
}
