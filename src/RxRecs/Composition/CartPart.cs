using RxRecs.Machines;

namespace RxRecs;

/// <summary>The open carts, as <c>CartMinusPurchase</c> gives their changes.</summary>
internal sealed class CartPart<TKey, TItem>(
    IObservable<CartChange<TKey, TItem>> stream, int maxKeys, int maxItems)
    : StatePart<CartChange<TKey, TItem>, CartState<TKey, TItem>>(
        stream, (int)Math.Min((long)maxKeys * maxItems, Array.MaxLength))
    where TKey : notnull
{
    private readonly CartState<TKey, TItem> _own = new(
        new CartOptions { AllowedLateness = TimeSpan.Zero, MaxKeys = maxKeys, MaxItemsPerCart = maxItems });

    public CartState<TKey, TItem> Carts => State ?? _own;

    protected override ISaved Kept => _own;

    public bool Knows(TKey key) => !Carts.Open(key).IsEmpty || !Carts.Closed(key).IsEmpty;

    /// <summary>
    /// Brings an item to where the change says that it is, whatever came of it before: of changes that wait only the
    /// newest of each item is kept.
    /// </summary>
    public override void Put(CartChange<TKey, TItem> value)
    {
        if (value.Kind == CartChangeKind.Forgotten)
        {
            foreach (var line in _own.Open(value.Key).ToArray())
            {
                Apply(value, line.Item, CartAction.Remove, 0);
            }
        }
        else if (ActionOf(value.Kind) is not CartAction.None and var action)
        {
            Bring(value, action);
        }
        else if (value.Kind == CartChangeKind.QuantityChanged)
        {
            ChangeQuantity(value);
        }
    }

    /// <summary>Gives the cart and the item, or the cart alone; nothing for what changes no cart.</summary>
    protected override object? KeyOf(CartChange<TKey, TItem> value) =>
        value.Kind is CartChangeKind.Forgotten or CartChangeKind.QuantityChanged
        || ActionOf(value.Kind) != CartAction.None
            ? (value.Key, value.Item)
            : null;

    private static CartAction ActionOf(CartChangeKind kind) => kind switch
    {
        CartChangeKind.Added or CartChangeKind.Reopened => CartAction.Add,
        CartChangeKind.Removed or CartChangeKind.Dropped => CartAction.Remove,
        CartChangeKind.Purchased or CartChangeKind.UnknownPurchased => CartAction.Purchase,
        _ => CartAction.None,
    };

    /// <summary>Takes more pieces as added again, which makes the item the newest, and fewer as taken out.</summary>
    private void ChangeQuantity(CartChange<TKey, TItem> change)
    {
        var before = QuantityOf(change);
        if (change.Quantity > before)
        {
            Apply(change, change.Item!, CartAction.Add, change.Quantity - before);
        }
        else
        {
            Apply(change, change.Item!, CartAction.SetQuantity, change.Quantity);
        }
    }

    private void Bring(CartChange<TKey, TItem> change, CartAction action)
    {
        var isOpen = QuantityOf(change) > 0;
        if (isOpen && action == CartAction.Add)
        {
            // It went out in between.
            Apply(change, change.Item!, CartAction.Remove, 0);
        }
        else if (!isOpen && action == CartAction.Remove)
        {
            // It came in between: a purchase closes what is not open as well.
            action = CartAction.Purchase;
        }

        Apply(change, change.Item!, action, change.Quantity);
    }

    private int QuantityOf(CartChange<TKey, TItem> change)
    {
        foreach (ref readonly var line in _own.Open(change.Key))
        {
            if (EqualityComparer<TItem>.Default.Equals(line.Item, change.Item))
            {
                return line.Quantity;
            }
        }

        return 0;
    }

    private void Apply(CartChange<TKey, TItem> change, TItem item, CartAction action, int quantity)
    {
        var applied = new CartEvent<TKey, TItem>(change.Key, item, action, quantity);
        foreach (ref readonly var each in _own.Apply(applied, change.EventTime))
        {
            if (each.Kind is CartChangeKind.Forgotten or CartChangeKind.Dropped)
            {
                SetAsideEvents.Add(
                    nameof(RecsObservable.Recommend),
                    each.Kind == CartChangeKind.Forgotten ? SetAsideEvents.Evicted : SetAsideEvents.TooManyItems);
            }
        }
    }
}
