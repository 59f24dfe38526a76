namespace RxRecs.Storage;

/// <summary>
/// Keeps the results of pipelines, the newest for each key, together with their checkpoints: one transaction holds
/// both,
/// so that a restart neither loses nor repeats. <see cref="StoredPipeline{TEvent, TResult}"/> drives it.
/// </summary>
/// <remarks>
/// <para>
/// Results of a name are numbered from 1. The store remembers the greatest number that it was given under the name and
/// leaves out what is not above it: a pipeline that goes back to an older checkpoint gives results again, with the same
/// numbers, and the table stays as it is. That is also why results may be saved more often than the state, which may be
/// large.
/// </para>
/// <para>
/// Reading is safe from any thread, and does not wait for a save. <see cref="ISnapshotStore.Delete"/> forgets the
/// results
/// and the number of a name as well: a pipeline that begins anew gives them again.
/// </para>
/// </remarks>
public interface IResultStore : ISnapshotStore
{
    /// <summary>
    /// Saves results and a checkpoint in one transaction. All or nothing: a save that fails, or is killed, changes
    /// nothing, and may be tried again.
    /// </summary>
    /// <param name="name">The pipeline.</param>
    /// <param name="results">
    /// The results since the last save, numbers rising; those up to <see cref="LastNumber"/> are left out.
    /// </param>
    /// <param name="checkpoint">The state behind the last of these results; null to save results alone. Its bytes are
    /// the caller's, who writes the next state over them after the call, as are those of the results.</param>
    /// <exception cref="ArgumentException">
    /// The name is empty, numbers do not rise, or a result is <c>default</c>.
    /// </exception>
    /// <exception cref="IOException">It cannot be kept: no permission, no room.</exception>
    void Save(string name, ReadOnlySpan<StoredResult> results, StoredSnapshot? checkpoint = null);

    /// <summary>Returns the greatest number among the results that were saved under a name.</summary>
    /// <param name="name">The pipeline.</param>
    /// <returns>The number; 0 before the first result.</returns>
    /// <exception cref="IOException">The store cannot be read.</exception>
    long LastNumber(string name);

    /// <summary>Finds the newest result of a key.</summary>
    /// <param name="name">The pipeline.</param>
    /// <param name="key">The row.</param>
    /// <returns>The result; null where there is none or it was removed.</returns>
    /// <exception cref="IOException">The store cannot be read.</exception>
    StoredResult? Find(string name, string key);

    /// <summary>
    /// Reads the newest result of every key of a name, as they are at one moment, in the order of the keys' UTF-8.
    /// </summary>
    /// <param name="name">The pipeline.</param>
    /// <returns>The results; they are read while they are enumerated.</returns>
    /// <exception cref="IOException">The store cannot be read.</exception>
    IEnumerable<StoredResult> ReadResults(string name);
}
