using RxRecs.Machines;
using RxRecs.Recommenders;

namespace RxRecs;

/// <summary>Proposes what is popular within the last day of event time; the value is the popularity.</summary>
internal sealed class PopularOfDayCandidates<TUser, TItem>(PopularOfDayState<TItem> state)
    : ICandidateSource<TUser, TItem>
    where TItem : notnull
{
    /// <inheritdoc/>
    public RecommendationSource Source => RecommendationSource.PopularOfDay;

    /// <inheritdoc/>
    public void Propose(in RecommendationRequest<TUser, TItem> request, CandidateSink<TItem> candidates)
    {
        ArgumentNullException.ThrowIfNull(candidates);
        if (candidates.Wanted == 0)
        {
            return;
        }

        foreach (var (item, count) in state.Items)
        {
            if (!candidates.Add(item, count))
            {
                return;
            }
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<ScoreContribution<TItem>> Explain(
        in RecommendationRequest<TUser, TItem> request, TItem item) =>
        SoleContribution.Popular<TItem>(Source, state.CountOf(item));
}
