using RxRecs.Machines;
using RxRecs.Recommenders;

namespace RxRecs;

/// <summary>Proposes what may come next in the visit; the value is the score, the detail the preset.</summary>
/// <param name="state">The state to propose items from.</param>
/// <typeparam name="TUser">The users' type.</typeparam>
/// <typeparam name="TItem">The items' type.</typeparam>
internal sealed class NextItemCandidates<TUser, TItem>(NextItemState<TUser, TItem> state)
    : ICandidateSource<TUser, TItem>
    where TUser : notnull
    where TItem : notnull
{
    private readonly List<NextItem<TItem>> _found = [];

    /// <inheritdoc/>
    public RecommendationSource Source => RecommendationSource.NextItem;

    /// <inheritdoc/>
    public void Propose(in RecommendationRequest<TUser, TItem> request, CandidateSink<TItem> candidates)
    {
        ArgumentNullException.ThrowIfNull(candidates);
        if (candidates.Wanted == 0)
        {
            return;
        }

        state.Query(request.User, request.Session, request.Around, candidates.Wanted, _found, candidates.Filter);
        foreach (var (item, score) in _found)
        {
            candidates.Add(item, score, state.Preset);
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<ScoreContribution<TItem>> Explain(
        in RecommendationRequest<TUser, TItem> request, TItem item) =>
        Contributions(state, request, item);

    /// <summary>Takes the score of an item apart, the greatest part first; empty where it has none.</summary>
    public static List<ScoreContribution<TItem>> Contributions(
        NextItemState<TUser, TItem> state, in RecommendationRequest<TUser, TItem> request, TItem item)
    {
        var parts = state.Explain(request.User, request.Session, request.Around, item);
        parts.Sort(static (x, y) =>
            (y.Value, y.Neighbor, x.MatchedItem).CompareTo((x.Value, x.Neighbor, y.MatchedItem)));
        return parts.ConvertAll(part => new ScoreContribution<TItem>(RecommendationSource.NextItem, part.Value)
        {
            MatchedItem = state.ItemOf(part),
            Neighbor = part.Neighbor,
            NeighborTime = state.TimeOf(part),
        });
    }
}
