using RxRecs.Machines;
using RxRecs.Recommenders;

namespace RxRecs;

/// <summary>
/// Proposes what rises in the shop and is of a brand that the user touched lately; the value is the
/// trend's score, the detail the brand.
/// </summary>
/// <param name="report">The newest report, or null while there is none.</param>
/// <param name="brands">The last brands per user.</param>
/// <param name="catalog">The catalog of the items.</param>
/// <typeparam name="TUser">The users' type.</typeparam>
/// <typeparam name="TItem">The items' type.</typeparam>
internal sealed class TrendingBrandCandidates<TUser, TItem>(
    Func<TrendReport<TItem>?> report, ILastItems<TUser, string> brands, ItemCatalog<TItem> catalog)
    : ICandidateSource<TUser, TItem>
    where TUser : notnull
    where TItem : notnull
{
    private readonly HashSet<string> _recent = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public RecommendationSource Source => RecommendationSource.TrendingBrand;

    /// <inheritdoc/>
    public void Propose(in RecommendationRequest<TUser, TItem> request, CandidateSink<TItem> candidates)
    {
        ArgumentNullException.ThrowIfNull(candidates);
        var own = brands.Newest(request.User);
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
            if (catalog.TryGet(change.Item, out var item) && item.Facts.Brand is { } brand && _recent.Contains(brand))
            {
                candidates.Add(change.Item, change.Score ?? 0, brand);
            }
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<ScoreContribution<TItem>> Explain(
        in RecommendationRequest<TUser, TItem> request, TItem item) =>
        catalog.TryGet(item, out var found) && found.Facts.Brand is { } brand
            ? SoleContribution.Trend(Source, report(), item, brand)
            : [];
}
