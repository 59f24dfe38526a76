namespace RxRecs;

/// <summary>Proposes the newest list that a stream gave for a user, or, of nobody known, for a session.</summary>
internal sealed class NextListCandidates<TUser, TItem>(
    NewestLists<TUser, TItem> ofUsers, NewestLists<string, TItem> ofSessions) : ICandidateSource<TUser, TItem>
    where TUser : notnull
{
    private readonly ListCandidates<TUser, TItem> _ofUsers = new(
        RecommendationSource.NextItem, ofUsers, hasPlaces: false);
    private readonly ListCandidates<string, TItem> _ofSessions = new(
        RecommendationSource.NextItem, ofSessions, hasPlaces: false);

    public RecommendationSource Source => RecommendationSource.NextItem;

    public void Propose(in RecommendationRequest<TUser, TItem> request, CandidateSink<TItem> candidates)
    {
        if (request.User is { } user && ofUsers.Knows(user))
        {
            _ofUsers.Propose(request, candidates);
        }
        else if (request.Session is { } session)
        {
            _ofSessions.Propose(new(session, request.Count), candidates);
        }
    }
}
