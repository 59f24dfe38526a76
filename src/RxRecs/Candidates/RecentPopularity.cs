using System.Runtime.InteropServices;
using RxRecs.Machines;

namespace RxRecs;

/// <summary>
/// Counts items within a span of event time up to the newest event, in order of their counts. Exact; an event costs
/// O(log n) of the events and items kept.
/// </summary>
/// <remarks>Bound: a maximum number of events, the newest; for one more the oldest goes.</remarks>
internal sealed class RecentPopularity<TItem>(TimeSpan span, int maxEvents, IComparer<TItem> itemOrder)
    where TItem : notnull
{
    private readonly PriorityQueue<(TItem Item, long Units), (long Ticks, long Number)> _events = new();
    private readonly Dictionary<TItem, long> _counts = [];
    private readonly SortedSet<(long Units, TItem Item)> _order = new(Comparer<(long Units, TItem Item)>.Create(
        (x, y) => y.Units.CompareTo(x.Units) is not 0 and var byCount ? byCount : itemOrder.Compare(x.Item, y.Item)));

    private long _newest = long.MinValue;
    private long _number;

    /// <summary>
    /// Gives the items with their counts, in units of <see cref="TrendWeight"/>, the most popular first.
    /// </summary>
    public SortedSet<(long Units, TItem Item)> Items => _order;

    /// <summary>Gives the count of an item; 0 where it has none.</summary>
    public double CountOf(TItem item) => TrendWeight.FromUnits(_counts.GetValueOrDefault(item));

    /// <summary>Learns an event of a weight.</summary>
    public void Learn(TItem item, double weight, DateTimeOffset eventTime)
    {
        var (units, ticks) = (TrendWeight.ToUnits(weight), eventTime.UtcTicks);
        _newest = Math.Max(_newest, ticks);
        if (units > 0 && ticks > _newest - span.Ticks)
        {
            _events.Enqueue((item, units), (ticks, _number++));
            Count(item, units);
        }

        while (_events.TryPeek(out var oldest, out var at)
            && (at.Ticks <= _newest - span.Ticks || _events.Count > maxEvents))
        {
            _events.Dequeue();
            Count(oldest.Item, -oldest.Units);
        }
    }

    public void Snapshot(SnapshotWriter writer)
    {
        writer.WriteInt64(_newest);
        writer.WriteInt64(_number);
        writer.WriteCount(_events.Count);
        foreach (var ((item, units), (ticks, number)) in _events.UnorderedItems.OrderBy(static each => each.Priority))
        {
            writer.Write(item);
            writer.WriteInt64(units);
            writer.WriteInt64(ticks);
            writer.WriteInt64(number);
        }
    }

    public void Restore(SnapshotReader reader)
    {
        _events.Clear();
        _counts.Clear();
        _order.Clear();
        _newest = reader.ReadInt64();
        _number = reader.ReadInt64();
        for (var rest = reader.ReadCount(); rest > 0; rest--)
        {
            var (item, units) = (reader.Read<TItem>(), reader.ReadInt64());
            var (ticks, number) = (reader.ReadInt64(), reader.ReadInt64());
            if (units <= 0 || item is null || ticks > _newest || number >= _number)
            {
                throw new SnapshotException("An event that cannot be: the snapshot is damaged.");
            }

            _events.Enqueue((item, units), (ticks, number));
            Count(item, units);
        }
    }

    private void Count(TItem item, long by)
    {
        ref var count = ref CollectionsMarshal.GetValueRefOrAddDefault(_counts, item, out var exists);
        if (exists)
        {
            _order.Remove((count, item));
        }

        count += by;
        if (count > 0)
        {
            _order.Add((count, item));
        }
        else
        {
            _counts.Remove(item);
        }
    }
}
