using RxRecs.Machines;
using RxRecs.Recommenders;

namespace RxRecs;

/// <summary>
/// Proposes what a model recommends in the visit; the value is the score, the detail the model's hash.
/// </summary>
/// <param name="state">The visits and the model.</param>
/// <typeparam name="TUser">The users' type.</typeparam>
/// <typeparam name="TItem">The items' type.</typeparam>
internal sealed class ItemModelCandidates<TUser, TItem>(ItemModelState<TUser, TItem> state)
    : ICandidateSource<TUser, TItem>
    where TUser : notnull
    where TItem : notnull
{
    private readonly List<NextItem<TItem>> _found = [];

    /// <inheritdoc/>
    public RecommendationSource Source => state.Model.Source;

    /// <inheritdoc/>
    public void Propose(in RecommendationRequest<TUser, TItem> request, CandidateSink<TItem> candidates)
    {
        ArgumentNullException.ThrowIfNull(candidates);
        if (candidates.Wanted == 0)
        {
            return;
        }

        var model = state.Query(
            request.User, request.Session, request.Around, candidates.Wanted, _found, candidates.Filter);
        foreach (var (item, score) in _found)
        {
            candidates.Add(item, score, model.Hash);
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<ScoreContribution<TItem>> Explain(
        in RecommendationRequest<TUser, TItem> request, TItem item) =>
        state.Explain(request.User, request.Session, request.Around, item);
}
