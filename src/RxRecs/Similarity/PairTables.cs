using RxRecs.Machines;

namespace RxRecs.Recommenders;

/// <summary>
/// The table of neighbors of each item, with what a sliding window or pruning keeps beside it where there is one.
/// </summary>
internal sealed class PairTables(ItemToItemOptions options, BucketClock? clock)
{
    private readonly bool _hasBuckets = clock is not null || options.Pruning is not null;
    private CoItemTable<double>?[] _tables = [];
    private CoItemBuckets?[] _buckets = [];

    public CoItemTable<double> Of(int slot) => _tables[slot]!;

    /// <summary>Makes the table of an item that is new in its slot.</summary>
    public void Begin(int slot)
    {
        if (slot >= _tables.Length)
        {
            var size = Math.Max(4, slot * 2);
            Array.Resize(ref _tables, size);
            Array.Resize(ref _buckets, _hasBuckets ? size : 0);
        }

        var table = _tables[slot] ??= new(1);
        table.Clear();
        if (_hasBuckets)
        {
            (_buckets[slot] ??= new(table, clock)).Clear();
        }
    }

    public void Add(int slot, long key, double weight, long ticks)
    {
        if (_hasBuckets)
        {
            _buckets[slot]!.Add(key, weight, options.MaxNeighbors, ticks);
        }
        else
        {
            _tables[slot]!.Add(key, 0, weight, options.MaxNeighbors, ticks);
        }
    }

    /// <summary>Takes back what a pair got.</summary>
    public void Remove(int slot, long key, double weight) => _tables[slot]!.Remove(key, 0, weight);

    /// <summary>Takes a pair out, which is there, and which pruning or a window keeps more of.</summary>
    public void Drop(int slot, long key) => _buckets[slot]!.RemoveAt(_tables[slot]!.Find(key));

    /// <summary>Tells how often a pair was raised, which pruning counts; 0 where it is not there.</summary>
    public int Raises(int slot, long key) =>
        _tables[slot]!.Find(key) is >= 0 and var place ? _buckets[slot]!.RaisesAt(place) : 0;

    public void Age(int slot, long since) => _buckets[slot]!.Age(since);

    public void Scale(int slot, double factor)
    {
        if (_hasBuckets)
        {
            _buckets[slot]!.Scale(factor);
        }
        else
        {
            _tables[slot]!.Scale(factor);
        }
    }

    public void Snapshot(int slot, SnapshotWriter writer, Action<long> writeKey)
    {
        _tables[slot]!.Snapshot(writer, writeKey, writer.WriteDouble);
        if (_hasBuckets)
        {
            _buckets[slot]!.Snapshot(writer);
        }
    }

    public void Restore(int slot, SnapshotReader reader, Func<long> readKey, Func<double> readWeight)
    {
        _tables[slot]!.Restore(reader, options.MaxNeighbors, readKey, readWeight);
        if (_hasBuckets)
        {
            _buckets[slot]!.Restore(reader, readWeight);
        }
    }
}
