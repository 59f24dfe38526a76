using RxRecs.Machines;
using RxRecs.Recommenders;

namespace RxRecs;

/// <summary>
/// Proposes what a user bought and may buy again by now, best first, the last bought first among equals; value and
/// score are how likely that is.
/// </summary>
internal sealed class BuyAgainCandidates<TUser, TItem>(BuyAgainState<TUser, TItem> state)
    : ICandidateSource<TUser, TItem>
    where TUser : notnull
    where TItem : notnull
{
    private readonly List<(TItem Item, double Score)> _found = [];

    /// <inheritdoc/>
    public RecommendationSource Source => RecommendationSource.BuyAgain;

    /// <inheritdoc/>
    public void Propose(in RecommendationRequest<TUser, TItem> request, CandidateSink<TItem> candidates)
    {
        ArgumentNullException.ThrowIfNull(candidates);
        if (request.User is not { } user)
        {
            return;
        }

        state.Query(user, _found);
        while (_found.Count > 0)
        {
            var best = 0;
            for (var i = 1; i < _found.Count; i++)
            {
                best = _found[i].Score > _found[best].Score ? i : best;
            }

            var (item, score) = _found[best];
            _found.RemoveAt(best);
            if (!candidates.Add(item, score))
            {
                return;
            }
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<ScoreContribution<TItem>> Explain(
        in RecommendationRequest<TUser, TItem> request, TItem item) =>
        request.User is { } user && state.TryGet(user, item, out var score, out var times, out var last)
            ? SoleContribution.Bought<TItem>(score, times, last)
            : [];
}
