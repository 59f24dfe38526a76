using RxRecs.Machines;

namespace RxRecs.Recommenders;

/// <summary>
/// Items by the number of a visit, oldest first, of the visits that were touched last. Allocates nothing in the steady
/// state: the list of a visit that goes is used again.
/// </summary>
/// <param name="maxOpen">The maximum number of visits that are kept.</param>
/// <param name="maxLength">The maximum number of items of each visit.</param>
internal sealed class VisitLists<TItem>(int maxOpen, int maxLength)
    where TItem : notnull
{
    private readonly RecentKeys<long, Visit> _visits = new(int.MaxValue);
    private readonly ListPool<TItem> _lists = new();

    /// <summary>Gives the items of a visit, until the next is added to any; empty for one that is unknown.</summary>
    /// <remarks>The cast keeps an unknown visit from making a new list of its own.</remarks>
    public IReadOnlyList<TItem> Of(long number) =>
        _visits.TryGet(number, out var visit) ? visit.Items : (IReadOnlyList<TItem>)[];

    /// <summary>Tells how many items a visit has had, those that went included.</summary>
    public int LengthOf(long number) => _visits.TryGet(number, out var visit) ? visit.Length : 0;

    /// <summary>Makes a visit the one that was touched last, if it is known.</summary>
    public void Touch(long number)
    {
        if (_visits.TryGet(number, out _))
        {
            _visits.Touch(number, out _);
        }
    }

    /// <summary>Adds an item to a visit; of one that is as long as can be the oldest goes.</summary>
    public void Add(long number, TItem item)
    {
        ref var visit = ref _visits.Touch(number, out var exists);
        var items = exists ? visit.Items : _lists.Take(1);
        if (items.Count == maxLength)
        {
            items.RemoveAt(0);
        }

        _lists.Add(ref items, item);
        visit = new(items, visit.Length + 1);
    }

    /// <summary>Takes the visit touched the longest ago, if there are too many.</summary>
    public bool TryRemoveOldest(out long number)
    {
        number = -1;
        if (_visits.Count <= maxOpen)
        {
            return false;
        }

        number = _visits.OldestKey;
        _lists.Give(_visits.OldestValue.Items);
        _visits.RemoveOldest();
        return true;
    }

    public void Snapshot(SnapshotWriter writer) => _visits.Snapshot(
        writer,
        static (target, number) => target.WriteInt64(number),
        static (target, visit) =>
        {
            target.WriteCount(visit.Length);
            target.WriteCount(visit.Items.Count);
            visit.Items.ForEach(target.Write);
        });

    /// <summary>Replaces the lists.</summary>
    /// <param name="reader">The reader of the snapshot.</param>
    /// <param name="isPossible">A predicate for what can be in a list; null: anything.</param>
    public void Restore(SnapshotReader reader, Func<TItem, bool>? isPossible = null) =>
        _visits.Restore(reader, static from => from.ReadInt64(), from =>
        {
            var (length, count) = (from.ReadSize(), from.ReadCount());
            if (count == 0 || count > maxLength || count > length)
            {
                throw new SnapshotException($"A visit of {count} items: the snapshot is damaged.");
            }

            var items = _lists.Take(count);
            for (var i = 0; i < count; i++)
            {
                var item = from.Read<TItem>();
                if (item is null || isPossible?.Invoke(item) == false)
                {
                    throw new SnapshotException($"A visit has '{item}' in it: the snapshot is damaged.");
                }

                items.Add(item);
            }

            return new(items, length);
        });

    /// <summary>Refuses lists that are kept beside these, and are not of the same visits and lengths.</summary>
    /// <exception cref="SnapshotException">They are not.</exception>
    public void ThrowIfNotBeside<TOther>(VisitLists<TOther> others)
        where TOther : notnull
    {
        if (!Lengths().SequenceEqual(others.Lengths()))
        {
            throw new SnapshotException(
                "Lists that are kept beside each other are not of the same visits and lengths: the snapshot is "
                + "damaged.");
        }
    }

    private IEnumerable<(long Number, int Length, int Kept)> Lengths() =>
        _visits.OldestFirst().Select(static each => (each.Key, each.Value.Length, each.Value.Items.Count));

    private readonly record struct Visit(List<TItem> Items, int Length);
}
