namespace RxRecs;

/// <summary>
/// Makes a result from a change and the cart's open lines, without allocating. It runs when the change has been made:
/// an exception ends the operator; a machine that is run by hand is to be dropped then, or restored.
/// </summary>
/// <param name="change">The change.</param>
/// <param name="openLines">The cart's open lines, in the order that the options ask for; empty for a key that has
/// left.</param>
/// <typeparam name="TKey">The keys' type.</typeparam>
/// <typeparam name="TItem">The items' type.</typeparam>
/// <typeparam name="TResult">What comes out.</typeparam>
/// <returns>The result.</returns>
public delegate TResult CartResultSelector<TKey, TItem, out TResult>(
    CartChange<TKey, TItem> change, ReadOnlySpan<CartLine<TItem>> openLines);
