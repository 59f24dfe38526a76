namespace RxRecs.Analytics;

/// <summary>
/// Provides the options of which sales count, and how they rank. The filters on interactions apply to the overload for
/// them.
/// </summary>
public sealed record SalesRankingOptions
{
    /// <summary>Gets the measure to rank by; ties go by the other measure, then to the lower item.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is none of the enum's.</exception>
    public SalesMeasure Measure { get; init => field = OptionValue.Defined(value); } = SalesMeasure.Pieces;

    /// <summary>
    /// Gets the least number of pieces that an item must have sold to be ranked, at least 1. The default is 1.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not positive.</exception>
    public long MinimumPieces { get; init => field = OptionValue.Positive(value); } = 1;

    /// <summary>
    /// Gets the maximum number of items that are known. The default is 1,000,000. A sale of one more is refused: it is
    /// in no ranking, and is counted on the meter <c>RxRecs</c>.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not positive.</exception>
    public int MaxItems { get; init => field = OptionValue.Positive(value); } = 1_000_000;

    /// <summary>Gets the category to keep; <see cref="Id.None"/> for all.</summary>
    public Id Category { get; init; }

    /// <summary>
    /// Gets the category path to keep, with those below it (<c>apparel</c> takes <c>apparel.shoes</c>); null for all.
    /// </summary>
    public string? CategoryPath { get; init; }

    /// <summary>Gets the brand to keep; null for all.</summary>
    public string? Brand { get; init; }

    /// <summary>
    /// Gets the lowest price of one piece to keep, itself included; null for all. An interaction without a price is
    /// then left out.
    /// </summary>
    public decimal? LowestPrice { get; init; }

    /// <summary>
    /// Gets the highest price of one piece to keep, itself included; null for all. An interaction without a price is
    /// then left out.
    /// </summary>
    public decimal? HighestPrice { get; init; }

    /// <summary>Refuses prices between which no sale can be.</summary>
    internal void ThrowIfContradictory() => OptionValue.ThrowIfCrossed(LowestPrice, HighestPrice);

    internal bool Takes(Interaction value) =>
        value.Kind == InteractionKind.Purchase
        && (Category.IsNone || value.Category == Category)
        && (CategoryPath is null || IsAtOrBelow(value.CategoryPath, CategoryPath))
        && (Brand is null || string.Equals(value.Brand, Brand, StringComparison.Ordinal))
        && (LowestPrice is null || value.Price >= LowestPrice)
        && (HighestPrice is null || value.Price <= HighestPrice);

    private static bool IsAtOrBelow(string? path, string category) =>
        path is not null
        && path.StartsWith(category, StringComparison.Ordinal)
        && (path.Length == category.Length || path[category.Length] == '.');
}
