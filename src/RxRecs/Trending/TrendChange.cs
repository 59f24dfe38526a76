namespace RxRecs;

/// <summary>Represents the change of one item's count from one period to the next.</summary>
/// <param name="Item">The item.</param>
/// <param name="Before">The count in the earlier period.</param>
/// <param name="Now">The count in the later period.</param>
/// <param name="Score">The score of the change, or null where it is not defined.</param>
/// <typeparam name="TItem">The items' type.</typeparam>
public readonly record struct TrendChange<TItem>(TItem Item, double Before, double Now, double? Score)
{
    /// <summary>
    /// Gets a value indicating whether the item was counted in the later period and not in the earlier one.
    /// </summary>
    public bool IsNew => Before == 0 && Now > 0;
}
