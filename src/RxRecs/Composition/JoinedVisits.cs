using RxRecs.Recommenders;

namespace RxRecs;

/// <summary>
/// Tells whether a request is about its visit: where no stream of users that has one of visits beside it knows the
/// user, and one of the latter knows the visit.
/// </summary>
internal sealed class JoinedVisits<TUser, TItem>
    where TUser : notnull
    where TItem : notnull
{
    private readonly List<Func<TUser, bool>> _users = [];
    private readonly List<Func<string, bool>> _visits = [];

    public void Add(Func<TUser, bool> knowsUser, Func<string, bool> knowsVisit)
    {
        _users.Add(knowsUser);
        _visits.Add(knowsVisit);
    }

    public bool IsAboutVisit(in RecommendationRequest<TUser, TItem> request) =>
        request.Session is { Length: > 0 } session
        && !(request.User is { } user && Any(_users, user))
        && Any(_visits, session);

    private static bool Any<TKey>(List<Func<TKey, bool>> all, TKey key)
    {
        foreach (var knows in all)
        {
            if (knows(key))
            {
                return true;
            }
        }

        return false;
    }
}
