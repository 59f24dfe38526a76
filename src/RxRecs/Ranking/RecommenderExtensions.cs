namespace RxRecs;

/// <summary>Asks a recommender in the short form: a user and how many items.</summary>
public static class RecommenderExtensions
{
    /// <summary>Fills the list for a user.</summary>
    /// <param name="recommender">The recommender.</param>
    /// <param name="user">The user; an unknown one gets the fallback, marked as such, or nothing.</param>
    /// <param name="count">How many items at the most.</param>
    /// <param name="recommendations">Cleared, then filled best first.</param>
    /// <typeparam name="TEvent">What it learns from.</typeparam>
    /// <typeparam name="TUser">The users' type.</typeparam>
    /// <typeparam name="TItem">The items' type.</typeparam>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is not positive.</exception>
    public static void Recommend<TEvent, TUser, TItem>(
        this IRecommender<TEvent, TUser, TItem> recommender,
        TUser user,
        int count,
        List<Recommendation<TItem>> recommendations)
    {
        ArgumentNullException.ThrowIfNull(recommender);
        ArgumentNullException.ThrowIfNull(recommendations);
        recommender.Recommend(new RecommendationRequest<TUser, TItem>(user, count), recommendations);
    }
}
