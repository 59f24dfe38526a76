using RxRecs.Machines;

namespace RxRecs;

/// <summary>
/// A dictionary of at most so many keys that forgets the least recently touched one. A hash table of slots and a doubly
/// linked list through them: every call costs O(1), and nothing is allocated once the table has grown to its bound.
/// </summary>
internal sealed class RecentKeys<TKey, TValue>(int maxKeys, IEqualityComparer<TKey>? comparer = null)
    where TKey : notnull
{
    private const int None = -1;
    private readonly Dictionary<TKey, int> _slots = new(comparer);
    private Entry[] _entries = [];
    private int _used;
    private int _free = None;
    private int _oldest = None;
    private int _newest = None;

    public int Count => _slots.Count;

    /// <summary>Tells how many keys were forgotten to make room.</summary>
    public long Evicted { get; private set; }

    /// <summary>Gives the key touched least recently.</summary>
    public TKey OldestKey => _entries[_oldest].Key;

    /// <summary>The value of the key touched least recently.</summary>
    public ref TValue OldestValue => ref _entries[_oldest].Value;

    public bool TryGet(TKey key, out TValue value)
    {
        var found = _slots.TryGetValue(key, out var slot);
        value = found ? _entries[slot].Value : default!;
        return found;
    }

    /// <summary>
    /// The value of a key, which becomes the most recent one; a new key begins with the default
    /// value.
    /// </summary>
    public ref TValue Touch(TKey key, out bool existed)
    {
        existed = _slots.TryGetValue(key, out var slot);
        if (existed)
        {
            Unlink(slot);
        }
        else
        {
            slot = Add(key);
        }

        LinkNewest(slot);
        return ref _entries[slot].Value;
    }

    /// <summary>Gives the keys with their values, the one touched least recently first.</summary>
    public IEnumerable<(TKey Key, TValue Value)> OldestFirst()
    {
        for (var slot = _oldest; slot != None; slot = _entries[slot].Newer)
        {
            yield return (_entries[slot].Key, _entries[slot].Value);
        }
    }

    public void RemoveOldest()
    {
        var slot = _oldest;
        _slots.Remove(_entries[slot].Key);
        Unlink(slot);
        _entries[slot] = new Entry { Newer = _free };
        _free = slot;
    }

    /// <summary>Writes all keys, oldest first, so that equal histories write equal bytes.</summary>
    public void Snapshot(SnapshotWriter writer) =>
        Snapshot(writer, static (target, key) => target.Write(key), static (target, value) => target.Write(value));

    public void Snapshot(
        SnapshotWriter writer, Action<SnapshotWriter, TKey> writeKey, Action<SnapshotWriter, TValue> writeValue)
    {
        writer.WriteInt64(Evicted);
        writer.WriteCount(Count);
        for (var slot = _oldest; slot != None; slot = _entries[slot].Newer)
        {
            writeKey(writer, _entries[slot].Key);
            writeValue(writer, _entries[slot].Value);
        }
    }

    public void Restore(SnapshotReader reader) =>
        Restore(reader, static from => from.Read<TKey>(), static from => from.Read<TValue>());

    public void Restore(
        SnapshotReader reader, Func<SnapshotReader, TKey> readKey, Func<SnapshotReader, TValue> readValue)
    {
        _slots.Clear();
        _entries = [];
        _used = 0;
        _free = _oldest = _newest = None;
        Evicted = reader.ReadInt64();
        var count = reader.ReadCount();
        if (count > maxKeys)
        {
            throw new SnapshotException($"The snapshot holds {count} keys; the bound is now {maxKeys}.");
        }

        for (var i = 0; i < count; i++)
        {
            var key = readKey(reader) ?? throw new SnapshotException("A key is missing: the snapshot is damaged.");
            var value = readValue(reader);
            Touch(key, out var existed) = value;
            if (existed)
            {
                throw new SnapshotException("A key occurs twice: the snapshot is damaged.");
            }
        }
    }

    private int Add(TKey key)
    {
        if (_slots.Count == maxKeys)
        {
            RemoveOldest();
            Evicted++;
        }

        var slot = _free;
        if (slot != None)
        {
            _free = _entries[slot].Newer;
        }
        else
        {
            slot = _used;
            if (slot == _entries.Length)
            {
                Array.Resize(ref _entries, (int)Math.Min(maxKeys, Math.Max(16L, slot * 2L)));
            }

            _used++;
        }

        _slots.Add(key, slot);
        _entries[slot] = new Entry { Key = key };
        return slot;
    }

    private void Unlink(int slot)
    {
        ref var entry = ref _entries[slot];
        if (entry.Older == None)
        {
            _oldest = entry.Newer;
        }
        else
        {
            _entries[entry.Older].Newer = entry.Newer;
        }

        if (entry.Newer == None)
        {
            _newest = entry.Older;
        }
        else
        {
            _entries[entry.Newer].Older = entry.Older;
        }
    }

    private void LinkNewest(int slot)
    {
        ref var entry = ref _entries[slot];
        entry.Older = _newest;
        entry.Newer = None;
        if (_newest == None)
        {
            _oldest = slot;
        }
        else
        {
            _entries[_newest].Newer = slot;
        }

        _newest = slot;
    }

    private struct Entry
    {
        public TKey Key;
        public TValue Value;
        public int Older;
        public int Newer;
    }
}
