using RxRecs.Machines;

namespace RxRecs;

/// <summary>
/// Keeps the newest list of each key, with a figure per item: what is known of a stream whose state cannot be read. A
/// list is an array that never changes once it is in.
/// </summary>
/// <remarks>
/// Bound: a maximum number of keys with a maximum number of items each; for one more key, the key without a list for
/// the longest time goes. What goes is counted, as is each item beyond the bound or that is none.
/// </remarks>
internal sealed class NewestLists<TKey, TItem>(int maxKeys, int maxItems)
    : ILastItems<TKey, TItem>, ISaved, IForgetsKeys
    where TKey : notnull
{
    private KeyTable<TKey> _keys = new(null);
    private RecencyList _recency = new();
    private TItem[][] _items = new TItem[4][];
    private double[][] _values = new double[4][];

    public long EvictedKeys { get; private set; }

    public bool Knows(TKey key) => _keys.Find(key) >= 0;

    public ReadOnlySpan<TItem> Newest(TKey key) => _keys.Find(key) is >= 0 and var slot ? _items[slot] : [];

    public ReadOnlySpan<double> Values(TKey key) => _keys.Find(key) is >= 0 and var slot ? _values[slot] : [];

    /// <summary>Puts a list in the place of the one before; an empty one forgets the key.</summary>
    /// <param name="key">The key.</param>
    /// <param name="items">The items, best first.</param>
    /// <param name="value">The figure of the item at a place; null for the place, from 1.</param>
    public void Put(TKey key, IReadOnlyList<TItem> items, Func<int, double>? value = null)
    {
        var count = Math.Min(items.Count, maxItems);
        if (count < items.Count)
        {
            SetAsideEvents.Add(
                nameof(RecsObservable.Recommend), SetAsideEvents.TooManyItems, items.Count - count);
        }

        var (kept, values, named) = (new TItem[count], new double[count], 0);
        for (var i = 0; i < count; i++)
        {
            if (!ItemValue.IsNone(items[i]))
            {
                (kept[named], values[named]) = (items[i], value?.Invoke(i) ?? i + 1);
                named++;
            }
        }

        if (named < count)
        {
            SetAsideEvents.Add(nameof(RecsObservable.Recommend), SetAsideEvents.NoItem, count - named);
            Array.Resize(ref kept, named);
            Array.Resize(ref values, named);
        }

        if (named == 0)
        {
            Remove(key);
            return;
        }

        Put(key, kept, values);
    }

    public void ForgetKey(object key)
    {
        if (key is TKey known)
        {
            Remove(known);
        }
    }

    public void Snapshot(SnapshotWriter writer)
    {
        writer.WriteInt64(EvictedKeys);
        writer.WriteCount(_keys.Count);
        for (var slot = _recency.Oldest; slot != RecencyList.None; slot = _recency.NewerThan(slot))
        {
            writer.Write(_keys[slot]);
            writer.WriteCount(_items[slot].Length);
            for (var i = 0; i < _items[slot].Length; i++)
            {
                writer.Write(_items[slot][i]);
                writer.WriteDouble(_values[slot][i]);
            }
        }
    }

    public void Restore(SnapshotReader reader)
    {
        (_keys, _recency) = (new(null), new());
        EvictedKeys = reader.ReadInt64();
        for (var left = reader.ReadCount(); left > 0; left--)
        {
            var key = reader.Read<TKey>();
            var (items, values) = (new List<TItem>(), new List<double>());
            for (var more = reader.ReadCount(); more > 0; more--)
            {
                items.Add(reader.Read<TItem>());
                values.Add(reader.ReadDouble());
            }

            if (key is null || Knows(key) || items.Count == 0 || items.Count > maxItems || _keys.Count == maxKeys)
            {
                throw new SnapshotException(
                    $"List {_keys.Count} of at most {maxKeys} is missing, there twice, or has {items.Count} items, "
                    + $"not 1 to {maxItems}: the snapshot is damaged, or was made with other bounds.");
            }

            Put(key, [.. items], [.. values]);
        }
    }

    private void Put(TKey key, TItem[] items, double[] values)
    {
        var slot = _keys.Find(key);
        if (slot >= 0)
        {
            _recency.Touch(slot);
        }
        else
        {
            slot = Add(key);
        }

        (_items[slot], _values[slot]) = (items, values);
    }

    private int Add(TKey key)
    {
        if (_keys.Count == maxKeys)
        {
            Remove(_keys[_recency.Oldest]);
            EvictedKeys++;
            SetAsideEvents.Add(nameof(RecsObservable.Recommend), SetAsideEvents.Evicted);
        }

        var slot = _keys.Add(key);
        if (slot == _items.Length)
        {
            Array.Resize(ref _items, slot * 2);
            Array.Resize(ref _values, slot * 2);
        }

        _recency.Add(slot);
        return slot;
    }

    private void Remove(TKey key)
    {
        var slot = _keys.Find(key);
        if (slot >= 0)
        {
            _recency.Remove(slot);
            _keys.Remove(slot);
            (_items[slot], _values[slot]) = ([], []);
        }
    }
}
