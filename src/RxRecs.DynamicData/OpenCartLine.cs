namespace RxRecs.DynamicData;

/// <summary>Represents an item that lies in an open cart.</summary>
/// <param name="Key">The cart's key: a user or a session.</param>
/// <param name="Item">The item.</param>
/// <param name="Quantity">The number of pieces.</param>
/// <param name="ChangedAt">The event time of the last change to this line, in UTC.</param>
/// <param name="IsAbandoned">True if the cart has been idle for the gap.</param>
/// <typeparam name="TKey">The keys' type.</typeparam>
/// <typeparam name="TItem">The items' type.</typeparam>
public readonly record struct OpenCartLine<TKey, TItem>(
    TKey Key, TItem Item, int Quantity, DateTimeOffset ChangedAt, bool IsAbandoned);
