namespace RxRecs.Analytics;

/// <summary>
/// Tells which sales count, and how they rank. The filters on interactions apply to the overload for them.
/// </summary>
public sealed record SalesRankingOptions
{
    /// <summary>Tells what is ranked by; ties go by the other measure, then to the lower item.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is none of the enum's.</exception>
    public SalesMeasure Measure { get; init => field = OptionValue.Defined(value); } = SalesMeasure.Pieces;

    /// <summary>Tells how many pieces an item must have sold to be ranked, at least 1.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not positive.</exception>
    public long MinimumPieces { get; init => field = OptionValue.Positive(value); } = 1;

    /// <summary>
    /// Limits how many items are known, 1,000,000 unless given. A sale of one more is refused: it is in no ranking, and
    /// is counted on the meter <c>RxRecs</c>.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not positive.</exception>
    public int MaxItems { get; init => field = OptionValue.Positive(value); } = 1_000_000;

    /// <summary>Keeps only this category; <see cref="Id.None"/> for all.</summary>
    public Id Category { get; init; }

    /// <summary>
    /// Keeps only this category path and those below it (<c>apparel</c> takes <c>apparel.shoes</c>); null for all.
    /// </summary>
    public string? CategoryPath { get; init; }

    /// <summary>Keeps only this brand; null for all.</summary>
    public string? Brand { get; init; }

    /// <summary>
    /// Keeps only sales from this price of one piece on; null for all. An interaction without a price is then left
    /// out.
    /// </summary>
    public decimal? LowestPrice { get; init; }

    /// <summary>
    /// Keeps only sales up to this price of one piece, itself included; null for all. An interaction without a price is
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
