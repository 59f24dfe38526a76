namespace RxRecs.Recommenders;

/// <summary>Tells whether a request is about its visit, because nothing is known of its user.</summary>
internal delegate bool IsAboutVisit<TUser, TItem>(in RecommendationRequest<TUser, TItem> request);

/// <summary>Asks for a visit in the place of a user.</summary>
internal static class VisitRequests
{
    /// <summary>Makes the request of which the visit is the user; one that names a visit is expected.</summary>
    public static RecommendationRequest<string, TItem> OfVisit<TUser, TItem>(
        in RecommendationRequest<TUser, TItem> request) => new(request.Session!, request.Count)
        {
            Around = request.Around,
            Excluded = request.Excluded,
            Purpose = request.Purpose,
        };
}
