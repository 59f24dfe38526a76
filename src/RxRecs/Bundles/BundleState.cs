using RxRecs.Recommenders;

namespace RxRecs.Machines;

/// <summary>
/// Counts which items are bought together, basket by basket, to be asked at any moment. An item counts once in a
/// basket, however often it is in it.
/// </summary>
/// <remarks>
/// Bound: <see cref="BundleOptions.MaxItems"/> items with <see cref="BundleOptions.MaxNeighbors"/> neighbors each, and
/// the open baskets. To learn an item costs a step for each item that its basket has.
/// </remarks>
/// <typeparam name="TUser">The users' type.</typeparam>
/// <typeparam name="TItem">The items' type.</typeparam>
public sealed class BundleState<TUser, TItem> : ISaved, IForgetsKeys
    where TUser : notnull
    where TItem : notnull
{
    private readonly BundleOptions _options;
    private readonly IComparer<TItem> _itemOrder;
    private readonly VisitItems<TUser, TItem> _baskets;
    private readonly ItemCounts<TItem> _counts;
    private readonly Comparison<Bundle<TItem>> _byConfidence;

    /// <summary>Makes an empty state.</summary>
    /// <param name="options">The options for what is counted; null for the defaults.</param>
    /// <param name="itemOrder">
    /// The order of items of equal figures; null for the items' own order, the lower first.
    /// </param>
    /// <exception cref="ArgumentException"><typeparamref name="TItem"/> has no order and none is given.</exception>
    public BundleState(BundleOptions? options = null, IComparer<TItem>? itemOrder = null)
    {
        _options = options ?? new BundleOptions();
        _itemOrder = ItemOrder.OrDefault(itemOrder);
        _baskets = new(nameof(RecsObservable.Bundles), _options.Baskets);
        _counts = new(
            nameof(RecsObservable.Bundles),
            new() { MaxItems = _options.MaxItems, MaxNeighbors = _options.MaxNeighbors });
        _byConfidence = ByConfidence;
    }

    /// <summary>Gets the number of baskets.</summary>
    public long Baskets => (long)_counts.All;

    /// <summary>Gets the number of items that were forgotten because there were too many.</summary>
    public long EvictedItems => _counts.EvictedItems;

    /// <summary>Gets the number of items that had neither user nor session, and so no basket.</summary>
    public long UnassignedEvents => _baskets.Unassigned;

    /// <summary>Puts an item into a basket.</summary>
    /// <param name="user">The user who buys it; of no account where <paramref name="hasUser"/> is false.</param>
    /// <param name="hasUser">True if the user is known.</param>
    /// <param name="session">The session or order; null or empty where it has no name.</param>
    /// <param name="item">The item.</param>
    /// <param name="eventTime">The time of the purchase.</param>
    /// <returns>True if the item is new in its basket.</returns>
    /// <exception cref="ArgumentException"><paramref name="item"/> is <see cref="Id.None"/>.</exception>
    public bool Learn(TUser? user, bool hasUser, string? session, TItem item, DateTimeOffset eventTime)
    {
        ItemValue.ThrowIfNone(item);

        var ticks = eventTime.UtcTicks;
        var number = _baskets.Assign(user!, hasUser, session, ticks);
        if (number < 0)
        {
            return false;
        }

        var basket = _baskets.Of(number);
        if (basket.Contains(item))
        {
            return false;
        }

        var weight = _counts.Weigh(ticks);
        if (basket.Count == 0)
        {
            _counts.AddVisit(weight);
        }

        _counts.AddSource(item, weight);
        for (var i = 0; i < basket.Count; i++)
        {
            _counts.AddPair(basket[i], item, weight, ticks);
            _counts.AddPair(item, basket[i], weight, ticks);
        }

        LastBasket = number;
        _baskets.Add(number, item);
        while (_baskets.TryRemoveOldest(out _))
        {
        }

        return true;
    }

    /// <summary>Takes a user's id from the open baskets: they are nobody's any more, and get no more items.</summary>
    /// <param name="user">The user; one who is not known changes nothing.</param>
    public void ForgetBaskets(TUser user) => _baskets.Forget(user);

    void IForgetsKeys.ForgetKey(object key)
    {
        if (key is TUser user)
        {
            ForgetBaskets(user);
        }
    }

    /// <summary>Returns what is known of two items.</summary>
    /// <param name="first">The first item.</param>
    /// <param name="second">The second item.</param>
    /// <returns>The bundle, however rare; with nothing together where they never were, or are not known.</returns>
    public Bundle<TItem> Of(TItem first, TItem second)
    {
        var (x, y) = (_counts.Find(first), _counts.Find(second));
        return x == ItemCounts<TItem>.None || y == ItemCounts<TItem>.None
            ? new(first, second, 0, BasketsOf(x), BasketsOf(y), Baskets)
            : Make(x, y);
    }

    /// <summary>
    /// Fills a list with what is bought together with an item: the highest confidence first, then the highest lift,
    /// then the lower item.
    /// </summary>
    /// <param name="item">The item, which is the first of each bundle.</param>
    /// <param name="count">The maximum number of bundles.</param>
    /// <param name="bundles">The list to fill; it is cleared first.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is not positive.</exception>
    public void Around(TItem item, int count, List<Bundle<TItem>> bundles)
    {
        if (!typeof(TItem).IsValueType)
        {
            ArgumentNullException.ThrowIfNull(item);
        }

        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentNullException.ThrowIfNull(bundles);
        bundles.Clear();
        var slot = _counts.Find(item);
        var table = slot == ItemCounts<TItem>.None ? null : _counts.Table(slot);
        for (var place = 0; place < table?.Count; place++)
        {
            var other = _counts.SlotOf(table.KeyAt(place));
            if (other != ItemCounts<TItem>.None)
            {
                Add(Make(slot, other), bundles);
            }
        }

        bundles.Sort(_byConfidence);
        Cut(bundles, count);
    }

    /// <summary>
    /// Fills a list with the bundles of the most baskets: the most baskets first, then the highest lift, then the lower
    /// items, of which the lower is the first. Looks at all pairs.
    /// </summary>
    /// <param name="count">The maximum number of bundles.</param>
    /// <param name="bundles">The list to fill; it is cleared first.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is not positive.</exception>
    public void Top(int count, List<Bundle<TItem>> bundles)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentNullException.ThrowIfNull(bundles);
        bundles.Clear();
        for (var slot = _counts.Oldest; slot != ItemCounts<TItem>.None; slot = _counts.NewerThan(slot))
        {
            AddPairsOf(slot, bundles);
        }

        bundles.Sort((x, y) => y.Together.CompareTo(x.Together) is not 0 and var order ? order : ByLift(x, y));
        Cut(bundles, count);
    }

    /// <summary>Writes the whole state.</summary>
    /// <param name="writer">The writer of the snapshot.</param>
    public void Snapshot(SnapshotWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        _baskets.Snapshot(writer);
        _counts.Snapshot(writer);
    }

    /// <summary>Replaces the whole state.</summary>
    /// <param name="reader">The reader of the snapshot.</param>
    /// <exception cref="SnapshotException">The snapshot is damaged, or was made with other bounds.</exception>
    public void Restore(SnapshotReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        _baskets.Restore(reader);
        _counts.Restore(reader);
    }

    /// <summary>Gives the items of the basket that got an item last, the newest at the end.</summary>
    internal IReadOnlyList<TItem> NewestBasket => _baskets.Of(LastBasket);

    private long LastBasket { get; set; } = -1;

    private static void Cut(List<Bundle<TItem>> bundles, int count)
    {
        if (bundles.Count > count)
        {
            bundles.RemoveRange(count, bundles.Count - count);
        }
    }

    private void AddPairsOf(int slot, List<Bundle<TItem>> bundles)
    {
        var table = _counts.Table(slot);
        for (var place = 0; place < table.Count; place++)
        {
            var other = _counts.SlotOf(table.KeyAt(place));
            if (other == ItemCounts<TItem>.None)
            {
                continue;
            }

            // A pair is in the tables of both, or, where one has made room, of one.
            var order = _itemOrder.Compare(_counts.ItemAt(slot), _counts.ItemAt(other));
            var isFirst = order < 0 || (order == 0 && slot < other);
            if (!isFirst && _counts.Table(other).Find(_counts.KeyOf(slot)) >= 0)
            {
                continue;
            }

            Add(isFirst ? Make(slot, other) : Make(other, slot), bundles);
        }
    }

    private void Add(in Bundle<TItem> bundle, List<Bundle<TItem>> bundles)
    {
        if (bundle.Together >= _options.MinTogether)
        {
            bundles.Add(bundle);
        }
    }

    private Bundle<TItem> Make(int first, int second)
    {
        var (together, most) = Together(first, second);
        var (reverse, reverseMost) = Together(second, first);
        var certain = Math.Max(together, reverse);
        var (ofFirst, ofSecond) = (BasketsOf(first), BasketsOf(second));
        return new(_counts.ItemAt(first), _counts.ItemAt(second), certain, ofFirst, ofSecond, Baskets)
        {
            Error = Math.Max(0, Math.Min(Math.Min(most, reverseMost), Math.Min(ofFirst, ofSecond)) - certain),
        };
    }

    private (long Certain, long Most) Together(int from, int to)
    {
        var table = _counts.Table(from);
        var place = table.Find(_counts.KeyOf(to));
        return place < 0
            ? (0, (long)table.Floor)
            : ((long)table.LowerAt(place), (long)(table.LowerAt(place) + table.ErrorAt(place)));
    }

    private long BasketsOf(int slot) => slot == ItemCounts<TItem>.None ? 0 : (long)_counts.Source(slot);

    private int ByConfidence(Bundle<TItem> x, Bundle<TItem> y) =>
        y.Together.CompareTo(x.Together) is not 0 and var order ? order : ByLift(x, y);

    private int ByLift(Bundle<TItem> x, Bundle<TItem> y) =>
        y.Lift.CompareTo(x.Lift) is not 0 and var byLift ? byLift
        : _itemOrder.Compare(x.First, y.First) is not 0 and var byFirst ? byFirst
        : _itemOrder.Compare(x.Second, y.Second);
}
