using System.Runtime.InteropServices;

namespace RxRecs.Machines;

/// <content>Snapshot and restore.</content>
public sealed partial class CartState<TKey, TItem>
{
    /// <summary>Writes the whole state: keys in order of their last change.</summary>
    /// <param name="writer">The writer of the snapshot.</param>
    public void Snapshot(SnapshotWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        WriteSettings(writer);
        writer.WriteInt64(_now);
        foreach (var total in _totals)
        {
            writer.WriteInt64(total);
        }

        writer.WriteCount(_keys.Count);
        var copies = new CopyBuffer<CartLine<TItem>>();
        for (var slot = _keys.Oldest; slot != RecencyList.None; slot = _keys.NewerThan(slot))
        {
            WriteCart(writer, slot, copies);
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
        _now = ReadTicks(reader, 0);
        foreach (ref var total in _totals.AsSpan())
        {
            total = reader.ReadInt64();
            Require(total >= 0);
        }

        var count = reader.ReadCount();
        Require(!(count > _options.MaxKeys));
        _keys.Reserve(count);
        var (before, lines) = (0L, new List<CartLine<TItem>>());
        for (var i = 0; i < count; i++)
        {
            before = ReadCart(reader, before, lines);
        }
    }

    private static void Require(bool condition)
    {
        if (!condition)
        {
            throw new SnapshotException("Carts that cannot be: the snapshot is damaged.");
        }
    }

    private static long ReadTicks(SnapshotReader reader, long least)
    {
        var ticks = reader.ReadInt64();
        Require(ticks >= least && ticks <= DateTimeOffset.MaxValue.UtcTicks);
        return ticks;
    }

    private void WriteSettings(SnapshotWriter writer)
    {
        writer.WriteInt64(_options.AbandonAfter?.Ticks ?? 0);
        writer.WriteInt64(_options.ForgetAfter?.Ticks ?? 0);
        writer.WriteCount(_options.MaxKeys ?? 0);
        writer.WriteCount(_options.MaxItemsPerCart);
        writer.WriteCount(_options.ClosedItemsKept);
    }

    private void CheckSettings(SnapshotReader reader)
    {
        var made = (reader.ReadInt64(), reader.ReadInt64(), reader.ReadSize(), reader.ReadSize(), reader.ReadSize());
        var own = (
            _options.AbandonAfter?.Ticks ?? 0,
            _options.ForgetAfter?.Ticks ?? 0,
            _options.MaxKeys ?? 0,
            _options.MaxItemsPerCart,
            _options.ClosedItemsKept);
        if (made != own)
        {
            throw new SnapshotException($"The snapshot was made with {Describe(made)}, not {Describe(own)}.");
        }
    }

    private static string Describe(
        (long AbandonAfter, long ForgetAfter, int MaxKeys, int MaxItemsPerCart, int ClosedItemsKept) settings) =>
        $"AbandonAfter {new TimeSpan(settings.AbandonAfter)}, ForgetAfter {new TimeSpan(settings.ForgetAfter)}, "
        + $"MaxKeys {settings.MaxKeys}, MaxItemsPerCart {settings.MaxItemsPerCart} and ClosedItemsKept "
        + $"{settings.ClosedItemsKept} (0 where there is none)";

    private void WriteCart(SnapshotWriter writer, int slot, CopyBuffer<CartLine<TItem>> copies)
    {
        writer.Write(_keys[slot]);
        writer.WriteInt64(_keys.LastChange(slot));
        writer.WriteBoolean(_keys.IsWaiting(slot));
        writer.WriteBoolean(_keys.IsAbandoned(slot));
        WriteLines(writer, copies.Copy(_lines.Open(slot)));
        WriteLines(writer, copies.Copy(_lines.Closed(slot)));
    }

    private static void WriteLines(SnapshotWriter writer, ReadOnlySpan<CartLine<TItem>> lines)
    {
        writer.WriteCount(lines.Length);
        foreach (var line in lines)
        {
            writer.Write(line.Item);
            writer.WriteInt32(line.Quantity);
            writer.WriteInt64(line.AddedTicks);
        }
    }

    private long ReadCart(SnapshotReader reader, long before, List<CartLine<TItem>> lines)
    {
        var key = reader.Read<TKey>();
        Require(key is not null);

        // The lines are read while the memory is fetched in which the key is looked for.
        _keys.ExpectKey(key!);
        var ticks = ReadTicks(reader, before);
        Require(ticks <= _now);
        var (waits, abandoned) = (reader.ReadBoolean(), reader.ReadBoolean());
        lines.Clear();
        ReadLines(reader, _options.MaxItemsPerCart, 1, lines);
        var open = lines.Count;
        ReadLines(reader, _options.ClosedItemsKept, 0, lines);
        Require(_keys.Find(key!) < 0 && lines.Count > 0 && !(waits && abandoned) && !(abandoned && open == 0));
        var slot = _keys.Add(key!, ticks);
        _lines.Restore(slot, CollectionsMarshal.AsSpan(lines), open);
        if (!waits)
        {
            Require(_keys.Waiting == slot);
            _keys.Pass(slot, abandoned);
        }

        return ticks;
    }

    private static void ReadLines(SnapshotReader reader, int most, int leastQuantity, List<CartLine<TItem>> lines)
    {
        var count = reader.ReadCount();
        Require(count <= most);
        var codec = reader.CodecOf<TItem>();
        for (var i = 0; i < count; i++)
        {
            var line = new CartLine<TItem>(codec.Read(reader), reader.ReadInt32(), ReadTicks(reader, 0));
            Require(line.Quantity >= leastQuantity);
            lines.Add(line);
        }
    }
}
