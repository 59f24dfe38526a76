namespace RxRecs;

/// <summary>What the events say about an item.</summary>
/// <param name="Item">The item.</param>
/// <param name="Brand">The first brand that an event gave, or null.</param>
/// <param name="Category">
/// The first category id that an event gave, or <see cref="Id.None"/>.
/// </param>
/// <param name="CategoryPath">The first category path that an event gave, or null.</param>
/// <param name="Price">The last price that an event gave, in the order of arrival, or null.</param>
/// <param name="Popularity">The sum of the weights of its events.</param>
public readonly record struct CatalogItem(
    Id Item, string? Brand, Id Category, string? CategoryPath, decimal? Price, double Popularity);
