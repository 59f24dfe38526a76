using System.Collections;

namespace RxRecs.Storage;

/// <summary>
/// Lists the whole snapshots of one name, the one to restore first, and what was found besides them.
/// </summary>
/// <param name="whole">The whole ones: greatest position first, then written last.</param>
/// <param name="damaged">One line for each that was skipped: its file, and what is wrong with it.</param>
public sealed class StoredSnapshots(IReadOnlyList<StoredSnapshot> whole, IReadOnlyList<string> damaged)
    : IReadOnlyList<StoredSnapshot>
{
    /// <summary>Gets the empty list of snapshots.</summary>
    public static StoredSnapshots None { get; } = new([], []);

    /// <summary>
    /// Gets one line for each snapshot that was skipped: where it lies, and what is wrong with it. If there is any, the
    /// first of the list may not be the newest that was saved.
    /// </summary>
    public IReadOnlyList<string> Damaged { get; } = damaged;

    /// <inheritdoc/>
    public int Count => whole.Count;

    /// <inheritdoc/>
    public StoredSnapshot this[int index] => whole[index];

    /// <inheritdoc/>
    public IEnumerator<StoredSnapshot> GetEnumerator() => whole.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
