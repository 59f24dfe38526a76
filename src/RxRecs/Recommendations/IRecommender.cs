using RxRecs.Machines;
using RxRecs.Recommenders;

namespace RxRecs;

/// <summary>
/// Learns from events, one by one, and can be asked for a list at any moment: the unit that rankings compose and
/// prequential evaluation tests. Deterministic and single-threaded, like a machine.
/// </summary>
/// <typeparam name="TEvent">The events' type.</typeparam>
/// <typeparam name="TUser">The users' type.</typeparam>
/// <typeparam name="TItem">The items' type.</typeparam>
public interface IRecommender<in TEvent, TUser, TItem>
{
    /// <summary>Learns one event.</summary>
    /// <param name="value">The event.</param>
    void Learn(TEvent value);

    /// <summary>
    /// Fills the list for a request from what has been learned so far; changes nothing that a later list depends on,
    /// and may be called while a snapshot is written, by the thread that writes it.
    /// </summary>
    /// <param name="request">
    /// The request: the user, the items that it is around, and the number of items. An unknown user gets the fallback,
    /// marked as such, or nothing.
    /// </param>
    /// <param name="recommendations">
    /// The list to fill, best first; it is cleared first. Callers use it again so that asking allocates nothing.
    /// </param>
    void Recommend(in RecommendationRequest<TUser, TItem> request, List<Recommendation<TItem>> recommendations);

    /// <summary>
    /// Takes the score of an item apart, as <see cref="Recommend"/> would give it for the same request now.
    /// </summary>
    /// <param name="request">The request: the user, and the items that it is around.</param>
    /// <param name="item">The item.</param>
    /// <returns>The parts; null where the item would have no score, or the recommender cannot tell.</returns>
    RecommendationExplanation<TItem>? Explain(in RecommendationRequest<TUser, TItem> request, TItem item) => null;

    /// <summary>
    /// Gets the counts of what each list rule has moved and left out of lists so far; empty for a recommender without
    /// rules.
    /// </summary>
    IReadOnlyList<ListRuleCount> RuleCounts => [];

    /// <summary>
    /// Gets the time before which no event is expected any more; <see cref="DateTimeOffset.MinValue"/> before the first
    /// event, and for a recommender that knows no time.
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
    /// <param name="writer">
    /// The writer of the snapshot. It may ask for lists from within a call (<see cref="SnapshotWriter.OnProgress"/>):
    /// what is being written must not lie in memory that a list is made in.
    /// </param>
    void Snapshot(SnapshotWriter writer);

    /// <summary>Replaces the whole state.</summary>
    /// <param name="reader">The reader of the snapshot.</param>
    void Restore(SnapshotReader reader);
}
