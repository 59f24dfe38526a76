namespace RxRecs.Analytics;

/// <summary>Tells what rises and what falls, of one kind of thing.</summary>
/// <typeparam name="TItem">The type of the items that are counted.</typeparam>
public sealed record InsightTrends<TItem>
    where TItem : notnull
{
    /// <summary>Gives what rises: higher score first, then higher count, then lower item.</summary>
    public IReadOnlyList<InsightChange<TItem>> Rising { get; init; } = [];

    /// <summary>Gives what falls: lower score first, then higher count before, then lower item.</summary>
    public IReadOnlyList<InsightChange<TItem>> Falling { get; init; } = [];

    /// <summary>Gives what does both: it rises or falls now, and went the other way in an earlier period that is kept
    /// (<see cref="InsightChange{TItem}.TurnedFrom"/>). The greatest change first, then the lower item.</summary>
    public IReadOnlyList<InsightChange<TItem>> Turning { get; init; } = [];

    /// <summary>Tells by how much a count of either period may be too low; 0 where all are exact.</summary>
    public double MaxError { get; init; }
}
