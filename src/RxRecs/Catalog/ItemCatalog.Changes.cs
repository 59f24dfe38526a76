using RxRecs.Machines;
using RxRecs.Recommenders;

namespace RxRecs;

/// <content>What the shop itself states of items.</content>
public sealed partial class ItemCatalog<TItem>
{
    private RecencyList _withdrawn = new();
    private Statements[] _statements = [];

    /// <summary>Gets the number of items that are hidden or out of stock.</summary>
    public int WithdrawnItems { get; private set; }

    /// <summary>
    /// Gets the number of items that were hidden or out of stock and are forgotten, because all that are kept were so:
    /// they may be in lists again.
    /// </summary>
    public long EvictedWithdrawnItems { get; private set; }

    /// <summary>
    /// Gets the number of changes that came after a later one had stated the same, and so did not count, or not in
    /// full.
    /// </summary>
    public long OutdatedChanges { get; private set; }

    /// <summary>Takes what the shop states of an item; it holds from now on whatever events tell.</summary>
    /// <param name="change">The change.</param>
    /// <returns>True if all of it holds; false where a later change has stated some of it already.</returns>
    /// <exception cref="ArgumentException">The change is the default value, which names no item.</exception>
    public bool Apply(in ItemChange<TItem> change)
    {
        ItemChange<TItem>.ThrowIfNone(change.Item);
        var slot = Touch(change.Item);
        if (slot >= _statements.Length)
        {
            Array.Resize(ref _statements, _facts.Length);
        }

        ref var known = ref _statements[slot];
        var facts = _facts[slot];
        var outdated = ApplyFacts(change, ref facts, ref known);
        SetFacts(slot, facts);
        var isOffered = known.IsOffered;
        if (change.IsVisible is { } isVisible && IsNewest(ref known.Visible, change, ref outdated))
        {
            known.IsHidden = !isVisible;
        }

        if (change.IsInStock is { } isInStock && IsNewest(ref known.Stock, change, ref outdated))
        {
            known.IsOutOfStock = !isInStock;
        }

        Move(slot, isOffered, known.IsOffered);
        OutdatedChanges += outdated ? 1 : 0;
        return !outdated;
    }

    /// <summary>Counts changes that were outdated before they could be applied.</summary>
    internal void AddOutdated(long changes) => OutdatedChanges += changes;

    /// <summary>Determines whether an item may be in a list; one of which nothing is known may.</summary>
    /// <param name="item">The item.</param>
    /// <returns>True if it may be in a list; false if it is hidden or out of stock.</returns>
    public bool IsOffered(TItem item) =>
        WithdrawnItems == 0 || _items.Find(item) is not (>= 0 and var slot) || IsOfferedAt(slot);

    private static bool ApplyFacts(in ItemChange<TItem> change, ref ItemFacts facts, ref Statements known)
    {
        var outdated = false;
        if (change.Brand is not null && IsNewest(ref known.Brand, change, ref outdated))
        {
            facts = facts with { Brand = change.Brand };
        }

        if (!change.Category.IsNone && IsNewest(ref known.Category, change, ref outdated))
        {
            facts = facts with { Category = change.Category };
        }

        if (change.CategoryPath is not null && IsNewest(ref known.Path, change, ref outdated))
        {
            facts = facts with { CategoryPath = change.CategoryPath };
        }

        if (change.Price is not null && IsNewest(ref known.Price, change, ref outdated))
        {
            facts = facts with { Price = change.Price };
        }

        return outdated;
    }

    private static bool IsNewest(ref long stated, in ItemChange<TItem> change, ref bool outdated)
    {
        // One more than the ticks: 0 stands for what was never stated.
        var time = change.EventTime.UtcTicks + 1;
        if (time < stated)
        {
            outdated = true;
            return false;
        }

        stated = time;
        return true;
    }

    private bool IsOfferedAt(int slot) => slot >= _statements.Length || _statements[slot].IsOffered;

    private bool HasStatedPrice(int slot) => slot < _statements.Length && _statements[slot].Price != 0;

    private void Withdraw(int slot, bool isHidden, bool isOutOfStock)
    {
        var isOffered = IsOfferedAt(slot);
        if (isOffered && !isHidden && !isOutOfStock)
        {
            return;
        }

        if (slot >= _statements.Length)
        {
            Array.Resize(ref _statements, _facts.Length);
        }

        ref var known = ref _statements[slot];
        (known.IsHidden, known.IsOutOfStock) = (isHidden, isOutOfStock);
        Move(slot, isOffered, known.IsOffered);
    }

    /// <summary>Moves an item between those that are offered and those that are not, as the newest.</summary>
    private void Move(int slot, bool wasOffered, bool isOffered)
    {
        if (wasOffered == isOffered)
        {
            return;
        }

        (wasOffered ? _recency : _withdrawn).Remove(slot);
        (isOffered ? _recency : _withdrawn).Add(slot);
        WithdrawnItems += isOffered ? -1 : 1;
    }

    private void EvictOldest()
    {
        var oldest = _recency.Oldest;
        if (oldest != RecencyList.None)
        {
            _recency.Remove(oldest);
        }
        else
        {
            oldest = _withdrawn.Oldest;
            _withdrawn.Remove(oldest);
            WithdrawnItems--;
            EvictedWithdrawnItems++;
        }

        if (oldest < _statements.Length)
        {
            _statements[oldest] = default;
        }

        foreach (var (_, index) in _indexes)
        {
            index.Remove(oldest);
        }

        _items.Remove(oldest);
        _popular.Remove(oldest);
        EvictedItems++;
        if (CountedBy is { } name)
        {
            SetAsideEvents.Add(name, SetAsideEvents.Evicted);
        }
    }

    /// <summary>Tells when each attribute was stated, and what was stated of showing the item.</summary>
    private struct Statements
    {
        public long Brand;
        public long Category;
        public long Path;
        public long Price;
        public long Visible;
        public long Stock;
        public bool IsHidden;
        public bool IsOutOfStock;

        public readonly bool IsOffered => !IsHidden && !IsOutOfStock;

        public readonly bool IsAny =>
            (Brand | Category | Path | Price | Visible | Stock) != 0 || !IsOffered;
    }
}
