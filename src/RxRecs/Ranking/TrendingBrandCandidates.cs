using RxRecs.Machines;

namespace RxRecs;

/// <summary>
/// What rises in the shop and is of a brand that the user touched lately; the value is the
/// trend's score, the detail the brand.
/// </summary>
/// <param name="report">The newest report, or null while there is none.</param>
/// <param name="brands">The last brands per user.</param>
/// <param name="catalog">What is known of the items.</param>
/// <typeparam name="TUser">The users' type.</typeparam>
public sealed class TrendingBrandCandidates<TUser>(
    Func<TrendReport<Id>?> report, LastPerKeyState<TUser, string> brands, ItemCatalog catalog)
    : ICandidateSource<TUser, Id>
    where TUser : notnull
{
    private readonly HashSet<string> _recent = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public RecommendationSource Source => RecommendationSource.TrendingBrand;

    /// <inheritdoc/>
    public void Propose(TUser user, CandidateSink<Id> candidates)
    {
        ArgumentNullException.ThrowIfNull(candidates);
        var own = brands.Newest(user);
        if (own.IsEmpty || report() is not { } newest)
        {
            return;
        }

        _recent.Clear();
        foreach (var brand in own)
        {
            _recent.Add(brand);
        }

        for (var i = 0; i < newest.Rising.Count && candidates.Wanted > 0; i++)
        {
            var change = newest.Rising[i];
            if (catalog.TryGet(change.Item, out var item) && item.Brand is { } brand && _recent.Contains(brand))
            {
                candidates.Add(change.Item, change.Score ?? 0, brand);
            }
        }
    }
}
