namespace RxRecs;

/// <summary>Represents what is known of an item so far.</summary>
/// <param name="Item">The item.</param>
/// <param name="Facts">
/// The brand, category and path that the shop stated last, or else the first that an event gave; the price likewise, or
/// else the last of an event.
/// </param>
/// <param name="Popularity">The sum of the weights of its events.</param>
/// <typeparam name="TItem">The items' type.</typeparam>
public readonly record struct CatalogItem<TItem>(TItem Item, ItemFacts Facts, double Popularity)
{
    /// <summary>Gets a value indicating whether the shop hides the item.</summary>
    public bool IsHidden { get; init; }

    /// <summary>Gets a value indicating whether the item is out of stock.</summary>
    public bool IsOutOfStock { get; init; }

    /// <summary>Gets a value indicating whether the item may be in a list: neither hidden nor out of stock.</summary>
    public bool IsOffered => !IsHidden && !IsOutOfStock;
}
