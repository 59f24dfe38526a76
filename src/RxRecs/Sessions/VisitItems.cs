using RxRecs.Machines;

namespace RxRecs.Recommenders;

/// <summary>
/// The items of each visit so far, oldest first, for as long as the visit is among the
/// <see cref="SessionOptions.MaxOpen"/> that were touched last.
/// </summary>
/// <param name="operatorName">The operator that counts on the meter which visits had to leave.</param>
/// <param name="options">The rules by which events make one visit.</param>
/// <typeparam name="TUser">The users' type.</typeparam>
/// <typeparam name="TItem">The items' type.</typeparam>
internal sealed class VisitItems<TUser, TItem>(string operatorName, SessionOptions options)
    where TUser : notnull
    where TItem : notnull
{
    private readonly SessionTracker<TUser> _tracker = new(operatorName, options);
    private readonly VisitLists<TItem> _visits = new(options.MaxOpen, options.MaxLength);

    /// <summary>Tells how many events had neither user nor session.</summary>
    public long Unassigned => _tracker.Unassigned;

    /// <summary>Gives the number of the visit that an event belongs to, -1 for none.</summary>
    public long Assign(TUser user, bool hasUser, string? session, long ticks) =>
        _tracker.Assign(user, hasUser, session, ticks);

    /// <summary>Takes the visit touched the longest ago, if there are too many.</summary>
    public bool TryRemoveOldest(out long number) => _visits.TryRemoveOldest(out number);

    /// <summary>
    /// Gives the items of a visit, until the next event is added; empty for one that is unknown.
    /// </summary>
    public IReadOnlyList<TItem> Of(long number) => _visits.Of(number);

    /// <summary>Tells how many items a visit has had, those that went included.</summary>
    public int LengthOf(long number) => _visits.LengthOf(number);

    /// <summary>The items of the visit that a request is about, or those that it names.</summary>
    public IReadOnlyList<TItem> Of(in RecommendationRequest<TUser, TItem> request) =>
        request.Around.Count > 0 ? request.Around : Of(request.User, request.Session);

    /// <summary>The items of a visit; empty for one that is unknown.</summary>
    public IReadOnlyList<TItem> Of(TUser? user, string? session) =>
        _tracker.TryFind(user, session, out var number) ? Of(number) : [];

    /// <summary>
    /// Tells whether an item goes on with a visit: not where it repeats the one before and repeats do not count.
    /// </summary>
    public bool GoesOn(long number, TItem item) =>
        options.KeepRepeats || Of(number) is not [.., var last]
        || !EqualityComparer<TItem>.Default.Equals(last, item);

    /// <summary>Adds an item to a visit; of one that is as long as can be the oldest goes.</summary>
    public void Add(long number, TItem item) => _visits.Add(number, item);

    /// <summary>Forgets that open visits are a user's: they are nobody's any more, and cannot be asked for.</summary>
    public void Forget(TUser user) => _tracker.Forget(user, []);

    /// <summary>Refuses lists that are kept beside those of the items, and are not of the same visits.</summary>
    /// <exception cref="SnapshotException">They are not.</exception>
    public void ThrowIfNotBeside<TOther>(VisitLists<TOther> others)
        where TOther : notnull =>
        _visits.ThrowIfNotBeside(others);

    public void Snapshot(SnapshotWriter writer)
    {
        _tracker.Snapshot(writer);
        _visits.Snapshot(writer);
    }

    public void Restore(SnapshotReader reader)
    {
        _tracker.Restore(reader);
        _visits.Restore(reader);
    }
}
