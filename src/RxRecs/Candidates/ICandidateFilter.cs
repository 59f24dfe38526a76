namespace RxRecs;

/// <summary>Decides which items may be recommended.</summary>
/// <typeparam name="TUser">The users' type.</typeparam>
/// <typeparam name="TItem">The items' type.</typeparam>
public interface ICandidateFilter<TUser, TItem>
{
    /// <summary>Determines whether an item may be in a list.</summary>
    /// <param name="request">The request: the user, and the items that it is around.</param>
    /// <param name="item">The item.</param>
    /// <param name="source">
    /// The source that proposes the item: a reminder of the cart may pass where a discovery may not.
    /// </param>
    /// <returns>True to let it pass.</returns>
    bool Accepts(in RecommendationRequest<TUser, TItem> request, TItem item, RecommendationSource source);
}
