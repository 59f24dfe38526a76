namespace RxRecs;

/// <summary>
/// Which items may be recommended, whoever asks. Every rule that is given must be met; an item of which the asked-for
/// thing is not known does not meet it.
/// </summary>
public sealed record ItemFilter
{
    private readonly double _minCount;

    /// <summary>Items that are never recommended: out of stock, recalled.</summary>
    public IReadOnlySet<Id>? Excluded { get; init; }

    /// <summary>
    /// Category paths, each with all paths below it: <c>apparel</c> stands for <c>apparel.shoes</c> too. Null: any.
    /// </summary>
    public IReadOnlyCollection<string>? CategoryPaths { get; init; }

    /// <summary>Category ids. Null: any.</summary>
    public IReadOnlySet<Id>? Categories { get; init; }

    /// <summary>Brands, as written. Null: any.</summary>
    public IReadOnlySet<string>? Brands { get; init; }

    /// <summary>The lowest price, itself included. Null: any.</summary>
    public decimal? MinPrice { get; init; }

    /// <summary>The highest price, itself included. Null: any.</summary>
    public decimal? MaxPrice { get; init; }

    /// <summary>
    /// How much an item must have been counted (its popularity) to be recommended; 0 for no such rule.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative or not a number.</exception>
    public double MinCount
    {
        get => _minCount;
        init => _minCount = value >= 0
            ? value
            : throw new ArgumentOutOfRangeException(nameof(MinCount), value, "A count is not negative.");
    }

    /// <summary>Whether an item meets every rule.</summary>
    /// <param name="item">The item.</param>
    /// <param name="catalog">What is known of the items.</param>
    /// <returns>True if it does.</returns>
    public bool Accepts(Id item, ItemCatalog catalog)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        if (Excluded is not null && Excluded.Contains(item))
        {
            return false;
        }

        var isKnown = catalog.TryGet(item, out var found);
        return (MinCount == 0 || found.Popularity >= MinCount)
            && (Brands is null || (found.Brand is not null && Brands.Contains(found.Brand)))
            && (Categories is null || (isKnown && Categories.Contains(found.Category)))
            && (CategoryPaths is null || IsBelowAny(found.CategoryPath))
            && (MinPrice is null || found.Price >= MinPrice)
            && (MaxPrice is null || found.Price <= MaxPrice);
    }

    private bool IsBelowAny(string? path)
    {
        if (path is null)
        {
            return false;
        }

        foreach (var top in CategoryPaths!)
        {
            if (path.StartsWith(top, StringComparison.Ordinal)
                && (path.Length == top.Length || path[top.Length] == '.'))
            {
                return true;
            }
        }

        return false;
    }
}
