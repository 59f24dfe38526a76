using RxRecs.Machines;

namespace RxRecs;

/// <summary>
/// What the events themselves say about the items: brand, category, price and popularity, to be asked at any moment. A
/// brand or category once known stays; a price follows the events.
/// </summary>
/// <remarks>
/// Bound: so many items; for one more, the item without an event for the longest time is forgotten and counted, with
/// its popularity. Learning costs a look-up, and for an item of the thousand most popular ones a few steps in their
/// order; the most popular items are read off that order, and only where filters reject more than a thousand are all
/// items looked at.
/// </remarks>
public sealed class ItemCatalog
{
    private readonly int _maxItems;
    private readonly long[] _units;
    private KeyTable<Id> _items = new(null);
    private RecencyList _recency = new();
    private PopularItems _popular = new();
    private Entry[] _entries = new Entry[4];

    /// <summary>Makes an empty catalog.</summary>
    /// <param name="maxItems">How many items are kept.</param>
    /// <param name="popularity">What each kind of interaction counts; null for purchase 1 and cart 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maxItems"/> is not positive.</exception>
    public ItemCatalog(int maxItems = 1_000_000, KindWeights? popularity = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxItems, 1);
        _maxItems = maxItems;
        var weights = popularity ?? KindWeights.Default;
        _units = [.. Enum.GetValues<InteractionKind>().Select(kind => TrendWeight.ToUnits(weights.Of(kind)))];
    }

    /// <summary>How many items are known.</summary>
    public int Count => _items.Count;

    /// <summary>How many items were forgotten because there were too many.</summary>
    public long EvictedItems { get; private set; }

    /// <summary>Takes what an event says about its item.</summary>
    /// <param name="value">The event.</param>
    public void Learn(Interaction value)
    {
        var slot = _items.Find(value.Item);
        if (slot < 0)
        {
            slot = Add(value.Item);
        }
        else
        {
            _recency.Touch(slot);
        }

        ref var entry = ref _entries[slot];
        entry.Brand ??= value.Brand;
        entry.CategoryPath ??= value.CategoryPath;
        entry.Category = entry.Category.IsNone ? value.Category : entry.Category;
        entry.Price = value.Price ?? entry.Price;
        if (_units[(int)value.Kind] is > 0 and var units)
        {
            _popular.Add(slot, value.Item, units);
        }
    }

    /// <summary>Looks an item up.</summary>
    /// <param name="item">The item.</param>
    /// <param name="found">What is known of it.</param>
    /// <returns>Whether it is known.</returns>
    public bool TryGet(Id item, out CatalogItem found)
    {
        var slot = _items.Find(item);
        found = slot < 0 ? default : Get(slot);
        return slot >= 0;
    }

    /// <summary>Fills a list with the most popular items: higher popularity first, then lower item.</summary>
    /// <param name="count">How many at the most.</param>
    /// <param name="popular">Cleared, then filled.</param>
    /// <param name="accept">Which items may be in the list; null for all.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is not positive.</exception>
    public void Popular(int count, List<CatalogItem> popular, Func<Id, bool>? accept = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentNullException.ThrowIfNull(popular);
        popular.Clear();
        foreach (var slot in _popular.Top(count, accept))
        {
            popular.Add(Get(slot));
        }
    }

    /// <summary>Writes the whole state.</summary>
    /// <param name="writer">Where it goes.</param>
    public void Snapshot(SnapshotWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteCount(_maxItems);
        writer.WriteInt64(EvictedItems);
        writer.WriteCount(Count);
        for (var slot = _recency.Oldest; slot != RecencyList.None; slot = _recency.NewerThan(slot))
        {
            ref readonly var entry = ref _entries[slot];
            writer.Write(_items[slot]);
            writer.WriteString(entry.Brand);
            writer.Write(entry.Category);
            writer.WriteString(entry.CategoryPath);
            writer.WriteBoolean(entry.Price is not null);
            writer.Write(entry.Price ?? 0);
            writer.WriteInt64(_popular.UnitsOf(slot));
        }
    }

    /// <summary>Replaces the whole state.</summary>
    /// <param name="reader">Where it comes from.</param>
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
        (_items, _recency, _popular) = (new(null), new(), new());
        var texts = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var left = reader.ReadCount(); left > 0; left--)
        {
            RestoreItem(reader, texts);
        }
    }

    private void RestoreItem(SnapshotReader reader, Dictionary<string, string> texts)
    {
        var item = reader.Read<Id>();
        if (item.IsNone || _items.Find(item) >= 0 || Count == _maxItems)
        {
            throw new SnapshotException($"Item {item} twice or one too many: the snapshot is damaged.");
        }

        var slot = Add(item);
        ref var entry = ref _entries[slot];
        entry.Brand = Shared(reader.ReadString(), texts);
        entry.Category = reader.Read<Id>();
        entry.CategoryPath = Shared(reader.ReadString(), texts);
        var hasPrice = reader.ReadBoolean();
        var price = reader.Read<decimal>();
        entry.Price = hasPrice ? price : null;
        var units = reader.ReadInt64();
        if (units < 0)
        {
            throw new SnapshotException($"Item {item} was counted {units} times: the snapshot is damaged.");
        }

        _popular.Add(slot, item, units);
    }

    private static string? Shared(string? text, Dictionary<string, string> texts) =>
        text is null || texts.TryAdd(text, text) ? text : texts[text];

    private int Add(Id item)
    {
        if (Count == _maxItems)
        {
            var oldest = _recency.Oldest;
            _recency.Remove(oldest);
            _items.Remove(oldest);
            _popular.Remove(oldest);
            EvictedItems++;
        }

        var slot = _items.Add(item);
        if (slot == _entries.Length)
        {
            Array.Resize(ref _entries, slot * 2);
        }

        _entries[slot] = default;
        _recency.Add(slot);
        return slot;
    }

    private CatalogItem Get(int slot)
    {
        ref readonly var entry = ref _entries[slot];
        return new CatalogItem(
            _items[slot],
            entry.Brand,
            entry.Category,
            entry.CategoryPath,
            entry.Price,
            TrendWeight.FromUnits(_popular.UnitsOf(slot)));
    }

    private struct Entry
    {
        public string? Brand;
        public string? CategoryPath;
        public Id Category;
        public decimal? Price;
    }
}
