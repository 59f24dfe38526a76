using RxRecs.Machines;

namespace RxRecs.Recommenders;

/// <summary>
/// Holds what followed one item, and how often: exact up to a bound, Space-Saving beyond (Metwally, Agrawal and El
/// Abbadi 2005). In order of counts, the one that followed last before others of the same count.
/// </summary>
internal sealed class SuccessorCounts<TItem>(int maxSuccessors)
{
    private readonly List<(TItem Item, long Count)> _items = [];

    public IReadOnlyList<(TItem Item, long Count)> Items => _items;

    public void Add(TItem item)
    {
        var at = _items.FindIndex(each => EqualityComparer<TItem>.Default.Equals(each.Item, item));
        if (at < 0 && _items.Count < maxSuccessors)
        {
            at = _items.Count;
            _items.Add((item, 0));
        }

        at = at < 0 ? _items.Count - 1 : at;
        var count = _items[at].Count + 1;
        while (at > 0 && _items[at - 1].Count <= count)
        {
            _items[at] = _items[at - 1];
            at--;
        }

        _items[at] = (item, count);
    }

    public void Snapshot(SnapshotWriter writer)
    {
        writer.WriteCount(_items.Count);
        foreach (var (item, count) in _items)
        {
            writer.Write(item);
            writer.WriteInt64(count);
        }
    }

    public static SuccessorCounts<TItem> Restore(SnapshotReader reader, int maxSuccessors)
    {
        var counts = new SuccessorCounts<TItem>(maxSuccessors);
        var count = reader.ReadCount();
        if (count > maxSuccessors)
        {
            throw new SnapshotException($"{count} successors; the bound is now {maxSuccessors}.");
        }

        for (var i = 0; i < count; i++)
        {
            counts._items.Add((reader.Read<TItem>(), reader.ReadInt64()));
            if (counts._items[i].Count < 1 || (i > 0 && counts._items[i].Count > counts._items[i - 1].Count))
            {
                throw new SnapshotException("Successors out of order: the snapshot is damaged.");
            }
        }

        return counts;
    }
}
