using RxRecs.Recommenders;

namespace RxRecs.Machines;

/// <summary>Finds items for a request in one way; a ranking merges several.</summary>
/// <typeparam name="TUser">The users' type.</typeparam>
/// <typeparam name="TItem">The items' type.</typeparam>
public interface ICandidateSource<TUser, TItem>
{
    /// <summary>Gets the source's name and purpose, for the reason that an item carries.</summary>
    RecommendationSource Source { get; }

    /// <summary>Proposes items, best first, until no more are wanted or there are none. Changes nothing.</summary>
    /// <param name="request">The request: the user, who may be unknown, and the items that it is around.</param>
    /// <param name="candidates">The sink that takes the items. What the request excludes is left out there.</param>
    void Propose(in RecommendationRequest<TUser, TItem> request, CandidateSink<TItem> candidates);

    /// <summary>Takes the score of an item that <see cref="Propose"/> proposes apart.</summary>
    /// <param name="request">The request.</param>
    /// <param name="item">The item.</param>
    /// <returns>The parts, which add up to the score; none where the score has no parts.</returns>
    IReadOnlyList<ScoreContribution<TItem>> Explain(
        in RecommendationRequest<TUser, TItem> request, TItem item) => [];
}
