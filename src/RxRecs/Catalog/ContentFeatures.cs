namespace RxRecs.Recommenders;

/// <summary>Holds the features of an item's content; see <see cref="ContentOptions"/>.</summary>
/// <param name="Path">The category path; null where it is not known or empty.</param>
/// <param name="Category">The category's id, or none.</param>
/// <param name="Brand">The brand; null where it is not known or empty.</param>
/// <param name="Band">The price band; null where there is no price.</param>
internal readonly record struct ContentFeatures(string? Path, Id Category, string? Brand, int? Band)
{
    private const int FreeBand = int.MinValue;

    public static ContentFeatures Of(in ItemFacts facts, ContentOptions options) => new(
        string.IsNullOrEmpty(facts.CategoryPath) ? null : facts.CategoryPath,
        facts.Category,
        string.IsNullOrEmpty(facts.Brand) ? null : facts.Brand,
        facts.Price is { } price && price >= 0 ? BandOf(price, options.PriceFactor) : null);

    /// <summary>Counts the levels of a path, such as 2 of <c>apparel.shoes</c>.</summary>
    public static int LevelsOf(string? path) => path is null ? 0 : path.AsSpan().Count('.') + 1;

    /// <summary>Counts the levels that two paths have in common from the top.</summary>
    public static int SharedLevels(string? x, string? y)
    {
        if (x is null || y is null)
        {
            return 0;
        }

        var common = x.AsSpan().CommonPrefixLength(y);
        var ends = (common == x.Length || x[common] == '.') && (common == y.Length || y[common] == '.');
        return x.AsSpan(0, common).Count('.') + (ends ? 1 : 0);
    }

    public double Weight(ContentOptions options) =>
        (options.CategoryWeight * (LevelsOf(Path) + (Category.IsNone ? 0 : 1)))
        + (Brand is null ? 0 : options.BrandWeight)
        + (Band is null ? 0 : options.PriceWeight);

    public double SharedWeight(in ContentFeatures other, ContentOptions options) =>
        (options.CategoryWeight
            * (SharedLevels(Path, other.Path) + (!Category.IsNone && Category == other.Category ? 1 : 0)))
        + (Brand is not null && Brand == other.Brand ? options.BrandWeight : 0)
        + (Band is not null && Band == other.Band ? options.PriceWeight : 0);

    public double Similarity(in ContentFeatures other, ContentOptions options) =>
        Weight(options) is > 0 and var weight ? SharedWeight(other, options) / weight : 0;

    /// <summary>Finds the band by multiplying: exact at its ends, where logarithms are not.</summary>
    private static int BandOf(decimal price, decimal factor)
    {
        if (price == 0)
        {
            return FreeBand;
        }

        var (band, bound) = (0, 1m);
        for (; price < bound; band--)
        {
            bound /= factor;
            if (bound == 0)
            {
                return band;
            }
        }

        for (; price >= bound * factor; band++)
        {
            bound *= factor;
        }

        return band;
    }
}
