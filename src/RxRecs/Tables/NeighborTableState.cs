using RxRecs.Recommenders;

namespace RxRecs.Machines;

/// <summary>
/// Holds the last items of each visit and a table of neighbors that scores them: weights that were made elsewhere, over
/// visits as of now.
/// </summary>
/// <remarks>
/// <para>
/// The score of an item is the sum over the last events of the visit of exp(-(L - p) / range) times the weight that the
/// table gives the item for that of the event; one that is not above 0 is not recommended. Equal scores are in the
/// order of the items.
/// </para>
/// <para>
/// <see cref="Replace"/> puts another table in the place of this one as a whole, from any thread: a list is made by one
/// table or by the other. All else is used from one thread at a time. Bound: the table, twenty bytes for each of its
/// items, and <see cref="NeighborTableOptions.LastItems"/> items of <see cref="SessionOptions.MaxOpen"/> visits.
/// </para>
/// </remarks>
/// <typeparam name="TUser">The users' type.</typeparam>
/// <typeparam name="TItem">The items' type.</typeparam>
public sealed class NeighborTableState<TUser, TItem> : ISaved
    where TUser : notnull
    where TItem : notnull
{
    private readonly NeighborTableOptions _options;
    private readonly ModelVisits<TUser, TItem> _visits;
    private readonly NeighborTableQuery<TItem> _query;
    private volatile NeighborTable<TItem> _table;

    /// <summary>Makes a state that knows no visit.</summary>
    /// <param name="table">The table.</param>
    /// <param name="options">The options for how a visit is scored; null for the defaults.</param>
    /// <exception cref="ArgumentNullException"><paramref name="table"/> is null.</exception>
    public NeighborTableState(NeighborTable<TItem> table, NeighborTableOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(table);
        _options = options ?? new NeighborTableOptions();
        _table = table;
        _visits = new("table", _options.LastItems, _options.Sessions);
        _query = new(_options);
    }

    /// <summary>Gives the table by which lists are made at present.</summary>
    public NeighborTable<TItem> Table => _table;

    /// <summary>
    /// Names the table, by its hash, over which the last restored snapshot was made; null where none was restored. It
    /// differs from the hash of <see cref="Table"/> where lists go on by another table than before.
    /// </summary>
    public string? RestoredTableHash => _visits.RestoredHash;

    /// <summary>Counts the events that had neither user nor session, from which nothing was learned.</summary>
    public long UnassignedEvents => _visits.Unassigned;

    /// <summary>Puts a table in the place of the present one, as a whole, from any thread.</summary>
    /// <param name="table">The table; the next list is made by it.</param>
    /// <exception cref="ArgumentNullException"><paramref name="table"/> is null.</exception>
    public void Replace(NeighborTable<TItem> table)
    {
        ArgumentNullException.ThrowIfNull(table);
        _table = table;
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

    /// <summary>Learns that a user touched an item, where the default value may be a user.</summary>
    /// <param name="user">The user; not looked at where <paramref name="hasUser"/> is false.</param>
    /// <param name="hasUser">True if the user is known.</param>
    /// <param name="session">The visit's name; null or empty where there is none.</param>
    /// <param name="item">The item.</param>
    /// <param name="eventTime">The time of the event.</param>
    /// <exception cref="ArgumentNullException"><paramref name="item"/> is null; nothing has changed.</exception>
    public void Learn(TUser? user, bool hasUser, string? session, TItem item, DateTimeOffset eventTime) =>
        _visits.Learn(user, hasUser, session, item, eventTime);

    /// <summary>Takes a user's id from the open visits: they are nobody's any more, and cannot be asked for.</summary>
    /// <param name="user">The user; one who is not known changes nothing.</param>
    public void ForgetVisits(TUser user) => _visits.Forget(user);

    /// <summary>Fills a list with what the table recommends in a visit. Changes nothing.</summary>
    /// <param name="user">The user; null or the default value where only the session is known.</param>
    /// <param name="session">The visit's name; null or empty: the user's newest visit.</param>
    /// <param name="around">The items of the visit, oldest first, in place of those that are known; empty for
    /// these.</param>
    /// <param name="count">The maximum number of items in the list.</param>
    /// <param name="items">The list to fill, best first; it is cleared first.</param>
    /// <param name="accept">A predicate that accepts the items that may be in the list; null for all.</param>
    /// <returns>The table that made the list.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is not positive.</exception>
    public NeighborTable<TItem> Query(
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
        var table = _table;
        items.Clear();
        foreach (var slot in _query.Run(table, _visits.Of(user, session, around), count, accept))
        {
            items.Add(new(table.ItemAt(slot), _query.ScoreAt(slot)));
        }

        return table;
    }

    /// <summary>Writes the visits and the hash of the table; the table itself is not a part of the state.</summary>
    /// <param name="writer">The writer of the snapshot.</param>
    public void Snapshot(SnapshotWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        _visits.Snapshot(writer, _table.Hash);
    }

    /// <summary>Replaces the visits; the table stays.</summary>
    /// <param name="reader">The reader of the snapshot.</param>
    /// <exception cref="SnapshotException">
    /// The snapshot is damaged or was made with another <see cref="NeighborTableOptions.LastItems"/>; or over another
    /// table, where <see cref="NeighborTableOptions.RequireSameTable"/> is set.
    /// </exception>
    public void Restore(SnapshotReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        _visits.Restore(
            reader,
            _table.Hash,
            _options.RequireSameTable ? nameof(NeighborTableOptions.RequireSameTable) : null);
    }

    /// <summary>Takes the score of an item apart; empty where it has none.</summary>
    /// <returns>The parts, which are of the table, and the hash of that.</returns>
    internal (List<(TItem Matched, double Value)> Parts, string Hash) Explain(
        TUser? user, string? session, IReadOnlyList<TItem> around, TItem item)
    {
        var table = _table;
        return (_query.Explain(table, _visits.Of(user, session, around), item), table.Hash);
    }
}
