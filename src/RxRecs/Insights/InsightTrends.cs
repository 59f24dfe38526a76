namespace RxRecs.Analytics;

/// <summary>Represents what rises and what falls among items, categories or brands.</summary>
/// <typeparam name="TItem">The type of the items that are counted.</typeparam>
public sealed record InsightTrends<TItem>
    where TItem : notnull
{
    /// <summary>Gets what rises: higher score first, then higher count, then lower item.</summary>
    public IReadOnlyList<InsightChange<TItem>> Rising { get; init; } = [];

    /// <summary>Gets what falls: lower score first, then higher count before, then lower item.</summary>
    public IReadOnlyList<InsightChange<TItem>> Falling { get; init; } = [];

    /// <summary>
    /// Gets what does both: what rises or falls now, and went the other way in an earlier period that is kept
    /// (<see cref="InsightChange{TItem}.TurnedFrom"/>). The greatest change first, then the lower item.
    /// </summary>
    public IReadOnlyList<InsightChange<TItem>> Turning { get; init; } = [];

    /// <summary>
    /// Gets the greatest amount by which a count of either period may be too low; 0 where all are exact.
    /// </summary>
    public double MaxError { get; init; }
}
