namespace RxRecs.Analytics;

/// <summary>
/// Represents an item that is wanted more while its category is wanted less than in the period before, or the other way
/// round.
/// </summary>
/// <param name="Item">The item.</param>
/// <param name="Demand">The change of its demand, by <see cref="InsightOptions.Weights"/>.</param>
/// <param name="Category">The change of its category's demand, the item's own included.</param>
/// <typeparam name="TItem">The items' type.</typeparam>
public sealed record InsightAgainstCategory<TItem>(TItem Item, TrendChange<TItem> Demand, TrendChange<Id> Category)
    where TItem : notnull
{
    /// <summary>Gets what is known of the item: brand, category and price.</summary>
    public ItemFacts Facts { get; init; }
}
