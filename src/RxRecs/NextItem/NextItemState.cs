using RxRecs.Recommenders;

namespace RxRecs.Machines;

/// <summary>
/// Finds what may come next in each visit, as of now: holds the visits so far as one live index, and scores by it.
/// Every event counts at once; nothing is trained.
/// </summary>
/// <remarks>
/// <para>
/// Items of equal score are in the order of the latest time at which a kept session touched them first, the newest
/// first, then the lower item first. The asking visit is never its own neighbor.
/// </para>
/// <para>
/// Bound: <see cref="NextItemOptions.MaxSessions"/>, <see cref="NextItemOptions.MaxEvents"/> and
/// <see cref="NextItemOptions.MaxItems"/>; the oldest session goes first. Used from one thread at a time.
/// </para>
/// </remarks>
/// <typeparam name="TUser">The users' type.</typeparam>
/// <typeparam name="TItem">The items' type.</typeparam>
public sealed partial class NextItemState<TUser, TItem> : ISaved, IForgetsKeys
    where TUser : notnull
    where TItem : notnull
{
    private const int None = -1;
    private readonly NextItemOptions _options;
    private readonly SessionTracker<TUser> _tracker;
    private readonly SessionIndex<TItem> _index;
    private readonly VisitQuery _query;
    private readonly TopScores<TItem> _top;
    private readonly PresetChooser _chooser;

    /// <summary>Makes an empty state.</summary>
    /// <param name="options">The options for what is kept and how it is scored; null for the defaults.</param>
    /// <param name="itemOrder">
    /// The order of items of equal score and age; null for the items' own order, the lower first.
    /// </param>
    /// <exception cref="ArgumentException">
    /// <typeparamref name="TItem"/> has no order and none is given; or the options name two ways to score.
    /// </exception>
    public NextItemState(NextItemOptions? options = null, IComparer<TItem>? itemOrder = null)
    {
        _options = options ?? new NextItemOptions();
        _options.Check();
        var limits = _options.Limits;
        _tracker = new SessionTracker<TUser>(nameof(RecsObservable.NextItems), _options.Sessions);
        _index = new SessionIndex<TItem>(limits);
        _query = new VisitQuery(_options.LastItems);
        _top = new TopScores<TItem>(_index, ItemOrder.OrDefault(itemOrder));
        _chooser = new PresetChooser(_options, limits);
    }

    /// <summary>Gets the number of sessions that are kept.</summary>
    public int SessionCount => _index.SessionCount;

    /// <summary>Gets the number of events that are kept.</summary>
    public int EventCount => _index.EventCount;

    /// <summary>Gets the number of items that are kept.</summary>
    public int ItemCount => _index.ItemCount;

    /// <summary>Gets the number of sessions that went because there were too many sessions, events or items.</summary>
    public long EvictedSessions => _index.EvictedSessions;

    /// <summary>Gets the number of events that had neither user nor session, from which nothing was learned.</summary>
    public long UnassignedEvents => _tracker.Unassigned;

    /// <summary>Gets the name of the preset, the blend of presets or the session-kNN that scores at present.</summary>
    public string Preset => _chooser.Kernel.Name;

    /// <summary>Learns that a user touched an item.</summary>
    /// <param name="user">The user; null or the default value where only the session is known.</param>
    /// <param name="session">The visit's name; null or empty where there is none.</param>
    /// <param name="item">The item.</param>
    /// <param name="eventTime">The time of the event.</param>
    /// <exception cref="ArgumentNullException"><paramref name="item"/> is null; nothing has changed.</exception>
    public void Learn(TUser? user, string? session, TItem item, DateTimeOffset eventTime) =>
        Learn(user, !IsUnknown(user), session, item, eventTime);

    /// <summary>Learns that a user touched an item, where the default value may be a user.</summary>
    /// <param name="user">The user; not looked at where <paramref name="hasUser"/> is false.</param>
    /// <param name="hasUser">True if the user is known.</param>
    /// <param name="session">The visit's name; null or empty where there is none.</param>
    /// <param name="item">The item.</param>
    /// <param name="eventTime">The time of the event.</param>
    /// <exception cref="ArgumentNullException"><paramref name="item"/> is null; nothing has changed.</exception>
    /// <exception cref="ArgumentException"><paramref name="item"/> is <see cref="Id.None"/>.</exception>
    public void Learn(TUser? user, bool hasUser, string? session, TItem item, DateTimeOffset eventTime)
    {
        ItemValue.ThrowIfNone(item);

        if (!hasUser && string.IsNullOrEmpty(session))
        {
            _tracker.Assign(default!, false, null, 0);
            return;
        }

        var ticks = eventTime.UtcTicks;
        _index.MakeRoom(item);
        var number = _tracker.Assign(user!, hasUser, session, ticks, _index.Floor);
        _chooser.Test(_index, _query, number, item, _top);
        _index.Add(number, item, ticks);
    }

    /// <summary>Determines whether a visit of the user, or of that name, is known.</summary>
    /// <param name="user">The user; null or the default value where only the session is known.</param>
    /// <param name="session">The visit's name; null or empty: the user's newest visit.</param>
    /// <returns>True if it is known.</returns>
    public bool Knows(TUser? user, string? session = null) =>
        _tracker.TryFind(user, session, out var number) && _index.IsKept(number);

    /// <summary>Fills a list with what may come next in a visit. Changes nothing.</summary>
    /// <param name="user">The user; null or the default value where only the session is known.</param>
    /// <param name="session">The visit's name; null or empty: the user's newest visit.</param>
    /// <param name="around">The items of the visit, oldest first, in place of those that are known; empty for
    /// these.</param>
    /// <param name="count">The maximum number of items in the list.</param>
    /// <param name="items">The list to fill, best first; it is cleared first.</param>
    /// <param name="accept">A predicate that accepts the items that may be in the list; null for all.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is not positive.</exception>
    public void Query(
        TUser? user,
        string? session,
        IReadOnlyList<TItem> around,
        int count,
        List<NextItem<TItem>> items,
        Func<TItem, bool>? accept = null)
    {
        ArgumentNullException.ThrowIfNull(items);
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        items.Clear();
        if (!Ask(user, session, around))
        {
            return;
        }

        _chooser.Kernel.Run(_index, _query);
        _top.Find(_chooser.Kernel, _query, count, LeftOut, accept);
        foreach (var (item, score) in _top.Found)
        {
            items.Add(new(_index.ItemAt(item), score));
        }
    }

    /// <summary>Forgets the visits of a user that are open, with all that they count for.</summary>
    /// <param name="user">The user.</param>
    /// <returns>The number of visits there were.</returns>
    /// <remarks>Visits that are over are no longer known to be the user's: they have no user any more.</remarks>
    public int ForgetVisits(TUser user)
    {
        ArgumentNullException.ThrowIfNull(user);
        var numbers = new List<long>();
        _tracker.Forget(user, numbers);
        foreach (var number in numbers)
        {
            _index.Forget(number);
        }

        return numbers.Count;
    }

    /// <summary>Writes the whole state.</summary>
    /// <param name="writer">The writer of the snapshot.</param>
    public void Snapshot(SnapshotWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteCount(_options.LastItems);
        writer.WriteCount(_index.Limits.PostingsPerItem);
        writer.WriteCount(_options.Sessions.MaxLength);
        _tracker.Snapshot(writer);
        _index.Snapshot(writer);
        _chooser.Snapshot(writer);
    }

    /// <summary>Replaces the whole state.</summary>
    /// <param name="reader">The reader of the snapshot.</param>
    /// <exception cref="SnapshotException">
    /// The snapshot is damaged, or was made with another <see cref="NextItemOptions.LastItems"/>,
    /// <see cref="NextItemOptions.SessionsPerItem"/>, <see cref="SessionOptions.MaxLength"/> or kernel.
    /// </exception>
    public void Restore(SnapshotReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        if (reader.ReadSize() != _options.LastItems || reader.ReadSize() != _index.Limits.PostingsPerItem
            || reader.ReadSize() != _options.Sessions.MaxLength)
        {
            throw new SnapshotException(
                "The snapshot was made with another LastItems, SessionsPerItem or MaxLength of sessions.");
        }

        _tracker.Restore(reader);
        _index.Restore(reader);
        if (_index.Next != _tracker.Next)
        {
            throw new SnapshotException("Visits and sessions have different numbers: the snapshot is damaged.");
        }

        _chooser.Restore(reader);
    }

    void IForgetsKeys.ForgetKey(object key)
    {
        if (key is TUser known)
        {
            ForgetVisits(known);
        }
    }

    /// <summary>Takes the score of an item apart; empty where it has none.</summary>
    internal List<ScorePart> Explain(TUser? user, string? session, IReadOnlyList<TItem> around, TItem item)
    {
        var parts = new List<ScorePart>();
        var slot = _index.Find(item);
        if (slot != None && Ask(user, session, around) && slot != LeftOut)
        {
            _chooser.Kernel.Run(_index, _query);
            _chooser.Kernel.Explain(_index, _query, slot, parts);
        }

        return parts;
    }

    /// <summary>Gives the item of a part of a score.</summary>
    internal TItem ItemOf(in ScorePart part) => _index.ItemAt(part.MatchedItem);

    /// <summary>Tells when the last event of a part's session was.</summary>
    internal DateTimeOffset TimeOf(in ScorePart part) =>
        new(_index.LastOf(_index.SlotOf(part.Neighbor)), TimeSpan.Zero);

    private static bool IsUnknown(TUser? user) =>
        user is null || EqualityComparer<TUser>.Default.Equals(user, default);

    private int LeftOut => _options.RecommendCurrentItem || _query.PlaceCount == 0 ? None : _query.Places[^1];

    private bool Ask(TUser? user, string? session, IReadOnlyList<TItem> around)
    {
        ArgumentNullException.ThrowIfNull(around);
        var isKnown = _tracker.TryFind(user, session, out var own) && _index.IsKept(own);
        if (around.Count > 0)
        {
            _query.AskAround(_index, isKnown ? own : None, around);
        }
        else if (isKnown)
        {
            _query.AskFor(_index, own);
        }

        return around.Count > 0 || isKnown;
    }
}
