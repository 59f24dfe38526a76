using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace RxRecs;

/// <summary>
/// Keys by small number: a chained hash table whose entries keep their slot, so that state per key lies in plain arrays
/// beside it. A removed key's slot goes to the next new key. Value-type keys with the default comparer are compared
/// without a call.
/// </summary>
/// <remarks>
/// Ids are kept in parts, their texts in an array that is made for the first text: a table of numbers is no larger than
/// one of longs.
/// </remarks>
/// <param name="comparer">The comparer that tells which keys are the same; null for the default.</param>
internal sealed class KeyTable<TKey>(IEqualityComparer<TKey>? comparer)
    where TKey : notnull
{
    private const int None = -1;

    private readonly IEqualityComparer<TKey>? _comparer =
        typeof(TKey).IsValueType && ReferenceEquals(comparer, EqualityComparer<TKey>.Default)
            ? null
            : comparer ?? (typeof(TKey).IsValueType ? null : EqualityComparer<TKey>.Default);

    private Entry[] _entries = new Entry[IsPacked(comparer) ? 0 : 4];
    private PackedEntry[] _packed = new PackedEntry[IsPacked(comparer) ? 4 : 0];
    private string?[]? _texts;
    private int[] _buckets = new int[8];
    private int _used;
    private int _free = None;

    /// <summary>Counts the keys.</summary>
    public int Count { get; private set; }

    /// <summary>One more than the highest slot ever given out.</summary>
    public int SlotsUsed => _used;

    /// <summary>The key in a slot that is in use.</summary>
    public TKey this[int slot]
    {
        get
        {
            if (!IsPacked(_comparer))
            {
                return _entries[slot].Key;
            }

            var id = Id.FromParts(_texts?[slot], _packed[slot].Bits);
            return Unsafe.As<Id, TKey>(ref id);
        }
    }

    // At most half of the buckets are in use: where two keys share one, the processor waits for the first to be read.
    private int Room => _buckets.Length / 2;

    /// <summary>The slot of a key, or -1.</summary>
    public int Find(TKey key)
    {
        if (IsPacked(_comparer))
        {
            return FindId(Unsafe.As<TKey, Id>(ref key));
        }

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
        if (IsPacked(_comparer))
        {
            SetId(slot, Unsafe.As<TKey, Id>(ref key), bucket - 1);
        }
        else
        {
            _entries[slot] = new Entry { Key = key, Hash = hash, Next = bucket - 1 };
        }

        bucket = slot + 1;
        Count++;
        return slot;
    }

    /// <summary>Removes the key in a slot.</summary>
    public void Remove(int slot)
    {
        ref var link = ref _buckets[Bucket(HashAt(slot))];
        if (link - 1 == slot)
        {
            link = Next(slot) + 1;
        }
        else
        {
            var before = link - 1;
            while (Next(before) != slot)
            {
                before = Next(before);
            }

            Next(before) = Next(slot);
        }

        Clear(slot);
        _free = slot;
        Count--;
    }

    /// <summary>Takes room for so many keys at once, in a table from which nothing was removed.</summary>
    public void Reserve(int count)
    {
        if (count > Room)
        {
            Resize((int)BitOperations.RoundUpToPowerOf2((uint)Math.Min(count, 1 << 29)));
        }
    }

    private int FindId(Id id)
    {
        var (text, bits) = id;
        var packed = _packed;
        var slot = _buckets[Bucket(bits.GetHashCode())] - 1;
        while (slot >= 0 && (packed[slot].Bits != bits || (text is not null && !string.Equals(_texts![slot], text))))
        {
            slot = packed[slot].Next;
        }

        return slot;
    }

    private void SetId(int slot, Id id, int next)
    {
        var (text, bits) = id;
        _packed[slot] = new PackedEntry { Bits = bits, Next = next };
        if (text is not null)
        {
            _texts ??= new string?[_packed.Length];
            _texts[slot] = text;
        }
    }

    private void Clear(int slot)
    {
        if (!IsPacked(_comparer))
        {
            _entries[slot] = new Entry { Key = default!, Next = _free };
            return;
        }

        _packed[slot] = new PackedEntry { Next = _free };
        if (_texts is not null)
        {
            _texts[slot] = null;
        }
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
            _free = Next(slot);
            return slot;
        }

        if (_used == Room)
        {
            Resize(checked(Room * 2));
        }

        return _used++;
    }

    // Only a full table grows, or one that is new, so that every slot holds a key.
    private void Resize(int size)
    {
        if (IsPacked(_comparer))
        {
            Array.Resize(ref _packed, size);
            if (_texts is not null)
            {
                Array.Resize(ref _texts, size);
            }
        }
        else
        {
            Array.Resize(ref _entries, size);
        }

        _buckets = new int[size * 2];
        for (var slot = 0; slot < _used; slot++)
        {
            ref var bucket = ref _buckets[Bucket(HashAt(slot))];
            Next(slot) = bucket - 1;
            bucket = slot + 1;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool IsPacked(IEqualityComparer<TKey>? comparer) =>
        typeof(TKey) == typeof(Id) && (comparer is null || ReferenceEquals(comparer, EqualityComparer<TKey>.Default));

    // The hash of an id is that of its bits alone.
    private int HashAt(int slot) => IsPacked(_comparer) ? _packed[slot].Bits.GetHashCode() : _entries[slot].Hash;

    private ref int Next(int slot) => ref IsPacked(_comparer) ? ref _packed[slot].Next : ref _entries[slot].Next;

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

    [StructLayout(LayoutKind.Sequential, Pack = sizeof(int))]
    private struct PackedEntry
    {
        public long Bits;
        public int Next;
    }
}
