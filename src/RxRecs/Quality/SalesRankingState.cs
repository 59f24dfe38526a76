using System.Runtime.InteropServices;
using RxRecs.Analytics;

namespace RxRecs.Machines;

/// <summary>
/// Keeps what each item has sold, and the first ones in order. A sale moves an item up past those it has
/// overtaken: O(1) for an item that stays outside, O(size) at the most otherwise. A return that may let an item from
/// outside in costs one pass over all items, since only the first are kept in order; returns are rare.
/// </summary>
/// <param name="size">The number of items that are ranked, at least 1.</param>
/// <param name="options">The options for how items rank; null for the defaults.</param>
/// <param name="itemOrder">The order of items of equal sales; null for the items' own order, the lower first.</param>
/// <typeparam name="TItem">The items' type.</typeparam>
/// <remarks>Bound: one entry per item ever sold, at most <see cref="SalesRankingOptions.MaxItems"/>; none is ever
/// forgotten, and a sale of one more item is refused.</remarks>
internal sealed class SalesRankingState<TItem>(
    int size, SalesRankingOptions? options = null, IComparer<TItem>? itemOrder = null)
    where TItem : notnull
{
    private readonly IComparer<TItem> _comparer = ItemOrder.OrDefault(itemOrder);
    private readonly SalesRankingOptions _options = options ?? new SalesRankingOptions();
    private readonly Dictionary<TItem, Sold> _sold = [];
    private readonly List<ItemSales<TItem>> _top = [];
    private readonly List<ItemSales<TItem>> _before = [];

    /// <summary>Tells how many items have been sold.</summary>
    public int Count => _sold.Count;

    /// <summary>Tells how many sales were refused because their items would have been too many.</summary>
    public long Refused { get; private set; }

    /// <summary>The ranking, best first.</summary>
    public IReadOnlyList<ItemSales<TItem>> Top => _top;

    /// <summary>Tells what an item has sold.</summary>
    /// <param name="item">The item.</param>
    /// <returns>The item's sales; nothing for one never sold.</returns>
    public ItemSales<TItem> Sales(TItem item)
    {
        _sold.TryGetValue(item, out var sold);
        return new(item, sold.Pieces, sold.Revenue);
    }

    /// <summary>Takes a sale, or a return where the pieces are negative.</summary>
    /// <param name="item">The item that was sold.</param>
    /// <param name="pieces">The number of pieces.</param>
    /// <param name="revenue">The sale's total revenue.</param>
    /// <param name="changes">
    /// The output that receives each line of the ranking that has changed, best first, items that left last.
    /// </param>
    /// <exception cref="OverflowException">The sum of all pieces or of all revenue does not fit; nothing has
    /// changed.</exception>
    public void Add(TItem item, long pieces, decimal revenue, Output<SalesRankChange<TItem>> changes)
    {
        ArgumentNullException.ThrowIfNull(changes);
        if (!_sold.TryGetValue(item, out var old) && _sold.Count >= _options.MaxItems)
        {
            Refused++;
            SetAsideEvents.Add(nameof(RecsObservable.SalesRanking), SetAsideEvents.TooManyKeys);
            return;
        }

        var sold = new Sold(checked(old.Pieces + pieces), old.Revenue + revenue);
        var sales = new ItemSales<TItem>(item, sold.Pieces, sold.Revenue);
        var previous = IndexOf(item);
        if (previous < 0 && !Enters(sales))
        {
            _sold[item] = sold;
            return;
        }

        _before.Clear();
        _before.AddRange(_top);
        _sold[item] = sold;
        Move(sales, previous);
        Report(changes);
    }

    /// <summary>Writes the state: items in order, so that equal histories write equal bytes.</summary>
    /// <param name="writer">The writer of the snapshot.</param>
    public void Snapshot(SnapshotWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteCount(size);
        writer.WriteByte((byte)_options.Measure);
        writer.WriteInt64(_options.MinimumPieces);
        writer.WriteInt64(Refused);
        writer.WriteCount(_sold.Count);
        foreach (var (item, sold) in _sold.OrderBy(next => next.Key, _comparer))
        {
            writer.Write(item);
            writer.WriteInt64(sold.Pieces);
            writer.Write(sold.Revenue);
        }
    }

    /// <summary>Replaces the state by one that <see cref="Snapshot"/> wrote with the same settings.</summary>
    /// <param name="reader">The reader of the snapshot.</param>
    /// <exception cref="SnapshotException">The bytes are not such a state.</exception>
    public void Restore(SnapshotReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        if (reader.ReadSize() != size
            || reader.ReadByte() != (byte)_options.Measure
            || reader.ReadInt64() != _options.MinimumPieces)
        {
            throw new SnapshotException("The snapshot is of a sales ranking with another size, measure or minimum.");
        }

        _sold.Clear();
        Refused = reader.ReadInt64();
        var count = reader.ReadCount();
        if (Refused < 0 || count > _options.MaxItems)
        {
            throw new SnapshotException(
                $"The snapshot holds {count} items, at most {_options.MaxItems} are kept, or it is damaged.");
        }

        for (var i = 0; i < count; i++)
        {
            var item = reader.Read<TItem>()
                ?? throw new SnapshotException("An item is missing: the snapshot is damaged.");
            if (!_sold.TryAdd(item, new Sold(reader.ReadInt64(), reader.Read<decimal>())))
            {
                throw new SnapshotException("An item occurs twice: the snapshot is damaged.");
            }
        }

        Rebuild();
    }

    private bool Enters(ItemSales<TItem> sales) =>
        sales.Pieces >= _options.MinimumPieces && (_top.Count < size || Compare(sales, _top[^1]) < 0);

    private int IndexOf(TItem item)
    {
        for (var i = 0; i < _top.Count; i++)
        {
            if (EqualityComparer<TItem>.Default.Equals(_top[i].Item, item))
            {
                return i;
            }
        }

        return -1;
    }

    private void Move(ItemSales<TItem> sales, int previous)
    {
        if (previous >= 0)
        {
            var letsOthersIn = _top.Count == size
                && (sales.Pieces < _options.MinimumPieces || Compare(sales, _top[^1]) > 0);
            _top.RemoveAt(previous);
            if (letsOthersIn)
            {
                Rebuild();
                return;
            }
        }

        if (sales.Pieces < _options.MinimumPieces)
        {
            return;
        }

        Insert(sales);
    }

    private void Insert(ItemSales<TItem> sales)
    {
        var at = _top.Count;
        while (at > 0 && Compare(sales, _top[at - 1]) < 0)
        {
            at--;
        }

        if (at == size)
        {
            return;
        }

        if (_top.Count == size)
        {
            _top.RemoveAt(size - 1);
        }

        _top.Insert(at, sales);
    }

    private void Rebuild()
    {
        _top.Clear();
        foreach (var (item, sold) in _sold)
        {
            if (sold.Pieces >= _options.MinimumPieces)
            {
                Insert(new(item, sold.Pieces, sold.Revenue));
            }
        }
    }

    private void Report(Output<SalesRankChange<TItem>> changes)
    {
        for (var i = 0; i < _top.Count; i++)
        {
            if (i >= _before.Count || _top[i] != _before[i])
            {
                changes.Emit(Change(_top[i], i + 1, RankBefore(_top[i].Item)));
            }
        }

        for (var i = 0; i < _before.Count; i++)
        {
            if (IndexOf(_before[i].Item) < 0)
            {
                changes.Emit(Change(Sales(_before[i].Item), 0, i + 1));
            }
        }
    }

    private static SalesRankChange<TItem> Change(ItemSales<TItem> sales, int rank, int previousRank) =>
        new(sales.Item, sales.Pieces, sales.Revenue, rank, previousRank);

    private int RankBefore(TItem item)
    {
        for (var i = 0; i < _before.Count; i++)
        {
            if (EqualityComparer<TItem>.Default.Equals(_before[i].Item, item))
            {
                return i + 1;
            }
        }

        return 0;
    }

    /// <summary>Negative when the first ranks before the second.</summary>
    private int Compare(ItemSales<TItem> first, ItemSales<TItem> second)
    {
        var pieces = second.Pieces.CompareTo(first.Pieces);
        var revenue = second.Revenue.CompareTo(first.Revenue);
        var (major, minor) = _options.Measure == SalesMeasure.Pieces ? (pieces, revenue) : (revenue, pieces);
        if (major != 0 || minor != 0)
        {
            return major != 0 ? major : minor;
        }

        return _comparer.Compare(first.Item, second.Item);
    }

    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Sold(long Pieces, decimal Revenue);
}
