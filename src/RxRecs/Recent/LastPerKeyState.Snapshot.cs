using System.Diagnostics.CodeAnalysis;

namespace RxRecs.Machines;

/// <content>Snapshot and restore.</content>
public sealed partial class LastPerKeyState<TKey, TItem>
{
    /// <summary>Writes the whole state.</summary>
    /// <param name="writer">The writer of the snapshot.</param>
    public void Snapshot(SnapshotWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        WriteSettings(writer);
        writer.WriteInt64(_greatest);
        writer.WriteInt64(EvictedKeys);
        writer.WriteInt64(ExpiredKeys);
        writer.WriteInt64(UnusedEvents);
        writer.WriteCount(KeyCount);
        var copies = new CopyBuffer<TItem>();
        if (_recency is null)
        {
            // Nothing is ever removed, so that slots are in order of the keys' first events.
            for (var slot = 0; slot < _keys.SlotsUsed; slot++)
            {
                WriteList(writer, slot, copies);
            }
        }
        else
        {
            for (var slot = _recency.Oldest; slot != RecencyList.None; slot = _recency.NewerThan(slot))
            {
                WriteList(writer, slot, copies);
            }
        }
    }

    /// <summary>Replaces the whole state by one that <see cref="Snapshot"/> wrote.</summary>
    /// <param name="reader">The reader of the snapshot.</param>
    /// <exception cref="SnapshotException">The bytes are damaged, or of a state with other settings.</exception>
    public void Restore(SnapshotReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        CheckSettings(reader);
        Clear();
        _greatest = reader.ReadInt64();
        EvictedKeys = reader.ReadInt64();
        ExpiredKeys = reader.ReadInt64();
        UnusedEvents = reader.ReadInt64();
        var count = reader.ReadCount();
        if (count > _maxKeys || _greatest > DateTimeOffset.MaxValue.UtcTicks || (_greatest < 0 && _greatest != Never))
        {
            throw new SnapshotException($"{count} keys, newest event at {_greatest} ticks: the snapshot is damaged.");
        }

        _keys.Reserve(count);
        _recency?.Reserve(count);
        _lists.Reserve(count);
        var items = new TItem[4];
        for (var i = 0; i < count; i++)
        {
            ReadList(reader, ref items);
        }
    }

    private void WriteSettings(SnapshotWriter writer)
    {
        writer.WriteCount(ItemsPerKey);
        writer.WriteBoolean(_timed);
        writer.WriteBoolean(_distinct);
        writer.WriteInt64(_timeToLive ?? 0);
        writer.WriteCount(_maxKeys);
    }

    private void CheckSettings(SnapshotReader reader)
    {
        var made = (
            reader.ReadSize(), reader.ReadBoolean(), reader.ReadBoolean(), reader.ReadInt64(), reader.ReadSize());
        var own = (ItemsPerKey, _timed, _distinct, _timeToLive ?? 0, _maxKeys);
        if (made != own)
        {
            throw new SnapshotException($"The snapshot was made with {Describe(made)}, not {Describe(own)}.");
        }
    }

    private static string Describe(
        (int Count, bool IsTimed, bool IsDistinct, long TimeToLive, int MaxKeys) settings) =>
        $"the last {settings.Count} by {(settings.IsTimed ? "event time" : "arrival")}, "
        + $"Distinct {settings.IsDistinct}, TimeToLive {new TimeSpan(settings.TimeToLive)} "
        + $"and MaxKeys {settings.MaxKeys}";

    private void WriteList(SnapshotWriter writer, int slot, CopyBuffer<TItem> copies)
    {
        var items = copies.Copy(_lists.Items(slot));
        writer.Write(_keys[slot]);
        writer.WriteCount(items.Length);
        foreach (var item in items)
        {
            writer.Write(item);
        }

        if (_timed)
        {
            foreach (var time in _lists.Times(slot))
            {
                writer.WriteInt64(time);
            }
        }
    }

    private void ReadList(SnapshotReader reader, ref TItem[] room)
    {
        var key = reader.Read<TKey>();
        var length = reader.ReadCount();
        if (key is null || length == 0 || length > ItemsPerKey)
        {
            ThrowDamaged(length);
        }

        // The items are read while the memory is fetched in which the key is looked for.
        _keys.Expect(key);
        room = room.Length < length ? new TItem[Math.Min(ItemsPerKey, length * 2L)] : room;
        var items = room.AsSpan(0, length);
        var codec = reader.CodecOf<TItem>();
        foreach (ref var item in items)
        {
            item = codec.Read(reader);
        }

        if (_keys.Find(key) >= 0)
        {
            ThrowDamaged(length);
        }

        var slot = _keys.Add(key);
        _recency?.Add(slot);
        _lists.Restore(slot, items);
        if (_timed)
        {
            ReadTimes(reader, _lists.Times(slot));
        }
    }

    [DoesNotReturn]
    private void ThrowDamaged(int length) => throw new SnapshotException(
        $"Key {_keys.Count} twice, missing, or with {length} items: the snapshot is damaged.");

    private void ReadTimes(SnapshotReader reader, Span<long> times)
    {
        var before = _greatest;
        foreach (ref var time in times)
        {
            time = reader.ReadInt64();
            if (time > before || time < 0)
            {
                throw new SnapshotException("Items that are not in order of time: the snapshot is damaged.");
            }

            before = time;
        }
    }
}
