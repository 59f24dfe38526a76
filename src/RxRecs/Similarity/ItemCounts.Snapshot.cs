using RxRecs.Machines;

namespace RxRecs.Recommenders;

/// <content>Saves and reads the counts.</content>
internal sealed partial class ItemCounts<TItem>
{
    public void Snapshot(SnapshotWriter writer)
    {
        _decay.Snapshot(writer);
        writer.WriteDouble(_all);
        _clock?.Snapshot(writer);
        _allSums?.Snapshot(writer, 0);
        writer.WriteInt64(EvictedItems);
        writer.WriteCount(_items.Count);
        for (var slot = _recency.Oldest; slot != None; slot = _recency.NewerThan(slot))
        {
            writer.Write(_items[slot]);
            writer.WriteDouble(Fresh(slot).Source);
            writer.WriteDouble(_weights[slot].Target);
            _sums?.Snapshot(writer, SourceRow(slot));
            _sums?.Snapshot(writer, TargetRow(slot));
        }

        for (var slot = _recency.Oldest; slot != None; slot = _recency.NewerThan(slot))
        {
            _tables.Snapshot(slot, writer, key => WriteKey(writer, key));
            _indicators?.Snapshot(slot, writer, key => WriteKey(writer, key));
            _pruner?.Snapshot(slot, writer, key => WriteKey(writer, key));
            _rows?.Snapshot(slot, writer);
        }
    }

    public void Restore(SnapshotReader reader)
    {
        while (_recency.Oldest != None)
        {
            _recency.Remove(_recency.Oldest);
        }

        _items = new(null);
        _decay.Restore(reader);
        _all = ReadWeight(reader);
        _clock?.Restore(reader);
        _allAge = _clock?.Newest ?? 0;
        _allSums?.Restore(() => ReadWeight(reader), 0, _all);
        EvictedItems = reader.ReadInt64();
        RestoreItems(reader);
        for (var slot = _recency.Oldest; slot != None; slot = _recency.NewerThan(slot))
        {
            _tables.Restore(slot, reader, () => ReadKey(reader), () => ReadWeight(reader));
            _indicators?.Restore(slot, reader, () => ReadKey(reader), () => ReadWeight(reader));
            _pruner?.Restore(slot, reader, () => ReadKey(reader));
            _rows?.Restore(slot, reader);
        }
    }

    /// <summary>Writes the item of a key; nothing for one that is no more.</summary>
    public void WriteKey(SnapshotWriter writer, long key)
    {
        var slot = SlotOf(key);
        writer.WriteBoolean(slot != None);
        if (slot != None)
        {
            writer.Write(_items[slot]);
        }
    }

    /// <summary>Reads the key of an item; -1 for one that is no more.</summary>
    public long ReadKey(SnapshotReader reader)
    {
        if (!reader.ReadBoolean())
        {
            return -1;
        }

        var item = reader.Read<TItem>();
        var slot = item is null ? None : _items.Find(item);
        return slot != None
            ? KeyOf(slot)
            : throw new SnapshotException("A neighbor that is unknown: the snapshot is damaged.");
    }

    private void RestoreItems(SnapshotReader reader)
    {
        var count = reader.ReadCount();
        for (var i = 0; i < count; i++)
        {
            var item = reader.Read<TItem>();
            if (item is null || _items.Find(item) != None || count > _options.MaxItems)
            {
                throw new SnapshotException("An item missing, twice or too many: the snapshot is damaged.");
            }

            var slot = Touch(item);
            ref var weights = ref _weights[slot];
            (weights.Source, weights.Target) = (ReadWeight(reader), ReadWeight(reader));
            _sums?.Restore(() => ReadWeight(reader), SourceRow(slot), weights.Source);
            _sums?.Restore(() => ReadWeight(reader), TargetRow(slot), weights.Target);
        }
    }

    private static double ReadWeight(SnapshotReader reader) =>
        reader.ReadDouble() is var weight && weight >= 0 && double.IsFinite(weight)
            ? weight
            : throw new SnapshotException("A weight that is none: the snapshot is damaged.");
}
