using RxRecs.Recommenders;

namespace RxRecs.Machines;

/// <summary>
/// Holds the last items of each visit and the vectors that score them: directions that were made elsewhere, over visits
/// as of now.
/// </summary>
/// <remarks>
/// <para>
/// The score of an item is the sum over the last events of the visit of exp(-(L - p) / range) times the cosine of both
/// items' vectors; an item adds nothing to its own, and one whose score is not above 0 is not recommended. Lists are
/// exact, as those of <see cref="ItemVectors{TItem}"/>. Equal scores are in the order of the items.
/// </para>
/// <para>
/// <see cref="Replace"/> puts others in the place of the vectors as a whole, from any thread: a list is made by the
/// ones or by the others. All else is used from one thread at a time. A list costs one step over all vectors and
/// allocates nothing. Bound: the vectors, four bytes for each of their items, and
/// <see cref="ItemVectorsOptions.LastItems"/> items of <see cref="SessionOptions.MaxOpen"/> visits.
/// </para>
/// </remarks>
/// <typeparam name="TUser">The users' type.</typeparam>
/// <typeparam name="TItem">The items' type.</typeparam>
public sealed class ItemVectorsState<TUser, TItem> : ISaved
    where TUser : notnull
    where TItem : notnull
{
    private readonly ItemVectorsOptions _options;
    private readonly ModelVisits<TUser, TItem> _visits;
    private readonly ItemVectorsQuery<TItem> _query;
    private readonly List<ItemCosine<TItem>> _found = [];
    private volatile ItemVectors<TItem> _vectors;

    /// <summary>Makes a state that knows no visit.</summary>
    /// <param name="vectors">The vectors.</param>
    /// <param name="options">The options for how a visit is scored; null for the defaults.</param>
    /// <exception cref="ArgumentNullException"><paramref name="vectors"/> is null.</exception>
    public ItemVectorsState(ItemVectors<TItem> vectors, ItemVectorsOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(vectors);
        _options = options ?? new ItemVectorsOptions();
        _vectors = vectors;
        _visits = new("vectors", _options.LastItems, _options.Sessions);
        _query = new(_options);
    }

    /// <summary>Gives the vectors by which lists are made at present.</summary>
    public ItemVectors<TItem> Vectors => _vectors;

    /// <summary>
    /// Names the vectors, by their hash, over which the last restored snapshot was made; null where none was restored.
    /// It differs from the hash of <see cref="Vectors"/> where lists go on by others than before.
    /// </summary>
    public string? RestoredVectorsHash => _visits.RestoredHash;

    /// <summary>Counts the events that had neither user nor session, from which nothing was learned.</summary>
    public long UnassignedEvents => _visits.Unassigned;

    /// <summary>Puts vectors in the place of the present ones, as a whole, from any thread.</summary>
    /// <param name="vectors">The vectors; the next list is made by them.</param>
    /// <exception cref="ArgumentNullException"><paramref name="vectors"/> is null.</exception>
    public void Replace(ItemVectors<TItem> vectors)
    {
        ArgumentNullException.ThrowIfNull(vectors);
        _vectors = vectors;
    }

    /// <summary>Learns that a user touched an item.</summary>
    /// <param name="user">The user; null or the default value where only the session is known.</param>
    /// <param name="session">The visit's name; null or empty where there is none.</param>
    /// <param name="item">The item.</param>
    /// <param name="eventTime">The time of the event.</param>
    /// <exception cref="ArgumentNullException"><paramref name="item"/> is null; nothing has changed.</exception>
    public void Learn(TUser? user, string? session, TItem item, DateTimeOffset eventTime) => Learn(
        user,
        user is not null && !EqualityComparer<TUser>.Default.Equals(user, default),
        session,
        item,
        eventTime);

    /// <summary>Takes a user's id from the open visits: they are nobody's any more, and cannot be asked for.</summary>
    /// <param name="user">The user; one who is not known changes nothing.</param>
    public void ForgetVisits(TUser user) => _visits.Forget(user);

    /// <summary>Fills a list with what the vectors recommend in a visit. Changes nothing.</summary>
    /// <param name="user">The user; null or the default value where only the session is known.</param>
    /// <param name="session">The visit's name; null or empty: the user's newest visit.</param>
    /// <param name="around">The items of the visit, oldest first, in place of those that are known; empty for
    /// these.</param>
    /// <param name="count">The maximum number of items in the list.</param>
    /// <param name="items">The list to fill, best first; it is cleared first.</param>
    /// <param name="accept">A predicate that accepts the items that may be in the list; null for all.</param>
    /// <returns>The vectors that made the list.</returns>
    /// <exception cref="ArgumentNullException">A list is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is not positive.</exception>
    public ItemVectors<TItem> Query(
        TUser? user,
        string? session,
        IReadOnlyList<TItem> around,
        int count,
        List<NextItem<TItem>> items,
        Func<TItem, bool>? accept = null)
    {
        ArgumentNullException.ThrowIfNull(around);
        ArgumentNullException.ThrowIfNull(items);
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        var vectors = _vectors;
        _query.Run(vectors, _visits.Of(user, session, around), count, _found, accept);
        items.Clear();
        foreach (var (item, score) in _found)
        {
            items.Add(new(item, score));
        }

        return vectors;
    }

    /// <summary>Writes the visits and the hash of the vectors; these themselves are not a part of the state.</summary>
    /// <param name="writer">The writer of the snapshot.</param>
    public void Snapshot(SnapshotWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        _visits.Snapshot(writer, _vectors.Hash);
    }

    /// <summary>Replaces the visits; the vectors stay.</summary>
    /// <param name="reader">The reader of the snapshot.</param>
    /// <exception cref="SnapshotException">
    /// The snapshot is damaged or was made with another <see cref="ItemVectorsOptions.LastItems"/>; or over other
    /// vectors, where <see cref="ItemVectorsOptions.RequireSameVectors"/> is set.
    /// </exception>
    public void Restore(SnapshotReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        _visits.Restore(
            reader,
            _vectors.Hash,
            _options.RequireSameVectors ? nameof(ItemVectorsOptions.RequireSameVectors) : null);
    }

    /// <summary>Learns an event of which it is known whether it has a user.</summary>
    internal void Learn(TUser? user, bool hasUser, string? session, TItem item, DateTimeOffset eventTime) =>
        _visits.Learn(user, hasUser, session, item, eventTime);

    /// <summary>Takes the score of an item apart; empty where it has none.</summary>
    /// <returns>The parts, which are of the vectors, and the hash of these.</returns>
    internal (List<(TItem Matched, double Value)> Parts, string Hash) Explain(
        TUser? user, string? session, IReadOnlyList<TItem> around, TItem item)
    {
        var vectors = _vectors;
        return (_query.Explain(vectors, _visits.Of(user, session, around), item), vectors.Hash);
    }
}
