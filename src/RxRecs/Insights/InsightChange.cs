namespace RxRecs.Analytics;

/// <summary>Represents the rise or fall of an item, category or brand, and its start.</summary>
/// <param name="Item">The item, category or brand.</param>
/// <param name="Before">The count in the period before.</param>
/// <param name="Now">The count in the period of the report.</param>
/// <param name="Score">The size of the change: <c>(now - before) / sqrt(now + before)</c>, below 0 where it
/// falls.</param>
/// <typeparam name="TItem">The type of the items that are counted.</typeparam>
public sealed record InsightChange<TItem>(TItem Item, double Before, double Now, double Score)
    where TItem : notnull
{
    /// <summary>Gets what is known of the item: brand, category and price; nothing for a category or brand.</summary>
    public ItemFacts Facts { get; init; }

    /// <summary>
    /// Gets the start of the period in which the rise or fall began: from there on each period has counted more, or
    /// each has counted less, than the one before it.
    /// </summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>Gets the count in the period before <see cref="Since"/>.</summary>
    public required double CountBefore { get; init; }

    /// <summary>
    /// Gets a value indicating whether it may have begun earlier, in a period that is no longer kept.
    /// </summary>
    public bool MayBeOlder { get; init; }

    /// <summary>
    /// Gets the start of the newest earlier period that changed the other way by enough to be reported; null where no
    /// kept period did.
    /// </summary>
    public DateTimeOffset? TurnedFrom { get; init; }

    /// <summary>Gets the counts of the periods that are kept, the newest last.</summary>
    public IReadOnlyList<double> Counts { get; init; } = [];
}
