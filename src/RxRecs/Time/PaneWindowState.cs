using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace RxRecs.Machines;

/// <summary>
/// The open windows of a tumbling or hopping window operator. An event is added once, to the pane that it falls into; a
/// window that closes merges its panes. A pane is dropped with the last window that it belongs to.
/// </summary>
/// <remarks>
/// Cost: one hash look-up per event; per window and key, one merge per pane. Nothing is allocated per event. Bound: so
/// many accumulators over all panes; an event that needs one more is refused.
/// </remarks>
internal sealed class PaneWindowState<TEvent, TKey, TAccumulate>(
    WindowGrid grid, WindowAggregate<TEvent, TAccumulate> aggregate, IComparer<TKey>? keyOrder, int maxHeld)
    : IClosingWindows<TEvent, TKey, TAccumulate>
    where TKey : notnull
{
    private const int SparePanes = 4;
    private readonly List<Pane> _panes = [];
    private readonly Stack<Pane> _spare = new();
    private readonly Dictionary<TKey, Slot> _merged = [];
    private readonly ClosingWindows<TKey, TAccumulate> _closing = new(keyOrder);
    private Pane _current = new();
    private long _nextEnd = long.MaxValue;

    /// <summary>Counts the accumulators that are held.</summary>
    public int HeldCount { get; private set; }

    /// <summary>Tells whether every window that a time belongs to has closed.</summary>
    public bool IsLate(long eventTicks, long watermark) =>
        eventTicks < watermark && grid.LastEnd(eventTicks) <= watermark;

    /// <summary>Adds an event that is not late; false where there is no room for its key.</summary>
    public bool TryAdd(long eventTicks, TKey key, TEvent value, long watermark)
    {
        var pane = Find(eventTicks);
        if (pane is not null)
        {
            ref var slot = ref CollectionsMarshal.GetValueRefOrNullRef(pane.Slots, key);
            if (!Unsafe.IsNullRef(ref slot))
            {
                slot.Value = aggregate.Add(slot.Value, value);
                slot.Count++;
                return true;
            }
        }

        if (HeldCount >= maxHeld && HeldCount - HeldBefore(watermark) >= maxHeld)
        {
            return false;
        }

        var first = aggregate.Add(aggregate.Seed(), value);
        pane ??= Open(eventTicks, watermark);
        pane.Slots.Add(key, new Slot { Value = first, Count = 1 });
        HeldCount++;
        return true;
    }

    /// <summary>
    /// Collects the windows that end at or before a watermark. Changes nothing until
    /// <see cref="Close"/>.
    /// </summary>
    public void PrepareToClose(long watermark, long greatest)
    {
        _closing.Clear();
        for (var end = _nextEnd; end <= watermark && end != long.MaxValue; end = EndAfter(end))
        {
            Collect(end, end > greatest);
        }
    }

    /// <summary>Drops and emits what <see cref="PrepareToClose"/> has collected.</summary>
    public void Close(long watermark, Output<EventTimeResult<TEvent, EventWindow<TKey, TAccumulate>>> output)
    {
        if (_closing.Count == 0)
        {
            return;
        }

        var closed = 0;
        while (closed < _panes.Count && _panes[closed].LastEnd <= watermark)
        {
            HeldCount -= _panes[closed].Slots.Count;
            Recycle(_panes[closed++]);
        }

        _panes.RemoveRange(0, closed);
        _nextEnd = _panes.Count == 0 ? long.MaxValue : grid.FirstEndAfter(Math.Max(watermark, _panes[0].Start));
        _closing.EmitTo(output);
    }

    public void Snapshot(SnapshotWriter writer, long watermark)
    {
        grid.Snapshot(writer, Edges(watermark));
        writer.WriteCount(_panes.Count);
        foreach (var pane in _panes)
        {
            writer.WriteInt64(pane.Start);
            writer.WriteCount(pane.Slots.Count);
            foreach (var (key, slot) in pane.Slots)
            {
                writer.Write(key);
                writer.Write(slot.Value);
                writer.WriteInt64(slot.Count);
            }
        }
    }

    public void Restore(SnapshotReader reader, long watermark)
    {
        grid.Restore(reader);
        _panes.Clear();
        _spare.Clear();
        HeldCount = 0;
        _current = new Pane();
        _nextEnd = long.MaxValue;
        for (var left = reader.ReadCount(); left > 0; left--)
        {
            var start = reader.ReadInt64();
            if ((_panes.Count != 0 && start <= _panes[^1].Start) || start > DateTimeOffset.MaxValue.Ticks
                || start < -DateTimeOffset.MaxValue.Ticks || !IsPaneWithin(start)
                || grid.LastEnd(start) <= watermark)
            {
                throw new SnapshotException($"A pane at tick {start} that cannot be there: the snapshot is damaged.");
            }

            var pane = Open(start, watermark);
            Restore(reader, pane);
            HeldCount += pane.Slots.Count;
        }

        if (HeldCount > maxHeld)
        {
            throw new SnapshotException($"The snapshot holds {HeldCount} keys in windows; at most {maxHeld} are kept.");
        }
    }

    // What is open, and what closes next, ends at the same instant after a restore.
    private IEnumerable<long> Edges(long watermark)
    {
        foreach (var pane in _panes)
        {
            yield return pane.Start;
            yield return pane.End;
            yield return pane.LastEnd;
        }

        if (watermark > 0)
        {
            var (start, end) = grid.PaneOf(watermark);
            yield return start;
            yield return end;
        }
    }

    private bool IsPaneWithin(long start) => grid.PaneOf(start) is var pane && pane.Start == start && pane.End > 0;

    private static void Restore(SnapshotReader reader, Pane pane)
    {
        for (var left = reader.ReadCount(); left > 0; left--)
        {
            var key = reader.Read<TKey>();
            var slot = new Slot { Value = reader.Read<TAccumulate>(), Count = reader.ReadInt64() };
            if (key is null || slot.Count <= 0 || !pane.Slots.TryAdd(key, slot))
            {
                throw new SnapshotException(
                    $"The key '{key}' with {slot.Count} events, missing or twice in one pane: " +
                    "the snapshot is damaged.");
            }
        }

        if (pane.Slots.Count == 0)
        {
            throw new SnapshotException("A pane without a key: the snapshot is damaged.");
        }
    }

    // How many accumulators leave with the windows that a watermark closes.
    private int HeldBefore(long watermark)
    {
        var held = 0;
        for (var i = 0; i < _panes.Count && _panes[i].LastEnd <= watermark; i++)
        {
            held += _panes[i].Slots.Count;
        }

        return held;
    }

    private void Collect(long end, bool isPartial)
    {
        var start = grid.StartOf(end);
        var from = _closing.Count;
        foreach (var (key, slot) in SlotsOf(start, end))
        {
            _closing.Add(new(key, start, end, slot.Value, slot.Count, isPartial));
        }

        _closing.Sort(from);
    }

    private Dictionary<TKey, Slot> SlotsOf(long start, long end)
    {
        if (grid.IsTumbling)
        {
            return Find(start)!.Slots;
        }

        _merged.Clear();
        for (var i = IndexOf(start); i < _panes.Count && _panes[i].Start < end; i++)
        {
            foreach (var (key, slot) in _panes[i].Slots)
            {
                ref var merged = ref CollectionsMarshal.GetValueRefOrAddDefault(_merged, key, out var exists);
                merged.Value = aggregate.Merge(exists ? merged.Value : aggregate.Seed(), slot.Value);
                merged.Count += slot.Count;
            }
        }

        return _merged;
    }

    // The least end after the given one of a window that has events.
    private long EndAfter(long end)
    {
        foreach (var pane in _panes)
        {
            if (pane.LastEnd > end)
            {
                return grid.FirstEndAfter(Math.Max(end, pane.Start));
            }
        }

        return long.MaxValue;
    }

    private Pane? Find(long eventTicks)
    {
        if (eventTicks >= _current.Start && eventTicks < _current.End)
        {
            return _current;
        }

        var before = IndexOf(eventTicks + 1) - 1;
        return before >= 0 && eventTicks < _panes[before].End ? _current = _panes[before] : null;
    }

    // The index of the first pane that starts at or after a time.
    private int IndexOf(long ticks)
    {
        var (low, high) = (0, _panes.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = _panes[middle].Start < ticks ? (middle + 1, high) : (low, middle);
        }

        return low;
    }

    private Pane Open(long eventTicks, long watermark)
    {
        var pane = _spare.TryPop(out var spare) ? spare : new Pane();
        (pane.Start, pane.End) = grid.PaneOf(eventTicks);
        pane.LastEnd = grid.LastEnd(eventTicks);
        _panes.Insert(IndexOf(pane.Start), pane);
        _nextEnd = Math.Min(_nextEnd, grid.FirstEndAfter(Math.Max(watermark, pane.Start)));
        return _current = pane;
    }

    private void Recycle(Pane pane)
    {
        pane.Slots.Clear();
        (pane.Start, pane.End) = (long.MaxValue, long.MinValue);
        if (_spare.Count < SparePanes)
        {
            _spare.Push(pane);
        }
    }

    private struct Slot
    {
        public TAccumulate Value;
        public long Count;
    }

    private sealed class Pane
    {
        public long Start { get; set; } = long.MaxValue;

        public long End { get; set; } = long.MinValue;

        public long LastEnd { get; set; }

        public Dictionary<TKey, Slot> Slots { get; } = [];
    }
}
