namespace RxRecs;

/// <summary>Holds what an item has sold.</summary>
/// <param name="Item">The item.</param>
/// <param name="Pieces">The number of pieces sold, returns taken off.</param>
/// <param name="Revenue">The revenue of the pieces in the shop's currency; pieces of unknown price add nothing.</param>
/// <typeparam name="TItem">The items' type.</typeparam>
internal readonly record struct ItemSales<TItem>(TItem Item, long Pieces, decimal Revenue);
