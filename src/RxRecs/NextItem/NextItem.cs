namespace RxRecs.Recommenders;

/// <summary>Represents an item that may come next in a visit.</summary>
/// <param name="Item">The item.</param>
/// <param name="Score">The strength of the recommendation, comparable within one list only.</param>
/// <typeparam name="TItem">The items' type.</typeparam>
public readonly record struct NextItem<TItem>(TItem Item, double Score);
