namespace RxRecs;

/// <summary>Which items may be recommended to a user.</summary>
/// <typeparam name="TUser">The users' type.</typeparam>
/// <typeparam name="TItem">The items' type.</typeparam>
public interface ICandidateFilter<in TUser, in TItem>
{
    /// <summary>Whether an item may be in a list.</summary>
    /// <param name="user">The user.</param>
    /// <param name="item">The item.</param>
    /// <param name="source">Who proposes it: a reminder of the cart may pass where a discovery may not.</param>
    /// <returns>True to let it pass.</returns>
    bool Accepts(TUser user, TItem item, RecommendationSource source);
}
