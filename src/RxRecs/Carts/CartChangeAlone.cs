namespace RxRecs;

/// <summary>Holds the result selector that takes the change alone: for it, no cart is read.</summary>
internal static class CartChangeAlone<TKey, TItem>
{
    public static readonly Func<CartChange<TKey, TItem>, ReadOnlySpan<CartLine<TItem>>, CartChange<TKey, TItem>>
        Selector = static (change, _) => change;
}
