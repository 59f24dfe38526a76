using RxRecs.Machines;

namespace RxRecs;

/// <summary>
/// Proposes the newest list that a stream gave for a user. The values of its items are scores, or places, of which the
/// score is 1 / place.
/// </summary>
internal sealed class ListCandidates<TUser, TItem>(
    RecommendationSource source, NewestLists<TUser, TItem> lists, bool hasPlaces)
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
            if (!candidates.Add(items[i], values[i], hasPlaces ? 1 / values[i] : values[i], null))
            {
                return;
            }
        }
    }
}
