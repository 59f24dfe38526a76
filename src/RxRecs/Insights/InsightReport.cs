namespace RxRecs.Analytics;

/// <summary>Reports to a shop's owner what one period was like, and what has changed since the one before.</summary>
/// <param name="Start">The first instant of the period, in UTC.</param>
/// <param name="End">The first instant after it, in UTC.</param>
/// <param name="Now">The figures of the period.</param>
/// <typeparam name="TItem">The items' type.</typeparam>
public sealed record InsightReport<TItem>(DateTimeOffset Start, DateTimeOffset End, InsightFigures Now)
    where TItem : notnull
{
    /// <summary>Gets the figures of the period before; null in the first report.</summary>
    public InsightFigures? Before { get; init; }

    /// <summary>
    /// Gets a value indicating whether the input ended before the period did. Its counts then say nothing about what
    /// rises or falls, and nothing is reported of that unless <see cref="TrendRankingOptions.IncludePartial"/>.
    /// </summary>
    public bool IsPartial { get; init; }

    /// <summary>
    /// Gets the number of empty periods directly before it that have no report, as there were too many in a row.
    /// </summary>
    public long SkippedBefore { get; init; }

    /// <summary>Gets the items that rise and fall by demand.</summary>
    public InsightTrends<TItem> Items { get; init; } = new();

    /// <summary>Gets the categories that rise and fall by demand: paths, or ids where an item has no path.</summary>
    public InsightTrends<Id> Categories { get; init; } = new();

    /// <summary>Gets the brands that rise and fall by demand.</summary>
    public InsightTrends<string> Brands { get; init; } = new();

    /// <summary>
    /// Gets the items whose views rise and whose demand falls, or the other way round, both by enough to be reported.
    /// They are ordered by the lesser of the two changes, the greatest first, then by item.
    /// </summary>
    public IReadOnlyList<InsightContrast<TItem>> Contrasts { get; init; } = [];

    /// <summary>
    /// Gets the items whose demand rises while that of their category falls, or the other way round, both by enough to
    /// be reported. The greater of the lesser of the two changes first, then the lower item.
    /// </summary>
    public IReadOnlyList<InsightAgainstCategory<TItem>> AgainstCategory { get; init; } = [];

    /// <summary>
    /// Gets a value indicating whether counts are approximate, as there were more items, categories or brands than are
    /// counted exactly, or more users than are kept.
    /// </summary>
    public bool IsApproximate { get; init; }

    /// <inheritdoc/>
    public override string ToString() =>
        $"insights {Start:u} to {End:u}: {Items.Rising.Count} items rising, {Items.Falling.Count} falling, "
        + $"{Now.CartsLeft.Count} carts left{(IsPartial ? ", partial" : "")}";
}
