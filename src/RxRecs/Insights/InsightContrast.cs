namespace RxRecs.Analytics;

/// <summary>
/// Represents an item that is viewed more and wanted less than in the period before, or the other way round.
/// </summary>
/// <param name="Item">The item.</param>
/// <param name="Views">The change of its views.</param>
/// <param name="Demand">The change of its demand, by <see cref="InsightOptions.Weights"/>.</param>
/// <typeparam name="TItem">The items' type.</typeparam>
public sealed record InsightContrast<TItem>(TItem Item, TrendChange<TItem> Views, TrendChange<TItem> Demand)
    where TItem : notnull
{
    /// <summary>Gets what is known of the item: brand, category and price.</summary>
    public ItemFacts Facts { get; init; }
}
