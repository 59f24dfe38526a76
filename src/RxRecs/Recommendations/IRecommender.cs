using RxRecs.Machines;
using RxRecs.Recommenders;

namespace RxRecs;

/// <summary>
/// Anything that learns from events, one by one, and can be asked for a list at any moment: the unit that ranking
/// composes and prequential evaluation tests. Deterministic and single-threaded, like a machine.
/// </summary>
/// <typeparam name="TEvent">What it learns from.</typeparam>
/// <typeparam name="TUser">Whom it recommends to.</typeparam>
/// <typeparam name="TItem">What it recommends.</typeparam>
public interface IRecommender<in TEvent, TUser, TItem>
{
    /// <summary>Learns one event.</summary>
    /// <param name="value">The event.</param>
    void Learn(TEvent value);

    /// <summary>
    /// Fills the list for a request from what has been learned so far; changes nothing that a later list depends on.
    /// </summary>
    /// <param name="request">
    /// Who asks, around what, and for how many items; an unknown user gets the fallback, marked as such, or nothing.
    /// </param>
    /// <param name="recommendations">Cleared, then filled best first; reused by the caller so that asking allocates
    /// nothing.</param>
    void Recommend(in RecommendationRequest<TUser, TItem> request, List<Recommendation<TItem>> recommendations);

    /// <summary>
    /// Takes the score of an item apart, as <see cref="Recommend"/> would give it for the same request now.
    /// </summary>
    /// <param name="request">Who asks, around what.</param>
    /// <param name="item">The item.</param>
    /// <returns>The parts; null where the item would have no score, or the recommender cannot tell.</returns>
    RecommendationExplanation<TItem>? Explain(in RecommendationRequest<TUser, TItem> request, TItem item) => null;

    /// <summary>
    /// Gives the time before which no event is expected any more; <see cref="DateTimeOffset.MinValue"/> before the
    /// first event, and for a recommender that knows no time.
    /// </summary>
    DateTimeOffset Watermark => DateTimeOffset.MinValue;

    /// <summary>
    /// Lets event time move on without an event, as over a quiet source: buckets that end by then close.
    /// </summary>
    /// <param name="watermark">
    /// The time before which no event is expected any more; one behind the present changes nothing.
    /// </param>
    void AdvanceTo(DateTimeOffset watermark)
    {
    }

    /// <summary>Takes the end of the events: what is open closes. Lists may be asked for afterwards.</summary>
    void Complete()
    {
    }

    /// <summary>Writes the whole state.</summary>
    /// <param name="writer">Where it goes.</param>
    void Snapshot(SnapshotWriter writer);

    /// <summary>Replaces the whole state.</summary>
    /// <param name="reader">Where it comes from.</param>
    void Restore(SnapshotReader reader);
}
