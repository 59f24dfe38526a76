using RxRecs.Machines;
using RxRecs.Recommenders;

namespace RxRecs;

/// <summary>
/// Proposes what rises in the shop, best first, the same for everybody; the value is the trend's score.
/// </summary>
/// <param name="report">The newest report, or null while there is none.</param>
/// <typeparam name="TUser">The users' type.</typeparam>
/// <typeparam name="TItem">The items' type.</typeparam>
internal sealed class TrendCandidates<TUser, TItem>(Func<TrendReport<TItem>?> report) : ICandidateSource<TUser, TItem>
    where TItem : notnull
{
    /// <inheritdoc/>
    public RecommendationSource Source => RecommendationSource.Trending;

    /// <inheritdoc/>
    public void Propose(in RecommendationRequest<TUser, TItem> request, CandidateSink<TItem> candidates)
    {
        ArgumentNullException.ThrowIfNull(candidates);
        if (report() is not { } newest)
        {
            return;
        }

        for (var i = 0; i < newest.Rising.Count; i++)
        {
            var change = newest.Rising[i];
            if (!candidates.Add(change.Item, change.Score ?? 0))
            {
                return;
            }
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<ScoreContribution<TItem>> Explain(
        in RecommendationRequest<TUser, TItem> request, TItem item) => SoleContribution.Trend(Source, report(), item);
}
