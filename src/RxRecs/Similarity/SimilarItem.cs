namespace RxRecs;

/// <summary>Represents an item that users with similar interests hold.</summary>
/// <param name="Item">The item.</param>
/// <param name="Score">The sum of the similarities of all other users who hold it; above 0.</param>
/// <typeparam name="TItem">The items' type.</typeparam>
public readonly record struct SimilarItem<TItem>(TItem Item, double Score)
{
    /// <summary>
    /// Gets the greatest error of the score; 0 where it is exact, as it is while none of the asking user's items has
    /// more than <see cref="SimilarItemsOptions.MaxHolders"/> holders.
    /// </summary>
    public double Error { get; init; }
}
