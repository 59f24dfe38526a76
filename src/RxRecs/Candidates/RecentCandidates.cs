using RxRecs.Machines;
using RxRecs.Recommenders;

namespace RxRecs;

/// <summary>
/// Proposes what a user touched last, newest first; the value is the place in the history, from 1, and the score
/// 1 / place.
/// </summary>
/// <param name="history">The last items per user.</param>
/// <typeparam name="TUser">The users' type.</typeparam>
/// <typeparam name="TItem">The items' type.</typeparam>
internal sealed class RecentCandidates<TUser, TItem>(ILastItems<TUser, TItem> history)
    : ICandidateSource<TUser, TItem>
    where TUser : notnull
{
    /// <inheritdoc/>
    public RecommendationSource Source => RecommendationSource.History;

    /// <inheritdoc/>
    public void Propose(in RecommendationRequest<TUser, TItem> request, CandidateSink<TItem> candidates)
    {
        ArgumentNullException.ThrowIfNull(candidates);
        var items = history.Newest(request.User);
        for (var i = 0; i < items.Length; i++)
        {
            if (!candidates.Add(items[i], i + 1, 1d / (i + 1), null))
            {
                return;
            }
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<ScoreContribution<TItem>> Explain(
        in RecommendationRequest<TUser, TItem> request, TItem item)
    {
        var items = history.Newest(request.User);
        for (var i = 0; i < items.Length; i++)
        {
            if (EqualityComparer<TItem>.Default.Equals(items[i], item))
            {
                return SoleContribution.Touched<TItem>(i + 1);
            }
        }

        return [];
    }
}
