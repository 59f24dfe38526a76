using RxRecs.Storage;

namespace RxRecs;

/// <summary>
/// Keeps the newest snapshots of many pipelines, each with the position in its input. Different names may be used from
/// several threads at once, one name from one thread at a time.
/// </summary>
public interface ISnapshotStore
{
    /// <summary>Keeps a snapshot and lets go of all but the one before it. All or nothing: a save that fails, or is
    /// killed, leaves the ones before as they were.</summary>
    /// <param name="name">The name of the snapshot, such as <c>user-events-3</c>; not empty.</param>
    /// <param name="position">
    /// The position up to which the input is processed, such as the next offset. A caller that has gone back in its
    /// input calls <see cref="Delete"/> first: the greatest position counts as the newest.
    /// </param>
    /// <param name="snapshot">The bytes.</param>
    /// <exception cref="IOException">It cannot be kept: no permission, no room.</exception>
    void Save(string name, long position, ReadOnlySpan<byte> snapshot);

    /// <summary>Reads what is kept under a name.</summary>
    /// <param name="name">The name of the snapshots.</param>
    /// <returns>The whole ones, greatest position first, then written last; none if there are none.</returns>
    /// <exception cref="SnapshotException">There are some and none is whole.</exception>
    /// <exception cref="IOException">The store cannot be read.</exception>
    StoredSnapshots Load(string name);

    /// <summary>Forgets all snapshots of a name, damaged ones as well.</summary>
    /// <param name="name">The name of the snapshots.</param>
    /// <exception cref="IOException">They cannot be deleted.</exception>
    void Delete(string name);

    /// <summary>Lists the names under which something is kept, in ordinal order.</summary>
    /// <returns>The names.</returns>
    /// <exception cref="IOException">The store cannot be read.</exception>
    IReadOnlyList<string> Names();
}
