using System.Runtime.InteropServices;
using RxRecs.Machines;

namespace RxRecs;

/// <summary>
/// The panes that hold events and are still needed, oldest first: those that are open, and before them those that have
/// closed but belong to a bucket that has not. Their number is bounded by the allowed lateness and the bucket size over
/// the advance, and by the number of events.
/// </summary>
internal sealed class TrendPanes<TItem>(
    TrendGrid grid, long limit, int maxItems, IEqualityComparer<TItem>? itemEquality)
    where TItem : notnull
{
    private readonly List<TrendPane<TItem>> _panes = [];
    private readonly Stack<Dictionary<TItem, long>> _spare = new();

    public int Count => _panes.Count;

    public TrendPane<TItem> this[int position] => _panes[position];

    /// <summary>The number of the pane that a time falls into.</summary>
    public long IndexOf(long ticks) => grid.IndexOf(ticks);

    public long StartOf(long index) => grid.StartOf(index);

    public TrendPane<TItem>? Find(long ticks)
    {
        var position = LastNotAfter(ticks);
        return position >= 0 && ticks - _panes[position].Start < _panes[position].Length ? _panes[position] : null;
    }

    /// <summary>
    /// Makes the pane of a first event. All that can throw, which is the comparer, is done before anything
    /// changes.
    /// </summary>
    public TrendPane<TItem> Add(TItem item, long ticks, long units)
    {
        var position = LastNotAfter(ticks);
        var index = IndexOf(ticks);
        var start = StartOf(index);
        var pane = new TrendPane<TItem>(index, start, StartOf(index + 1) - start, NewUnits(position, index))
        {
            Total = units,
        };
        if (units != 0)
        {
            pane.Units.Add(item, units);
        }

        _panes.Insert(position + 1, pane);
        return pane;
    }

    public void RemoveFirst() => _panes.RemoveAt(0);

    /// <summary>Takes back the counts of a pane that is not needed any more.</summary>
    public void Recycle(TrendPane<TItem> pane)
    {
        pane.Units.Clear();
        if (_spare.Count < 2)
        {
            _spare.Push(pane.Units);
        }
    }

    /// <summary>Writes the panes, and where they and those of these times begin and end.</summary>
    public void Snapshot(SnapshotWriter writer, params ReadOnlySpan<long> times)
    {
        var indexes = _panes.ConvertAll(static pane => pane.Index);
        foreach (var time in times)
        {
            indexes.Add(IndexOf(time));
        }

        grid.Snapshot(writer, indexes.Concat(indexes.Select(static index => index + 1)));
        writer.WriteCount(_panes.Count);
        foreach (var pane in _panes)
        {
            writer.WriteInt64(pane.Index);
            writer.WriteBoolean(pane.Sketch is not null);
            if (pane.Sketch is { } sketch)
            {
                sketch.Snapshot(writer);
            }
            else
            {
                TrendUnits.Write(writer, pane.Units);
            }
        }
    }

    public void Restore(SnapshotReader reader)
    {
        grid.Restore(reader);
        _panes.Clear();
        var count = reader.ReadCount();
        var (lowest, highest) = (IndexOf(0), IndexOf(DateTimeOffset.MaxValue.UtcTicks));
        for (var i = 0; i < count; i++)
        {
            var index = reader.ReadInt64();
            if (index < lowest || index > highest || (i > 0 && index <= _panes[i - 1].Index))
            {
                throw new SnapshotException($"Bucket {index} cannot be or is out of order: the snapshot is damaged.");
            }

            _panes.Add(RestorePane(reader, index));
        }
    }

    private TrendPane<TItem> RestorePane(SnapshotReader reader, long index)
    {
        var start = StartOf(index);
        var length = StartOf(index + 1) - start;
        if (reader.ReadBoolean())
        {
            var sketch = SpaceSaving<TItem>.Restore(reader, maxItems, itemEquality, limit, out var sum);
            return TrendPane<TItem>.Of(index, start, length, sketch, sum);
        }

        var units = TrendUnits.Read(reader, itemEquality, limit, out var total);
        return units.Count <= maxItems
            ? new(index, start, length, units) { Total = total }
            : throw new SnapshotException(
                $"The snapshot holds {units.Count} items in a bucket; at most {maxItems} are kept.");
    }

    private int LastNotAfter(long ticks)
    {
        var panes = CollectionsMarshal.AsSpan(_panes);
        var (low, high) = (0, panes.Length - 1);
        while (low <= high)
        {
            var middle = (low + high) / 2;
            if (panes[middle].Start <= ticks)
            {
                low = middle + 1;
            }
            else
            {
                high = middle - 1;
            }
        }

        return high;
    }

    /// <summary>
    /// Gives a table with as much room as its neighbor needed, so that a bucket like the one before does not grow step
    /// by step. Not more than a neighbor has: a stray event must not take the room of a day.
    /// </summary>
    private Dictionary<TItem, long> NewUnits(int before, long index)
    {
        if (_spare.TryPop(out var spare))
        {
            return spare;
        }

        var like = before >= 0 && _panes[before].Index == index - 1 ? _panes[before].ItemCount : 0;
        return new Dictionary<TItem, long>(like, itemEquality);
    }
}
