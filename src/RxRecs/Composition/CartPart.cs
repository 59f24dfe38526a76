using RxRecs.Machines;

namespace RxRecs;

/// <summary>The open carts, as <c>CartMinusPurchase</c> gives their changes.</summary>
internal sealed class CartPart<TKey, TItem>(IObservable<CartChange<TKey, TItem>> stream, int maxKeys)
    : StatePart<CartChange<TKey, TItem>, CartState<TKey, TItem>>(stream)
    where TKey : notnull
{
    private readonly CartState<TKey, TItem> _own =
        new(new CartOptions { AllowedLateness = TimeSpan.Zero, MaxKeys = maxKeys });

    public CartState<TKey, TItem> Carts => State ?? _own;

    protected override ISaved Kept => _own;

    public bool Knows(TKey key) => !Carts.Open(key).IsEmpty || !Carts.Closed(key).IsEmpty;

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
            Apply(value, value.Item!, action, value.Quantity);
        }
        else if (value.Kind == CartChangeKind.QuantityChanged)
        {
            ChangeQuantity(value);
        }
    }

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
        var before = 0;
        foreach (ref readonly var line in _own.Open(change.Key))
        {
            before = EqualityComparer<TItem>.Default.Equals(line.Item, change.Item) ? line.Quantity : before;
        }

        if (change.Quantity > before)
        {
            Apply(change, change.Item!, CartAction.Add, change.Quantity - before);
        }
        else
        {
            Apply(change, change.Item!, CartAction.SetQuantity, change.Quantity);
        }
    }

    private void Apply(CartChange<TKey, TItem> change, TItem item, CartAction action, int quantity) =>
        _own.Apply(new CartEvent<TKey, TItem>(change.Key, item, action, quantity), change.EventTime);
}
