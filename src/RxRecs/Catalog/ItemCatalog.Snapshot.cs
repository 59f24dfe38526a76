using RxRecs.Machines;

namespace RxRecs;

/// <content>Saving and restoring.</content>
public sealed partial class ItemCatalog<TItem>
{
    /// <summary>Writes the whole state.</summary>
    /// <param name="writer">The writer of the snapshot.</param>
    public void Snapshot(SnapshotWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteCount(_maxItems);
        writer.WriteInt64(EvictedItems);
        writer.WriteInt64(EvictedWithdrawnItems);
        writer.WriteInt64(OutdatedChanges);
        writer.WriteCount(Count);
        SnapshotItems(writer, _recency);
        SnapshotItems(writer, _withdrawn);
    }

    /// <summary>Replaces the whole state.</summary>
    /// <param name="reader">The reader of the snapshot.</param>
    /// <exception cref="SnapshotException">The snapshot is damaged, or was made with another bound.</exception>
    public void Restore(SnapshotReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        var maxItems = reader.ReadSize();
        if (maxItems != _maxItems)
        {
            throw new SnapshotException($"The snapshot was made with at most {maxItems} items, not {_maxItems}.");
        }

        EvictedItems = reader.ReadInt64();
        EvictedWithdrawnItems = reader.ReadInt64();
        OutdatedChanges = reader.ReadInt64();
        (_items, _recency, _withdrawn, _popular) = (new(null), new(), new(), new(_itemOrder));
        (_statements, WithdrawnItems) = ([], 0);
        foreach (var (_, index) in _indexes)
        {
            index.Clear();
        }

        var texts = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var left = reader.ReadCount(); left > 0; left--)
        {
            RestoreItem(reader, texts);
        }
    }

    private void RestoreItem(SnapshotReader reader, Dictionary<string, string> texts)
    {
        var item = reader.Read<TItem>();
        if (_items.Find(item) >= 0 || Count == _maxItems)
        {
            throw new SnapshotException($"Item {item} twice or one too many: the snapshot is damaged.");
        }

        var slot = Add(item);
        var brand = Shared(reader.ReadString(), texts);
        var category = reader.Read<Id>();
        var path = Shared(reader.ReadString(), texts);
        var hasPrice = reader.ReadBoolean();
        var price = reader.Read<decimal>();
        SetFacts(slot, new ItemFacts(brand, category, path, hasPrice ? price : null));
        var units = reader.ReadInt64();
        if (units < 0)
        {
            throw new SnapshotException($"Item {item} was counted {units} times: the snapshot is damaged.");
        }

        _popular.Add(slot, item, units);
        RestoreStatements(reader, slot);
    }

    private static string? Shared(string? text, Dictionary<string, string> texts) =>
        text is null || texts.TryAdd(text, text) ? text : texts[text];

    private void SnapshotItems(SnapshotWriter writer, RecencyList items)
    {
        for (var slot = items.Oldest; slot != RecencyList.None; slot = items.NewerThan(slot))
        {
            ref readonly var facts = ref _facts[slot];
            writer.Write(_items[slot]);
            writer.WriteString(facts.Brand);
            writer.Write(facts.Category);
            writer.WriteString(facts.CategoryPath);
            writer.WriteBoolean(facts.Price is not null);
            writer.Write(facts.Price ?? 0);
            writer.WriteInt64(_popular.UnitsOf(slot));
            SnapshotStatements(writer, slot < _statements.Length ? _statements[slot] : default);
        }
    }

    private static void SnapshotStatements(SnapshotWriter writer, Statements known)
    {
        writer.WriteBoolean(known.IsAny);
        if (known.IsAny)
        {
            writer.WriteInt64(known.Brand);
            writer.WriteInt64(known.Category);
            writer.WriteInt64(known.Path);
            writer.WriteInt64(known.Price);
            writer.WriteInt64(known.Visible);
            writer.WriteInt64(known.Stock);
            writer.WriteBoolean(known.IsHidden);
            writer.WriteBoolean(known.IsOutOfStock);
        }
    }

    private void RestoreStatements(SnapshotReader reader, int slot)
    {
        if (!reader.ReadBoolean())
        {
            return;
        }

        if (slot >= _statements.Length)
        {
            Array.Resize(ref _statements, _facts.Length);
        }

        ref var known = ref _statements[slot];
        known.Brand = ReadTime(reader);
        known.Category = ReadTime(reader);
        known.Path = ReadTime(reader);
        known.Price = ReadTime(reader);
        known.Visible = ReadTime(reader);
        known.Stock = ReadTime(reader);
        known.IsHidden = reader.ReadBoolean();
        known.IsOutOfStock = reader.ReadBoolean();
        Move(slot, wasOffered: true, known.IsOffered);
    }

    private static long ReadTime(SnapshotReader reader) =>
        reader.ReadInt64() is var time && time >= 0 && time <= DateTimeOffset.MaxValue.UtcTicks + 1
            ? time
            : throw new SnapshotException("A time of a change that cannot be: the snapshot is damaged.");
}
