namespace RxRecs.Recommenders;

/// <summary>Holds an item that is near another, or near a vector.</summary>
/// <param name="Item">The item.</param>
/// <param name="Cosine">The cosine of the angle between both vectors, from -1 to 1, in double precision.</param>
/// <typeparam name="TItem">The items' type.</typeparam>
public readonly record struct ItemCosine<TItem>(TItem Item, double Cosine);
