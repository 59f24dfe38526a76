using RxRecs.Machines;

namespace RxRecs;

/// <summary>Candidates from users with similar interests; the value is the similarity score.</summary>
/// <param name="state">What has been learned.</param>
/// <typeparam name="TUser">The users' type.</typeparam>
/// <typeparam name="TItem">The items' type.</typeparam>
public sealed class SimilarItemsCandidates<TUser, TItem>(SimilarItemsState<TUser, TItem> state)
    : ICandidateSource<TUser, TItem>
    where TUser : notnull
    where TItem : notnull
{
    private readonly List<SimilarItem<TItem>> _found = [];
    private CandidateSink<TItem>? _candidates;
    private Func<TItem, bool>? _accept;

    /// <inheritdoc/>
    public RecommendationSource Source => RecommendationSource.SimilarItems;

    /// <inheritdoc/>
    public void Propose(TUser user, CandidateSink<TItem> candidates)
    {
        ArgumentNullException.ThrowIfNull(candidates);
        if (candidates.Wanted == 0)
        {
            return;
        }

        _candidates = candidates;
        state.Query(user, candidates.Wanted, _found, _accept ??= item => _candidates.Accepts(item));
        _candidates = null;
        foreach (var found in _found)
        {
            candidates.Add(found.Item, found.Score);
        }
    }
}
