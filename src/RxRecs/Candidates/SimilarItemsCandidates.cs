using RxRecs.Machines;
using RxRecs.Recommenders;

namespace RxRecs;

/// <summary>
/// Proposes what users with similar interests hold, or, for a request around items, what users who hold these hold
/// too; the value is the similarity score, the detail whether it is estimated.
/// </summary>
/// <param name="state">The state to propose items from.</param>
/// <typeparam name="TUser">The users' type.</typeparam>
/// <typeparam name="TItem">The items' type.</typeparam>
internal sealed class SimilarItemsCandidates<TUser, TItem>(SimilarItemsState<TUser, TItem> state)
    : ICandidateSource<TUser, TItem>
    where TUser : notnull
    where TItem : notnull
{
    private readonly List<SimilarItem<TItem>> _found = [];

    /// <inheritdoc/>
    public RecommendationSource Source => RecommendationSource.SimilarItems;

    /// <inheritdoc/>
    public void Propose(in RecommendationRequest<TUser, TItem> request, CandidateSink<TItem> candidates)
    {
        ArgumentNullException.ThrowIfNull(candidates);
        if (candidates.Wanted == 0)
        {
            return;
        }

        Query(state, request, candidates.Wanted, _found, candidates.Filter);
        foreach (var found in _found)
        {
            candidates.Add(found.Item, found.Score, found.Error > 0 ? "estimated" : null);
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<ScoreContribution<TItem>> Explain(
        in RecommendationRequest<TUser, TItem> request, TItem item) =>
        state.Explain(request.User, request.Around, item);

    /// <summary>Answers a request: around the items that it names, else by what its user holds.</summary>
    public static void Query(
        SimilarItemsState<TUser, TItem> state,
        in RecommendationRequest<TUser, TItem> request,
        int count,
        List<SimilarItem<TItem>> found,
        Func<TItem, bool>? accept)
    {
        if (request.Around.Count == 0)
        {
            state.Query(request.User, count, found, accept);
        }
        else
        {
            state.QueryAround(request.Around, request.User, count, found, accept);
        }
    }
}
