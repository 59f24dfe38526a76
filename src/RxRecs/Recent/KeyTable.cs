using System.Numerics;
using System.Runtime.CompilerServices;

namespace RxRecs;

/// <summary>
/// Keys by small number: a chained hash table whose entries keep their slot, so that state per key lies in plain arrays
/// beside it. A removed key's slot goes to the next new key. Value-type keys with the default comparer are compared
/// without a call.
/// </summary>
/// <param name="comparer">Compares keys; null for the default.</param>
internal sealed class KeyTable<TKey>(IEqualityComparer<TKey>? comparer)
    where TKey : notnull
{
    private const int None = -1;

    private readonly IEqualityComparer<TKey>? _comparer =
        typeof(TKey).IsValueType && ReferenceEquals(comparer, EqualityComparer<TKey>.Default)
            ? null
            : comparer ?? (typeof(TKey).IsValueType ? null : EqualityComparer<TKey>.Default);

    private Entry[] _entries = new Entry[4];
    private int[] _buckets = new int[4];
    private int _used;
    private int _free = None;

    /// <summary>How many keys there are.</summary>
    public int Count { get; private set; }

    /// <summary>One more than the highest slot ever given out.</summary>
    public int SlotsUsed => _used;

    /// <summary>The key in a slot that is in use.</summary>
    public TKey this[int slot] => _entries[slot].Key;

    /// <summary>The slot of a key, or -1.</summary>
    public int Find(TKey key)
    {
        if (typeof(TKey).IsValueType && _comparer is null)
        {
            var hash = key.GetHashCode();
            var slot = _buckets[Bucket(hash)] - 1;
            while (slot >= 0 && !EqualityComparer<TKey>.Default.Equals(_entries[slot].Key, key))
            {
                slot = _entries[slot].Next;
            }

            return slot;
        }

        return FindByComparer(key);
    }

    /// <summary>Adds a key that is not there and returns its slot.</summary>
    public int Add(TKey key)
    {
        var hash = Hash(key); // user code: before anything changes
        var slot = TakeSlot();
        ref var bucket = ref _buckets[Bucket(hash)];
        _entries[slot] = new Entry { Key = key, Hash = hash, Next = bucket - 1 };
        bucket = slot + 1;
        Count++;
        return slot;
    }

    /// <summary>Removes the key in a slot.</summary>
    public void Remove(int slot)
    {
        ref var link = ref _buckets[Bucket(_entries[slot].Hash)];
        if (link - 1 == slot)
        {
            link = _entries[slot].Next + 1;
        }
        else
        {
            var before = link - 1;
            while (_entries[before].Next != slot)
            {
                before = _entries[before].Next;
            }

            _entries[before].Next = _entries[slot].Next;
        }

        _entries[slot] = new Entry { Key = default!, Next = _free };
        _free = slot;
        Count--;
    }

    private int FindByComparer(TKey key)
    {
        if (!typeof(TKey).IsValueType)
        {
            ArgumentNullException.ThrowIfNull(key);
        }

        var hash = _comparer!.GetHashCode(key);
        var slot = _buckets[Bucket(hash)] - 1;
        while (slot >= 0 && (_entries[slot].Hash != hash || !_comparer.Equals(_entries[slot].Key, key)))
        {
            slot = _entries[slot].Next;
        }

        return slot;
    }

    private int TakeSlot()
    {
        if (_free != None)
        {
            var slot = _free;
            _free = _entries[slot].Next;
            return slot;
        }

        if (_used == _entries.Length)
        {
            Grow();
        }

        return _used++;
    }

    private void Grow()
    {
        // Only a full table grows, so that every slot holds a key.
        var size = checked(_entries.Length * 2);
        Array.Resize(ref _entries, size);
        _buckets = new int[size];
        for (var slot = 0; slot < _used; slot++)
        {
            ref var bucket = ref _buckets[Bucket(_entries[slot].Hash)];
            _entries[slot].Next = bucket - 1;
            bucket = slot + 1;
        }
    }

    private int Hash(TKey key) => _comparer is null ? key.GetHashCode() : _comparer.GetHashCode(key);

    /// <summary>
    /// Fibonacci hashing: ids that follow each other, or differ by a power of two, spread over all
    /// buckets.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int Bucket(int hash) => (int)((uint)hash * 2654435769u >> (32 - BitOperations.Log2((uint)_buckets.Length)));

    private struct Entry
    {
        public TKey Key;
        public int Hash;
        public int Next;
    }
}
