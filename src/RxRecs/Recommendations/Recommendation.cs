namespace RxRecs;

/// <summary>Represents one recommended item.</summary>
/// <param name="Item">The item.</param>
/// <param name="Score">
/// The score that the item was ranked by: higher is better, comparable within one list only.
/// </param>
/// <param name="Reason">The reason why the item is in the list.</param>
/// <typeparam name="TItem">The items' type.</typeparam>
public readonly record struct Recommendation<TItem>(TItem Item, double Score, RecommendationReason Reason);
