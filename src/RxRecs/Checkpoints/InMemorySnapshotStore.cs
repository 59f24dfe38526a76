using RxRecs.Storage;

namespace RxRecs;

/// <summary>Keeps the two newest snapshots of each name in memory: for tests, and where a restart begins
/// anew.</summary>
public sealed class InMemorySnapshotStore : ISnapshotStore
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, List<StoredSnapshot>> _kept = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public void Save(string name, long position, ReadOnlySpan<byte> snapshot)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        var added = new StoredSnapshot(position, snapshot.ToArray());
        lock (_gate)
        {
            var before = _kept.GetValueOrDefault(name, []);
            _kept[name] = [.. before.Take(1).Prepend(added).OrderByDescending(one => one.Position)];
        }
    }

    /// <inheritdoc/>
    public StoredSnapshots Load(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        lock (_gate)
        {
            return _kept.TryGetValue(name, out var kept) ? new([.. kept], []) : StoredSnapshots.None;
        }
    }

    /// <inheritdoc/>
    public void Delete(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        lock (_gate)
        {
            _kept.Remove(name);
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<string> Names()
    {
        lock (_gate)
        {
            return [.. _kept.Keys.Order(StringComparer.Ordinal)];
        }
    }
}
