using RxRecs.Machines;

namespace RxRecs.Recommenders;

/// <summary>Proposes what the visit did where a request is about its visit, and what the user did otherwise.</summary>
internal sealed class EitherSource<TUser, TItem>(
    IsAboutVisit<TUser, TItem> isAboutVisit,
    ICandidateSource<TUser, TItem> ofUsers,
    ICandidateSource<string, TItem> ofVisits) : ICandidateSource<TUser, TItem>
{
    public RecommendationSource Source => ofUsers.Source;

    public void Propose(in RecommendationRequest<TUser, TItem> request, CandidateSink<TItem> candidates)
    {
        if (isAboutVisit(request))
        {
            ofVisits.Propose(VisitRequests.OfVisit(request), candidates);
        }
        else if (request.User is not null)
        {
            ofUsers.Propose(request, candidates);
        }
    }

    public IReadOnlyList<ScoreContribution<TItem>> Explain(
        in RecommendationRequest<TUser, TItem> request, TItem item) =>
        isAboutVisit(request) ? ofVisits.Explain(VisitRequests.OfVisit(request), item)
        : request.User is null ? []
        : ofUsers.Explain(request, item);
}
