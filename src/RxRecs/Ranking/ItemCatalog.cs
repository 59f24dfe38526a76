using RxRecs.Machines;

namespace RxRecs;

/// <summary>
/// Keeps what the events themselves say about the items: brand, category, price and popularity, to be asked at any moment. A
/// brand or category once known stays; a price follows the events.
/// </summary>
/// <remarks>
/// Bound: so many items; for one more, the item without an event for the longest time is forgotten and counted, with
/// its popularity. Learning costs a look-up, and for an item of the thousand most popular ones a few steps in their
/// order; the most popular items are read off that order, and only where filters reject more than a thousand are all
/// items looked at.
/// </remarks>
/// <typeparam name="TItem">The items' type.</typeparam>
public sealed class ItemCatalog<TItem> : ISaved
    where TItem : notnull
{
    private readonly int _maxItems;
    private readonly long[] _units;
    private KeyTable<TItem> _items = new(null);
    private RecencyList _recency = new();
    private readonly IComparer<TItem> _itemOrder;
    private PopularItems<TItem> _popular;
    private ItemFacts[] _facts = new ItemFacts[4];

    /// <summary>Makes an empty catalog.</summary>
    /// <param name="maxItems">How many items are kept.</param>
    /// <param name="popularity">What each kind of interaction counts; null for purchase 1 and cart 1.</param>
    /// <param name="itemOrder">Which of two items of equal popularity comes first; null for the lower one.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maxItems"/> is not positive.</exception>
    /// <exception cref="ArgumentException"><typeparamref name="TItem"/> has no order and none is given.</exception>
    public ItemCatalog(
        int maxItems = 1_000_000, KindWeights? popularity = null, IComparer<TItem>? itemOrder = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxItems, 1);
        _maxItems = maxItems;
        _itemOrder = ItemOrder.OrDefault(itemOrder);
        _popular = new(_itemOrder);
        var weights = popularity ?? KindWeights.Default;
        _units = [.. Enum.GetValues<InteractionKind>().Select(kind => TrendWeight.ToUnits(weights.Of(kind)))];
    }

    /// <summary>How many items are known.</summary>
    public int Count => _items.Count;

    /// <summary>How many items were forgotten because there were too many.</summary>
    public long EvictedItems { get; private set; }

    /// <summary>Takes what an event says about its item.</summary>
    /// <param name="item">The item.</param>
    /// <param name="kind">What the user did, which says what the event counts for popularity.</param>
    /// <param name="facts">What the event tells.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="kind"/> is not one of the four.</exception>
    public void Learn(TItem item, InteractionKind kind, in ItemFacts facts)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((int)kind, _units.Length, nameof(kind));
        var slot = Touch(item);
        ref var known = ref _facts[slot];
        known = new ItemFacts(
            known.Brand ?? facts.Brand,
            known.Category.IsNone ? facts.Category : known.Category,
            known.CategoryPath ?? facts.CategoryPath,
            facts.Price ?? known.Price);
        _popular.Add(slot, item, _units[(int)kind]);
    }

    /// <summary>Takes what is known of an item from elsewhere, in place of what was known.</summary>
    /// <param name="item">The item, its facts and its popularity.</param>
    /// <exception cref="ArgumentOutOfRangeException">The popularity is negative, not a number or beyond
    /// counting.</exception>
    public void Put(in CatalogItem<TItem> item)
    {
        var units = TrendWeight.ToUnits(item.Popularity);
        var slot = Touch(item.Item);
        _facts[slot] = item.Facts;
        if (_popular.UnitsOf(slot) != units)
        {
            _popular.Remove(slot);
            _popular.Add(slot, item.Item, units);
        }
    }

    /// <summary>Looks an item up.</summary>
    /// <param name="item">The item.</param>
    /// <param name="found">What is known of it.</param>
    /// <returns>Whether it is known.</returns>
    public bool TryGet(TItem item, out CatalogItem<TItem> found)
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
    public void Popular(int count, List<CatalogItem<TItem>> popular, Func<TItem, bool>? accept = null)
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
            ref readonly var facts = ref _facts[slot];
            writer.Write(_items[slot]);
            writer.WriteString(facts.Brand);
            writer.Write(facts.Category);
            writer.WriteString(facts.CategoryPath);
            writer.WriteBoolean(facts.Price is not null);
            writer.Write(facts.Price ?? 0);
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
        (_items, _recency, _popular) = (new(null), new(), new(_itemOrder));
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
        _facts[slot] = new ItemFacts(brand, category, path, hasPrice ? price : null);
        var units = reader.ReadInt64();
        if (units < 0)
        {
            throw new SnapshotException($"Item {item} was counted {units} times: the snapshot is damaged.");
        }

        _popular.Add(slot, item, units);
    }

    private static string? Shared(string? text, Dictionary<string, string> texts) =>
        text is null || texts.TryAdd(text, text) ? text : texts[text];

    private int Touch(TItem item)
    {
        var slot = _items.Find(item);
        if (slot < 0)
        {
            return Add(item);
        }

        _recency.Touch(slot);
        return slot;
    }

    private int Add(TItem item)
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
        if (slot == _facts.Length)
        {
            Array.Resize(ref _facts, slot * 2);
        }

        _facts[slot] = default;
        _recency.Add(slot);
        return slot;
    }

    private CatalogItem<TItem> Get(int slot) =>
        new(_items[slot], _facts[slot], TrendWeight.FromUnits(_popular.UnitsOf(slot)));
}
