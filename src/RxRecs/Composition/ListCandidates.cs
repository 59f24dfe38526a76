namespace RxRecs;

/// <summary>Proposes the newest list that a stream gave for a user.</summary>
internal sealed class ListCandidates<TUser, TItem>(RecommendationSource source, NewestLists<TUser, TItem> lists)
    : ICandidateSource<TUser, TItem>
    where TUser : notnull
{
    public RecommendationSource Source => source;

    public void Propose(in RecommendationRequest<TUser, TItem> request, CandidateSink<TItem> candidates)
    {
        if (request.User is not { } user)
        {
            return;
        }

        var items = lists.Newest(user);
        var values = lists.Values(user);
        for (var i = 0; i < items.Length; i++)
        {
            if (!candidates.Add(items[i], values[i]))
            {
                return;
            }
        }
    }
}
