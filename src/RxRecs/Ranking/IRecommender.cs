using RxRecs.Machines;

namespace RxRecs;

/// <summary>
/// Anything that learns from events, one by one, and can be asked for a list at any moment: the unit that ranking
/// composes and prequential evaluation tests. Deterministic and single-threaded, like a machine.
/// </summary>
/// <typeparam name="TEvent">What it learns from.</typeparam>
/// <typeparam name="TUser">Whom it recommends to: a user or a session.</typeparam>
/// <typeparam name="TItem">What it recommends.</typeparam>
public interface IRecommender<in TEvent, in TUser, TItem>
{
    /// <summary>Learns one event.</summary>
    /// <param name="value">The event.</param>
    void Learn(TEvent value);

    /// <summary>
    /// Fills a list for a user from what has been learned so far; changes nothing that a later list depends
    /// on.
    /// </summary>
    /// <param name="user">The user; an unknown one gets the fallback, marked as such, or nothing.</param>
    /// <param name="count">How many items at the most, at least 1.</param>
    /// <param name="recommendations">Cleared, then filled best first; reused by the caller so that asking allocates
    /// nothing.</param>
    void Recommend(TUser user, int count, List<Recommendation<TItem>> recommendations);

    /// <summary>Writes the whole state.</summary>
    /// <param name="writer">Where it goes.</param>
    void Snapshot(SnapshotWriter writer);

    /// <summary>Replaces the whole state.</summary>
    /// <param name="reader">Where it comes from.</param>
    void Restore(SnapshotReader reader);
}
