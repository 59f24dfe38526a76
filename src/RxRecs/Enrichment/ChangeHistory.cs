namespace RxRecs.Machines;

/// <summary>
/// Keeps of each key the change that holds, and those around it that an on-time event may still need. Nearly all keys
/// have one: it lies in an array by the key's slot, and the later ones in a list beside it.
/// </summary>
/// <param name="capacity">The number of changes that are kept.</param>
/// <typeparam name="TKey">The keys' type.</typeparam>
/// <typeparam name="TChange">The changes' type.</typeparam>
internal sealed class ChangeHistory<TKey, TChange>(int capacity)
    where TKey : notnull
{
    private KeyTable<TKey> _keys = new(null);
    private RecencyList _recency = new();
    private Version[] _earliest = [];
    private List<Version>?[] _later = [];

    /// <summary>Gives how many changes are kept.</summary>
    public int Count { get; private set; }

    /// <summary>Takes a change; true when others had to leave for it.</summary>
    /// <param name="key">The key of the change.</param>
    /// <param name="ticks">The time of the change in UTC ticks.</param>
    /// <param name="change">The change.</param>
    /// <param name="watermark">
    /// The watermark, before which no event is expected: of the changes before it one holds.
    /// </param>
    public bool Add(TKey key, long ticks, TChange change, long watermark)
    {
        var slot = _keys.Find(key);
        if (slot < 0)
        {
            slot = _keys.Add(key);
            MakeRoom(slot);
            _earliest[slot] = new(ticks, change);
            _recency.Add(slot);
            Count++;
        }
        else
        {
            _recency.Touch(slot);
            Insert(slot, new(ticks, change));
            Prune(slot, watermark);
        }

        if (Count <= capacity)
        {
            return false;
        }

        Evict();
        return true;
    }

    /// <summary>Finds the newest change of a key that is not after a time.</summary>
    public bool TryFind(TKey? key, long ticks, out TChange? change)
    {
        var slot = key is null ? -1 : _keys.Find(key);
        if (slot < 0 || _earliest[slot].Ticks > ticks)
        {
            change = default;
            return false;
        }

        change = _earliest[slot].Change;
        if (_later[slot] is { } later)
        {
            for (var at = later.Count - 1; at >= 0; at--)
            {
                if (later[at].Ticks <= ticks)
                {
                    change = later[at].Change;
                    break;
                }
            }
        }

        return true;
    }

    public void Snapshot(SnapshotWriter writer)
    {
        writer.WriteCount(_keys.Count);
        for (var slot = _recency.Oldest; slot >= 0; slot = _recency.NewerThan(slot))
        {
            writer.Write(_keys[slot]);
            writer.WriteCount(_later[slot]?.Count ?? 0);
            Write(writer, _earliest[slot]);
            foreach (var version in _later[slot] ?? [])
            {
                Write(writer, version);
            }
        }
    }

    public void Restore(SnapshotReader reader)
    {
        (_keys, _recency, _earliest, _later, Count) = (new(null), new(), [], [], 0);
        for (var keys = reader.ReadCount(); keys > 0; keys--)
        {
            var key = reader.Read<TKey>();
            if (key is null || _keys.Find(key) >= 0)
            {
                throw new SnapshotException("A key that is none, or is there twice: the snapshot is damaged.");
            }

            for (var (left, last) = (reader.ReadCount(), long.MinValue); left >= 0; left--)
            {
                var ticks = reader.ReadInt64();
                if (ticks <= last || ticks < 0 || ticks > DateTimeOffset.MaxValue.Ticks)
                {
                    throw new SnapshotException("Changes that are out of order: the snapshot is damaged.");
                }

                last = ticks;
                if (Add(key, ticks, reader.Read<TChange>(), long.MinValue))
                {
                    throw new SnapshotException("The snapshot was made with a larger MaxChanges.");
                }
            }
        }
    }

    private static void Write(SnapshotWriter writer, Version version)
    {
        writer.WriteInt64(version.Ticks);
        writer.Write(version.Change);
    }

    // Of two changes at the same time the one that comes later holds.
    private void Insert(int slot, Version version)
    {
        if (_earliest[slot].Ticks == version.Ticks)
        {
            _earliest[slot] = version;
            return;
        }

        var later = _later[slot] ??= [];
        if (version.Ticks < _earliest[slot].Ticks)
        {
            later.Insert(0, _earliest[slot]);
            _earliest[slot] = version;
            Count++;
            return;
        }

        var at = later.Count;
        while (at > 0 && later[at - 1].Ticks > version.Ticks)
        {
            at--;
        }

        if (at > 0 && later[at - 1].Ticks == version.Ticks)
        {
            later[at - 1] = version;
            return;
        }

        later.Insert(at, version);
        Count++;
    }

    private void Prune(int slot, long watermark)
    {
        if (_later[slot] is not { } later)
        {
            return;
        }

        var over = 0;
        while (over < later.Count && later[over].Ticks <= watermark)
        {
            over++;
        }

        if (over > 0)
        {
            _earliest[slot] = later[over - 1];
            later.RemoveRange(0, over);
            Count -= over;
        }

        if (later.Count == 0)
        {
            _later[slot] = null;
        }
    }

    private void Evict()
    {
        var slot = _recency.Oldest;
        if (_keys.Count == 1)
        {
            Prune(slot, _later[slot]![0].Ticks);
            return;
        }

        Count -= 1 + (_later[slot]?.Count ?? 0);
        (_earliest[slot], _later[slot]) = (default, null);
        _recency.Remove(slot);
        _keys.Remove(slot);
    }

    private void MakeRoom(int slot)
    {
        if (slot >= _earliest.Length)
        {
            Array.Resize(ref _earliest, Math.Max(slot + 1, Math.Max(4, _earliest.Length * 2)));
            Array.Resize(ref _later, _earliest.Length);
        }
    }

    private readonly record struct Version(long Ticks, TChange Change);
}
