namespace RxRecs;

/// <summary>One way to find items for a user: what ranking merges.</summary>
/// <typeparam name="TUser">The users' type.</typeparam>
/// <typeparam name="TItem">The items' type.</typeparam>
public interface ICandidateSource<in TUser, TItem>
{
    /// <summary>What it is, for the reason that an item carries.</summary>
    RecommendationSource Source { get; }

    /// <summary>Proposes items, best first, until no more are wanted or there are none. Changes nothing.</summary>
    /// <param name="user">The user; may be unknown.</param>
    /// <param name="candidates">Where they go.</param>
    void Propose(TUser user, CandidateSink<TItem> candidates);
}
