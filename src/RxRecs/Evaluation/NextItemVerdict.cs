namespace RxRecs.Recommenders;

/// <summary>Represents how the list of one recommender fared against the item that came next.</summary>
/// <param name="Rank">The place of the item in the list, from 1; 0 where the list did not hold it.</param>
/// <param name="Items">The list.</param>
/// <param name="IsFallback">True if the list was a fallback, by its mark.</param>
/// <typeparam name="TItem">The items' type.</typeparam>
public sealed record NextItemVerdict<TItem>(int Rank, IReadOnlyList<TItem> Items, bool IsFallback)
{
    /// <summary>
    /// Gets the share of the items that the visit still brought among those shown; null without
    /// <see cref="NextItemProtocolOptions.RemainingItems"/>.
    /// </summary>
    public double? Precision { get; init; }

    /// <summary>Gets the share of those shown among the items that the visit still brought; null as above.</summary>
    public double? Recall { get; init; }

    /// <summary>Gets the average precision over the items that the visit still brought; null as above.</summary>
    public double? AveragePrecision { get; init; }
}
