using RxRecs.Machines;
using RxRecs.Recommenders;

namespace RxRecs;

/// <summary>
/// Proposes what a table of neighbors recommends in the visit; the value is the score, the detail the table's hash.
/// </summary>
/// <param name="state">The visits and the table.</param>
/// <typeparam name="TUser">The users' type.</typeparam>
/// <typeparam name="TItem">The items' type.</typeparam>
internal sealed class NeighborTableCandidates<TUser, TItem>(NeighborTableState<TUser, TItem> state)
    : ICandidateSource<TUser, TItem>
    where TUser : notnull
    where TItem : notnull
{
    private readonly List<NextItem<TItem>> _found = [];

    /// <inheritdoc/>
    public RecommendationSource Source => RecommendationSource.NeighborTable;

    /// <inheritdoc/>
    public void Propose(in RecommendationRequest<TUser, TItem> request, CandidateSink<TItem> candidates)
    {
        ArgumentNullException.ThrowIfNull(candidates);
        if (candidates.Wanted == 0)
        {
            return;
        }

        var table = state.Query(
            request.User, request.Session, request.Around, candidates.Wanted, _found, candidates.Filter);
        foreach (var (item, score) in _found)
        {
            candidates.Add(item, score, table.Hash);
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<ScoreContribution<TItem>> Explain(
        in RecommendationRequest<TUser, TItem> request, TItem item) =>
        Contributions(state, request, item);

    /// <summary>Takes the score of an item apart, the greatest part first; empty where it has none.</summary>
    public static List<ScoreContribution<TItem>> Contributions(
        NeighborTableState<TUser, TItem> state, in RecommendationRequest<TUser, TItem> request, TItem item)
    {
        var (parts, hash) = state.Explain(request.User, request.Session, request.Around, item);
        return parts.ConvertAll(part => new ScoreContribution<TItem>(RecommendationSource.NeighborTable, part.Value)
        {
            MatchedItem = part.Matched,
            Detail = hash,
        });
    }
}
