namespace RxRecs;

/// <summary>Says what the events have told about an item so far.</summary>
/// <param name="Item">The item.</param>
/// <param name="Facts">The first brand, category and category path that an event gave, and the last price.</param>
/// <param name="Popularity">The sum of the weights of its events.</param>
/// <typeparam name="TItem">The items' type.</typeparam>
public readonly record struct CatalogItem<TItem>(TItem Item, ItemFacts Facts, double Popularity);
