namespace RxRecs;

/// <summary>
/// A simulated new session of a user: what would be recommended on arrival, given all that has been learned, and the
/// two messages that say so.
/// </summary>
/// <param name="Session">The new session.</param>
/// <param name="User">Whose.</param>
/// <param name="LastItems">The user's last items, with which the session is seeded, oldest first.</param>
/// <param name="Recommended">The list on arrival, best first.</param>
/// <typeparam name="TUser">The users' type.</typeparam>
/// <typeparam name="TSession">The sessions' type.</typeparam>
/// <typeparam name="TItem">The items' type.</typeparam>
public sealed record NewSession<TUser, TSession, TItem>(
    TSession Session, TUser User, IReadOnlyList<TItem> LastItems, IReadOnlyList<TItem> Recommended)
{
    /// <summary>The first message: the session has begun.</summary>
    public NewSessionStarted<TUser, TSession> Started => new(Session, User);

    /// <summary>The second message: the best item of the list; null where the list is empty.</summary>
    public NewSessionRecommendation<TUser, TSession, TItem>? Recommendation =>
        Recommended.Count == 0 ? null : new(Session, User, Recommended[0]);

    /// <summary>Asks a recommender for the list of a new session.</summary>
    /// <param name="recommender">The recommender, which stays as it is.</param>
    /// <param name="user">Whose session.</param>
    /// <param name="session">The new session.</param>
    /// <param name="listLength">How many items the list has at the most, at least 1.</param>
    /// <param name="lastItems">The user's last items, oldest first.</param>
    /// <typeparam name="TEvent">What the recommender learns from.</typeparam>
    /// <returns>The session.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="listLength"/> is not positive.</exception>
    public static NewSession<TUser, TSession, TItem> Simulate<TEvent>(
        IRecommender<TEvent, TUser, TItem> recommender,
        TUser user,
        TSession session,
        int listLength,
        IReadOnlyList<TItem> lastItems)
    {
        ArgumentNullException.ThrowIfNull(recommender);
        ArgumentNullException.ThrowIfNull(lastItems);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(listLength);
        var list = new List<Recommendation<TItem>>(listLength);
        recommender.Recommend(user, listLength, list);
        return new(session, user, lastItems, list.Take(listLength).Select(next => next.Item).ToArray());
    }
}
