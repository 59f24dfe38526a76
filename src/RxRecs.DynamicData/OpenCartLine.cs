namespace RxRecs.DynamicData;

/// <summary>An item that lies in an open cart.</summary>
/// <param name="Key">Whose cart: a user or a session.</param>
/// <param name="Item">The item.</param>
/// <param name="Quantity">How many pieces.</param>
/// <param name="ChangedAt">Event time of the last change to this line, in UTC.</param>
/// <param name="IsAbandoned">Whether the cart has been idle for the gap.</param>
/// <typeparam name="TKey">The keys' type.</typeparam>
/// <typeparam name="TItem">The items' type.</typeparam>
public readonly record struct OpenCartLine<TKey, TItem>(
    TKey Key, TItem Item, int Quantity, DateTimeOffset ChangedAt, bool IsAbandoned);
