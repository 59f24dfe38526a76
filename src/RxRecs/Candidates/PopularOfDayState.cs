using System.Runtime.InteropServices;

namespace RxRecs.Machines;

/// <summary>
/// Counts items within a span of event time up to the newest event, in order of their counts. Exact; an event costs
/// O(log n) of the events and items kept.
/// </summary>
/// <remarks>
/// Bound: a maximum number of events, the newest; for one more the oldest goes. Used from one thread at a time.
/// </remarks>
/// <typeparam name="TItem">The items' type.</typeparam>
public sealed class PopularOfDayState<TItem>
    where TItem : notnull
{
    private readonly TimeSpan _span;
    private readonly int _maxEvents;
    private readonly PriorityQueue<(TItem Item, long Units), (long Ticks, long Number)> _events = new();
    private readonly Dictionary<TItem, long> _counts = [];
    private readonly SortedSet<(long Units, TItem Item)> _order;
    private long _newest = long.MinValue;
    private long _number;

    /// <summary>Makes a state that has counted nothing.</summary>
    /// <param name="span">The span, up to the newest event; null for a day.</param>
    /// <param name="maxEvents">The maximum number of events that are kept, the newest.</param>
    /// <param name="itemOrder">
    /// The order of items of equal count; null for the items' own order, the lower first.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">The span or the bound is not positive.</exception>
    /// <exception cref="ArgumentException">
    /// <typeparamref name="TItem"/> has no order and none is given.
    /// </exception>
    public PopularOfDayState(TimeSpan? span = null, int maxEvents = 1_000_000, IComparer<TItem>? itemOrder = null)
    {
        _span = span ?? TimeSpan.FromDays(1);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(_span, TimeSpan.Zero, nameof(span));
        ArgumentOutOfRangeException.ThrowIfLessThan(maxEvents, 1);
        _maxEvents = maxEvents;
        var order = ItemOrder.OrDefault(itemOrder);
        _order = new(Comparer<(long Units, TItem Item)>.Create((x, y) =>
            y.Units.CompareTo(x.Units) is not 0 and var byCount ? byCount : order.Compare(x.Item, y.Item)));
    }

    /// <summary>Returns the items with their counts, the most popular first.</summary>
    public IEnumerable<(TItem Item, double Count)> Items
    {
        get
        {
            foreach (var (units, item) in _order)
            {
                yield return (item, TrendWeight.FromUnits(units));
            }
        }
    }

    /// <summary>Returns the count of an item.</summary>
    /// <param name="item">The item.</param>
    /// <returns>The sum of the weights of its events; 0 where there are none.</returns>
    /// <exception cref="ArgumentNullException">The item is null.</exception>
    public double CountOf(TItem item)
    {
        ArgumentNullException.ThrowIfNull(item);
        return TrendWeight.FromUnits(_counts.GetValueOrDefault(item));
    }

    /// <summary>Learns an event.</summary>
    /// <param name="item">The item.</param>
    /// <param name="weight">The amount that the event counts; 0 or less for nothing but its time.</param>
    /// <param name="eventTime">The event's time.</param>
    /// <exception cref="ArgumentNullException">The item is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="item"/> is <see cref="Id.None"/>.</exception>
    public void Learn(TItem item, double weight, DateTimeOffset eventTime)
    {
        ItemValue.ThrowIfNone(item);
        var (units, ticks) = (TrendWeight.ToUnits(weight), eventTime.UtcTicks);
        _newest = Math.Max(_newest, ticks);
        if (units > 0 && ticks > _newest - _span.Ticks)
        {
            _events.Enqueue((item, units), (ticks, _number++));
            Count(item, units);
        }

        while (_events.TryPeek(out var oldest, out var at)
            && (at.Ticks <= _newest - _span.Ticks || _events.Count > _maxEvents))
        {
            _events.Dequeue();
            Count(oldest.Item, -oldest.Units);
            if (at.Ticks > _newest - _span.Ticks)
            {
                SetAsideEvents.Add(nameof(CandidateSources.PopularOfDay), SetAsideEvents.Evicted);
            }
        }
    }

    /// <summary>Writes the events.</summary>
    /// <param name="writer">The writer to write to.</param>
    public void Snapshot(SnapshotWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
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

    /// <summary>Reads them back, in place of what is kept.</summary>
    /// <param name="reader">The reader to read from.</param>
    /// <exception cref="SnapshotException">The snapshot is damaged.</exception>
    public void Restore(SnapshotReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
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
