namespace RxRecs.Recommenders;

/// <summary>
/// Filters by what the visit did where a request is about its visit, and by what the user did otherwise.
/// </summary>
internal sealed class EitherFilter<TUser, TItem>(
    IsAboutVisit<TUser, TItem> isAboutVisit,
    ICandidateFilter<TUser, TItem> ofUsers,
    ICandidateFilter<string, TItem> ofVisits) : ICandidateFilter<TUser, TItem>
{
    public bool Accepts(in RecommendationRequest<TUser, TItem> request, TItem item, RecommendationSource source) =>
        isAboutVisit(request) ? ofVisits.Accepts(VisitRequests.OfVisit(request), item, source)
        : request.User is null || ofUsers.Accepts(request, item, source);
}
