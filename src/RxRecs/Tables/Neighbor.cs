namespace RxRecs.Recommenders;

/// <summary>Holds a neighbor of an item in a table, and how much it counts.</summary>
/// <param name="Item">The neighbor.</param>
/// <param name="Weight">
/// The weight, in single precision; finite, and negative where the neighbor speaks against.
/// </param>
/// <typeparam name="TItem">The items' type.</typeparam>
public readonly record struct Neighbor<TItem>(TItem Item, float Weight);
