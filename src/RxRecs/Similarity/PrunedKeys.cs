using RxRecs.Machines;

namespace RxRecs.Recommenders;

/// <summary>
/// The neighbors of one item that were given up, the first one first, each with the bucket of that time.
/// </summary>
internal sealed class PrunedKeys(int capacity)
{
    private long[] _keys = [];
    private long[] _buckets = [];
    private int _count;

    public bool Contains(long key) => _keys.AsSpan(0, _count).Contains(key);

    public void Add(long key, long bucket)
    {
        if (_count == capacity)
        {
            RemoveFirst(1);
        }

        if (_count == _keys.Length)
        {
            var size = Math.Min(capacity, Math.Max(4, _count * 2));
            Array.Resize(ref _keys, size);
            Array.Resize(ref _buckets, size);
        }

        (_keys[_count], _buckets[_count]) = (key, bucket);
        _count++;
    }

    /// <summary>
    /// Forgets those that were given up when a bucket was the newest that is not in the window any more.
    /// </summary>
    public void Age(BucketClock clock)
    {
        var gone = 0;
        while (gone < _count && !clock.Holds(_buckets[gone]))
        {
            gone++;
        }

        RemoveFirst(gone);
    }

    public void Clear() => _count = 0;

    public void Snapshot(SnapshotWriter writer, Action<long> writeKey)
    {
        writer.WriteCount(_count);
        for (var i = 0; i < _count; i++)
        {
            writeKey(_keys[i]);
            writer.WriteInt64(_buckets[i]);
        }
    }

    public void Restore(SnapshotReader reader, Func<long> readKey)
    {
        var count = reader.ReadCount();
        if (count > capacity)
        {
            throw new SnapshotException(
                $"The snapshot holds {count} pruned pairs of an item; the bound is now {capacity}.");
        }

        Clear();
        for (var i = 0; i < count; i++)
        {
            Add(readKey(), reader.ReadInt64());
        }
    }

    private void RemoveFirst(int count)
    {
        _keys.AsSpan(count, _count - count).CopyTo(_keys);
        _buckets.AsSpan(count, _count - count).CopyTo(_buckets);
        _count -= count;
    }
}
