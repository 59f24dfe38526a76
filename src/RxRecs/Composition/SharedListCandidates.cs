using RxRecs.Machines;

namespace RxRecs;

/// <summary>Proposes the newest list that a stream gave, the same for everybody.</summary>
internal sealed class SharedListCandidates<TUser, TItem>(RecommendationSource source, NewestLists<byte, TItem> lists)
    : ICandidateSource<TUser, TItem>
{
    /// <summary>The one key under which a list for everybody is kept.</summary>
    public const byte Key = 0;

    public RecommendationSource Source => source;

    public void Propose(in RecommendationRequest<TUser, TItem> request, CandidateSink<TItem> candidates)
    {
        var items = lists.Newest(Key);
        var values = lists.Values(Key);
        for (var i = 0; i < items.Length; i++)
        {
            if (!candidates.Add(items[i], values[i], 1 / values[i], null))
            {
                return;
            }
        }
    }
}
