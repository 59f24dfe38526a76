using RxRecs.Machines;

namespace RxRecs.Recommenders;

/// <summary>
/// The items of each visit so far, oldest first, for as long as the visit is among the
/// <see cref="SessionOptions.MaxOpen"/> that were touched last.
/// </summary>
internal sealed class VisitItems<TUser, TItem>(SessionOptions options)
    where TUser : notnull
    where TItem : notnull
{
    private readonly SessionTracker<TUser> _tracker = new(options);
    private readonly RecentKeys<long, Visit> _visits = new(int.MaxValue);

    /// <summary>Tells how many events had neither user nor session.</summary>
    public long Unassigned => _tracker.Unassigned;

    /// <summary>Gives the number of the visit that an event belongs to, -1 for none.</summary>
    public long Assign(TUser user, bool hasUser, string? session, long ticks) =>
        _tracker.Assign(user, hasUser, session, ticks);

    /// <summary>Takes the visit touched the longest ago, if there are too many.</summary>
    public bool TryRemoveOldest(out long number)
    {
        number = -1;
        if (_visits.Count <= options.MaxOpen)
        {
            return false;
        }

        number = _visits.OldestKey;
        _visits.RemoveOldest();
        return true;
    }

    /// <summary>Gives the items of a visit; empty for one that is unknown.</summary>
    public IReadOnlyList<TItem> Of(long number) => _visits.TryGet(number, out var visit) ? visit.Items : [];

    /// <summary>Tells how many items a visit has had, those that went included.</summary>
    public int LengthOf(long number) => _visits.TryGet(number, out var visit) ? visit.Length : 0;

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
        options.KeepRepeats || !_visits.TryGet(number, out var visit)
        || !EqualityComparer<TItem>.Default.Equals(visit.Items[^1], item);

    /// <summary>Adds an item to a visit; of one that is as long as can be the oldest goes.</summary>
    public void Add(long number, TItem item)
    {
        ref var visit = ref _visits.Touch(number, out var exists);
        var items = exists ? visit.Items : [];
        if (items.Count == options.MaxLength)
        {
            items.RemoveAt(0);
        }

        items.Add(item);
        visit = new(items, visit.Length + 1);
    }

    /// <summary>Forgets that open visits are a user's: they are nobody's any more, and cannot be asked for.</summary>
    public void Forget(TUser user) => _tracker.Forget(user, []);

    public void Snapshot(SnapshotWriter writer)
    {
        _tracker.Snapshot(writer);
        _visits.Snapshot(
            writer,
            static (target, number) => target.WriteInt64(number),
            static (target, visit) =>
            {
                target.WriteCount(visit.Length);
                target.WriteCount(visit.Items.Count);
                visit.Items.ForEach(target.Write);
            });
    }

    public void Restore(SnapshotReader reader)
    {
        _tracker.Restore(reader);
        _visits.Restore(reader, static from => from.ReadInt64(), from =>
        {
            var (length, count) = (from.ReadSize(), from.ReadCount());
            if (count == 0 || count > options.MaxLength || count > length)
            {
                throw new SnapshotException($"A visit of {count} items: the snapshot is damaged.");
            }

            var items = new List<TItem>(count);
            for (var i = 0; i < count; i++)
            {
                items.Add(from.Read<TItem>());
            }

            return new(items, length);
        });
    }

    private readonly record struct Visit(List<TItem> Items, int Length);
}
