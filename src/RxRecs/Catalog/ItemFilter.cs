using System.Collections;
using System.Runtime.CompilerServices;

namespace RxRecs;

/// <summary>
/// Configures which items may be recommended, whoever asks. Every rule that is given must be met; an item does not meet
/// a rule about an attribute of it that is not known. A rule that names nothing is refused, since no item could meet
/// it.
/// </summary>
public sealed record ItemFilter
{
    /// <summary>
    /// Gets the category paths to accept, each with all paths below it: <c>apparel</c> stands for <c>apparel.shoes</c>
    /// too. Null accepts any.
    /// </summary>
    /// <exception cref="ArgumentException">The collection is empty.</exception>
    public IReadOnlyCollection<string>? CategoryPaths { get; init => field = NotEmpty(value); }

    /// <summary>Gets the category ids to accept. Null accepts any.</summary>
    /// <exception cref="ArgumentException">The set is empty.</exception>
    public IReadOnlySet<Id>? Categories { get; init => field = NotEmpty(value); }

    /// <summary>Gets the brands to accept, as written. Null accepts any.</summary>
    /// <exception cref="ArgumentException">The set is empty.</exception>
    public IReadOnlySet<string>? Brands { get; init => field = NotEmpty(value); }

    /// <summary>Gets the lowest price to accept, itself included. Null accepts any.</summary>
    public decimal? MinPrice { get; init; }

    /// <summary>Gets the highest price to accept, itself included. Null accepts any.</summary>
    public decimal? MaxPrice { get; init; }

    /// <summary>Gets the least count of an item (its popularity) to be recommended; 0 for no such rule.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative or not a number.</exception>
    public double MinCount { get; init => field = OptionValue.NotNegative(value); }

    /// <summary>Refuses prices between which no item can be.</summary>
    internal void ThrowIfContradictory() => OptionValue.ThrowIfCrossed(MinPrice, MaxPrice);

    /// <summary>Determines whether an item meets every rule.</summary>
    /// <param name="facts">The facts of the item.</param>
    /// <param name="popularity">The popularity of the item.</param>
    /// <returns>True if the item meets every rule.</returns>
    public bool Accepts(in ItemFacts facts, double popularity) =>
        popularity >= MinCount
        && (Brands is null || (facts.Brand is not null && Brands.Contains(facts.Brand)))
        && (Categories is null || (!facts.Category.IsNone && Categories.Contains(facts.Category)))
        && (CategoryPaths is null || IsBelowAny(facts.CategoryPath))
        && (MinPrice is null || facts.Price >= MinPrice)
        && (MaxPrice is null || facts.Price <= MaxPrice);

    private static T? NotEmpty<T>(T? names, [CallerMemberName] string option = "")
        where T : class, IEnumerable =>
        names is null || names.Cast<object>().Any()
            ? names
            : throw new ArgumentException(
                $"{option} names nothing, so that no item could be recommended; null takes any.", option);

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
