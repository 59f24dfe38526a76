using RxRecs.Machines;
using RxRecs.Recommenders;

namespace RxRecs;

/// <summary>
/// Proposes what a recommender recommends; what it recommends as a fallback only where it is a source of the fallback.
/// Where filters reject so many items that too few are left, it is asked for a longer list.
/// </summary>
internal sealed class RecommenderCandidates<TEvent, TUser, TItem>(
    RecommendationSource source, RecommenderPart<TEvent, TUser, TItem> part, bool isForFallback)
    : ICandidateSource<TUser, TItem>
{
    private const int Most = 10_000;
    private readonly List<Recommendation<TItem>> _list = [];

    public RecommendationSource Source => source;

    /// <summary>Tells whether the recommender has anything to say that is not for everybody.</summary>
    public bool Knows(in RecommendationRequest<TUser, TItem> request)
    {
        part.Recommender.Recommend(request with { Count = 1 }, _list);
        return _list.Count > 0 && !_list[0].Reason.IsFallback;
    }

    public void Propose(in RecommendationRequest<TUser, TItem> request, CandidateSink<TItem> candidates)
    {
        var proposed = 0;
        for (var count = ListRules.Depth; candidates.Wanted > 0 && count <= Most; count *= 4)
        {
            var asked = Math.Max(count, candidates.Wanted);
            part.Recommender.Recommend(request with { Count = asked }, _list);
            for (; proposed < _list.Count && candidates.Wanted > 0; proposed++)
            {
                var each = _list[proposed];
                if (isForFallback || !each.Reason.IsFallback)
                {
                    candidates.Add(each.Item, each.Reason.Value, each.Score, each.Reason.Detail);
                }
            }

            if (_list.Count < asked)
            {
                return;
            }
        }
    }

    public IReadOnlyList<ScoreContribution<TItem>> Explain(
        in RecommendationRequest<TUser, TItem> request, TItem item) =>
        part.Recommender.Explain(request with { Count = ListRules.Depth }, item) is { } explanation
        && (isForFallback || !explanation.IsFallback)
            ? explanation.Contributions
            : [];
}
