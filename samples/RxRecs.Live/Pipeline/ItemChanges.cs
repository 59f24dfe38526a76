using System.Collections.Concurrent;

namespace RxRecs.Live.Pipeline;

/// <summary>
/// Knows which items the shop has stated something of, and when, counted in such changes: added by the pipeline's
/// thread, read by every other without a lock. Of two generations the older one goes when the newer one is full;
/// whatever was made before it counts as changed.
/// </summary>
internal sealed class ItemChanges(int generationSize)
{
    private Generation _newer = new(0);
    private Generation _older = new(0);
    private long _version;

    /// <summary>Tells how many changes there were.</summary>
    public long Version => Volatile.Read(ref _version);

    public void Add(Id item)
    {
        if (_newer.Changes.Count >= generationSize)
        {
            Volatile.Write(ref _older, _newer);
            Volatile.Write(ref _newer, new(_version));
        }

        // Before it is counted: whoever sees the number finds the change.
        _newer.Changes[item] = _version + 1;
        Volatile.Write(ref _version, _version + 1);
    }

    /// <summary>Tells whether nothing was stated of any of the items after so many changes.</summary>
    public bool AreUnchanged(ReadOnlySpan<Id> items, long version)
    {
        // The newer one first: it may become the older one meanwhile, but not the other way round.
        var newer = Volatile.Read(ref _newer);
        var older = Volatile.Read(ref _older);
        if (version < older.Start)
        {
            return false;
        }

        foreach (var item in items)
        {
            if (newer.HasAfter(item, version) || older.HasAfter(item, version))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Holds the changes since a moment: at which number each item changed last.</summary>
    /// <param name="Start">The number of changes before the first of it.</param>
    private sealed record Generation(long Start)
    {
        public ConcurrentDictionary<Id, long> Changes { get; } = new();

        public bool HasAfter(Id item, long version) => Changes.TryGetValue(item, out var at) && at > version;
    }
}
