using System.Runtime.CompilerServices;

namespace RxRecs;

/// <summary>
/// Keys by small number: a hash table of slots, so that state per key lies in plain arrays beside it. A removed key's
/// slot goes to the next new key. Value-type keys with the default comparer are compared without a call.
/// </summary>
/// <remarks>
/// Ids are kept in parts, their texts in an array that is made for the first text: a table of numbers is no larger than
/// one of longs.
/// </remarks>
/// <param name="comparer">The comparer that tells which keys are the same; null for the default.</param>
internal sealed class KeyTable<TKey>(IEqualityComparer<TKey>? comparer)
    where TKey : notnull
{
    private readonly IEqualityComparer<TKey>? _comparer =
        typeof(TKey).IsValueType && ReferenceEquals(comparer, EqualityComparer<TKey>.Default)
            ? null
            : comparer ?? (typeof(TKey).IsValueType ? null : EqualityComparer<TKey>.Default);

    private HashedSlots _slots = new(room: 0);
    private TKey[] _keys = [];
    private int[] _hashes = [];
    private long[] _bits = [];
    private string?[]? _texts;
    private Stack<int>? _free;

    /// <summary>Counts the keys.</summary>
    public int Count { get; private set; }

    /// <summary>One more than the highest slot ever given out.</summary>
    public int SlotsUsed { get; private set; }

    private int Capacity => IsPacked(_comparer) ? _bits.Length : _keys.Length;

    /// <summary>The key in a slot that is in use.</summary>
    public TKey this[int slot]
    {
        get
        {
            if (!IsPacked(_comparer))
            {
                return _keys[slot];
            }

            var id = Id.FromParts(_texts?[slot], _bits[slot]);
            return Unsafe.As<Id, TKey>(ref id);
        }
    }

    /// <summary>The slot of a key, or -1.</summary>
    public int Find(TKey key)
    {
        if (IsPacked(_comparer))
        {
            return FindId(Unsafe.As<TKey, Id>(ref key));
        }

        if (typeof(TKey).IsValueType && _comparer is null)
        {
            var slots = _slots.Find(key.GetHashCode());
            int slot;
            do
            {
                slot = slots.Next();
            }
            while (slot >= 0 && !EqualityComparer<TKey>.Default.Equals(_keys[slot], key));
            return slot;
        }

        return FindByComparer(key);
    }

    /// <summary>Adds a key that is not there and returns its slot.</summary>
    public int Add(TKey key)
    {
        var hash = Hash(key); // user code: before anything changes
        if (_slots.IsFull)
        {
            // Rather twice the room than to clear a table of what was removed again and again.
            Rehash(Count <= _slots.Room / 2 ? _slots.Room : _slots.Room + 1);
        }

        var slot = TakeSlot();
        if (IsPacked(_comparer))
        {
            SetId(slot, Unsafe.As<TKey, Id>(ref key));
        }
        else
        {
            _keys[slot] = key;
            if (_comparer is not null)
            {
                _hashes[slot] = hash;
            }
        }

        _slots.Add(slot, hash);
        Count++;
        return slot;
    }

    /// <summary>Removes the key in a slot.</summary>
    public void Remove(int slot)
    {
        _slots.Remove(slot, HashAt(slot));
        if (IsPacked(_comparer))
        {
            SetId(slot, default);
        }
        else
        {
            _keys[slot] = default!;
        }

        (_free ??= new Stack<int>()).Push(slot);
        Count--;
    }

    /// <summary>Takes room for so many keys at once, in a table from which nothing was removed.</summary>
    public void Reserve(int count)
    {
        if (count > _slots.Room)
        {
            Rehash(count);
        }

        if (count > Capacity)
        {
            Resize(count);
        }
    }

    /// <summary>
    /// Asks for the memory in which a key is looked for, while there is something else to do. A comparer, which is user
    /// code, is not asked.
    /// </summary>
    public void Expect(TKey key)
    {
        if (typeof(TKey).IsValueType && _comparer is null)
        {
            _slots.Expect(Hash(key));
        }
    }

    private int FindId(Id id)
    {
        var hash = id.GetHashCode();
        var slot = _slots.Home(hash);
        if (slot >= 0 && Has(slot, id))
        {
            return slot;
        }

        var slots = _slots.Find(hash);
        do
        {
            slot = slots.Next();
        }
        while (slot >= 0 && !Has(slot, id));
        return slot;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool Has(int slot, Id id)
    {
        var (text, bits) = id;
        return _bits[slot] == bits && (text is null || string.Equals(_texts![slot], text));
    }

    private int FindByComparer(TKey key)
    {
        if (!typeof(TKey).IsValueType)
        {
            ArgumentNullException.ThrowIfNull(key);
        }

        var hash = _comparer!.GetHashCode(key);
        var slots = _slots.Find(hash);
        int slot;
        do
        {
            slot = slots.Next();
        }
        while (slot >= 0 && (_hashes[slot] != hash || !_comparer.Equals(_keys[slot], key)));
        return slot;
    }

    private void SetId(int slot, Id id)
    {
        var (text, bits) = id;
        _bits[slot] = bits;
        if (text is not null)
        {
            _texts ??= new string?[_bits.Length];
        }

        if (_texts is not null)
        {
            _texts[slot] = text;
        }
    }

    private int TakeSlot()
    {
        if (_free is { Count: > 0 })
        {
            return _free.Pop();
        }

        if (SlotsUsed == Capacity)
        {
            Resize(Math.Max(4, checked(SlotsUsed * 2)));
        }

        return SlotsUsed++;
    }

    private void Resize(int size)
    {
        if (IsPacked(_comparer))
        {
            Array.Resize(ref _bits, size);
            if (_texts is not null)
            {
                Array.Resize(ref _texts, size);
            }
        }
        else
        {
            Array.Resize(ref _keys, size);
            if (_comparer is not null)
            {
                Array.Resize(ref _hashes, size);
            }
        }
    }

    private void Rehash(int room)
    {
        var slots = new HashedSlots(room);
        for (var cell = 0; cell < _slots.Cells; cell++)
        {
            if (_slots[cell] is >= 0 and var slot)
            {
                slots.Add(slot, HashAt(slot));
            }
        }

        _slots = slots;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool IsPacked(IEqualityComparer<TKey>? comparer) =>
        typeof(TKey) == typeof(Id) && (comparer is null || ReferenceEquals(comparer, EqualityComparer<TKey>.Default));

    // The hash of an id is that of its bits alone, also where its text is a key of its own.
    private int HashAt(int slot) =>
        IsPacked(_comparer) ? _bits[slot].GetHashCode()
        : _comparer is null ? _keys[slot].GetHashCode()
        : _hashes[slot];

    private int Hash(TKey key) => _comparer is null ? key.GetHashCode() : _comparer.GetHashCode(key);
}
