using RxRecs.Machines;
using RxRecs.Recommenders;

namespace RxRecs;

/// <summary>
/// Proposes what is nearest to the visit by vectors; the value is the score, the detail the vectors' hash.
/// </summary>
/// <param name="state">The visits and the vectors.</param>
/// <typeparam name="TUser">The users' type.</typeparam>
/// <typeparam name="TItem">The items' type.</typeparam>
internal sealed class ItemVectorsCandidates<TUser, TItem>(ItemVectorsState<TUser, TItem> state)
    : ICandidateSource<TUser, TItem>
    where TUser : notnull
    where TItem : notnull
{
    private readonly List<NextItem<TItem>> _found = [];

    /// <inheritdoc/>
    public RecommendationSource Source => RecommendationSource.ItemVectors;

    /// <inheritdoc/>
    public void Propose(in RecommendationRequest<TUser, TItem> request, CandidateSink<TItem> candidates)
    {
        ArgumentNullException.ThrowIfNull(candidates);
        if (candidates.Wanted == 0)
        {
            return;
        }

        var vectors = state.Query(
            request.User, request.Session, request.Around, candidates.Wanted, _found, candidates.Filter);
        foreach (var (item, score) in _found)
        {
            candidates.Add(item, score, vectors.Hash);
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<ScoreContribution<TItem>> Explain(
        in RecommendationRequest<TUser, TItem> request, TItem item) =>
        Contributions(state, request, item);

    /// <summary>Takes the score of an item apart, the greatest part first; empty where it has none.</summary>
    public static List<ScoreContribution<TItem>> Contributions(
        ItemVectorsState<TUser, TItem> state, in RecommendationRequest<TUser, TItem> request, TItem item)
    {
        var (parts, hash) = state.Explain(request.User, request.Session, request.Around, item);
        return parts.ConvertAll(part => new ScoreContribution<TItem>(RecommendationSource.ItemVectors, part.Value)
        {
            MatchedItem = part.Matched,
            Detail = hash,
        });
    }
}
