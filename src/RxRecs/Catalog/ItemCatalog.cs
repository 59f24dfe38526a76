using RxRecs.Machines;

namespace RxRecs;

/// <summary>
/// Keeps what the events themselves say about the items, and what the shop states of them: brand, category, price,
/// popularity, hidden or out of stock, to be asked at any moment. A brand or category once known stays and a price
/// follows the events, until the shop states another.
/// </summary>
/// <remarks>
/// Bound: a maximum number of items; for one more, the item without an event or change for the longest time is
/// forgotten and counted, with its popularity; one that is hidden or out of stock only when all are, because what is
/// not known is shown. Learning costs a look-up, and for an item of the thousand most popular ones a few steps in their
/// order; the most popular items are read off that order, and only where filters reject more than a thousand are all
/// items looked at.
/// </remarks>
/// <typeparam name="TItem">The items' type.</typeparam>
public sealed partial class ItemCatalog<TItem> : ISaved
    where TItem : notnull
{
    private readonly int _maxItems;
    private readonly long[] _units;
    private KeyTable<TItem> _items = new(null);
    private RecencyList _recency = new();
    private readonly IComparer<TItem> _itemOrder;
    private PopularItems<TItem> _popular;
    private ItemFacts[] _facts = new ItemFacts[4];
    private Func<TItem, bool>? _accept;
    private Func<TItem, bool>? _isWanted;

    /// <summary>Makes an empty catalog.</summary>
    /// <param name="maxItems">The maximum number of items that are kept.</param>
    /// <param name="popularity">The weight of each kind of interaction; null for purchase 1 and cart 1.</param>
    /// <param name="itemOrder">
    /// The order of items of equal popularity; null for the items' own order, the lower first.
    /// </param>
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

    /// <summary>Gives the maximum number of items that are kept.</summary>
    internal int MaxItems => _maxItems;

    /// <summary>
    /// Gives the operator that counts on the meter which items had to leave; null where <see cref="EvictedItems"/> can
    /// be seen.
    /// </summary>
    internal string? CountedBy { get; init; }

    /// <summary>Gets the number of items that are known.</summary>
    public int Count => _items.Count;

    /// <summary>Gets the number of items that were forgotten because there were too many.</summary>
    public long EvictedItems { get; private set; }

    /// <summary>Takes what an event says about its item.</summary>
    /// <param name="item">The item.</param>
    /// <param name="kind">The kind of the event, which says what it counts for popularity.</param>
    /// <param name="facts">The facts that the event tells of the item.</param>
    /// <exception cref="ArgumentException"><paramref name="item"/> is null or <see cref="Id.None"/>.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="kind"/> is not one of the four.</exception>
    public void Learn(TItem item, InteractionKind kind, in ItemFacts facts)
    {
        ItemValue.ThrowIfNone(item);
        Interaction.ThrowIfUndefined(kind);
        var slot = Touch(item);
        ref readonly var known = ref _facts[slot];
        SetFacts(slot, new ItemFacts(
            known.Brand ?? facts.Brand,
            known.Category.IsNone ? facts.Category : known.Category,
            known.CategoryPath ?? facts.CategoryPath,
            HasStatedPrice(slot) ? known.Price : facts.Price ?? known.Price));
        _popular.Add(slot, item, _units[(int)kind]);
    }

    /// <summary>Takes what is known of an item from elsewhere, in place of what was known.</summary>
    /// <param name="item">The item, its facts and its popularity.</param>
    /// <exception cref="ArgumentException">The item is null or <see cref="Id.None"/>.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The popularity is negative, not a number or beyond
    /// counting.</exception>
    public void Put(in CatalogItem<TItem> item)
    {
        ItemValue.ThrowIfNone(item.Item, nameof(item));
        var units = TrendWeight.ToUnits(item.Popularity);
        var slot = Touch(item.Item);
        SetFacts(slot, item.Facts);
        Withdraw(slot, item.IsHidden, item.IsOutOfStock);
        if (_popular.UnitsOf(slot) != units)
        {
            _popular.Remove(slot);
            _popular.Add(slot, item.Item, units);
        }
    }

    /// <summary>Looks an item up.</summary>
    /// <param name="item">The item.</param>
    /// <param name="found">The catalog's entry of the item.</param>
    /// <returns>True if the item is known.</returns>
    public bool TryGet(TItem item, out CatalogItem<TItem> found)
    {
        var slot = _items.Find(item);
        found = slot < 0 ? default : Get(slot);
        return slot >= 0;
    }

    /// <summary>
    /// Fills a list with the most popular items that are offered: higher popularity first, then lower item.
    /// </summary>
    /// <param name="count">The maximum number of items in the list.</param>
    /// <param name="popular">The list to fill; it is cleared first.</param>
    /// <param name="accept">A predicate that accepts the items that may be in the list; null for all.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is not positive.</exception>
    public void Popular(int count, List<CatalogItem<TItem>> popular, Func<TItem, bool>? accept = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentNullException.ThrowIfNull(popular);
        popular.Clear();
        _accept = accept;
        var isWanted = WithdrawnItems == 0
            ? accept
            : _isWanted ??= item => IsOffered(item) && _accept?.Invoke(item) != false;
        foreach (var slot in _popular.Top(count, isWanted))
        {
            popular.Add(Get(slot));
        }
    }

    private int Touch(TItem item)
    {
        var slot = _items.Find(item);
        if (slot < 0)
        {
            return Add(item);
        }

        (IsOfferedAt(slot) ? _recency : _withdrawn).Touch(slot);
        return slot;
    }

    private int Add(TItem item)
    {
        if (Count == _maxItems)
        {
            EvictOldest();
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
        new(_items[slot], _facts[slot], TrendWeight.FromUnits(_popular.UnitsOf(slot)))
        {
            IsHidden = slot < _statements.Length && _statements[slot].IsHidden,
            IsOutOfStock = slot < _statements.Length && _statements[slot].IsOutOfStock,
        };
}
