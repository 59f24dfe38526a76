using System.Runtime.InteropServices;
using RxRecs.Machines;

namespace RxRecs;

/// <summary>
/// Counts more items than it has slots for (Space-Saving; Metwally, Agrawal and El Abbadi 2005, with weights): an item
/// without a slot takes that of the least estimate and inherits it, as its own estimate and as its error. So no
/// estimate is too low, none is too high by more than its error, and an item without a slot has at most the least
/// estimate.
/// </summary>
/// <remarks>
/// <para>What is known for sure of an item is its estimate less its error, at least its newest weight. Estimates add up
/// to the total weight, exactly.</para>
/// <para>Slots have the order of their first items; of two with the least estimate the lower slot goes. So the same
/// events in the same order leave the same slots, however often the state was saved in between.</para>
/// <para>Cost: a look-up, and O(log n) for the heap of slots; nothing is allocated. Bound: the slots.</para>
/// </remarks>
internal sealed class SpaceSaving<TItem>
    where TItem : notnull
{
    private readonly Dictionary<TItem, int> _slots;
    private readonly Entry[] _entries;
    private readonly int[] _heap;
    private readonly int[] _places;

    /// <summary>Goes on from exact counts, which fill all slots.</summary>
    public SpaceSaving(Dictionary<TItem, long> counts)
        : this(
            [.. counts.Select(static pair => new Entry { Item = pair.Key, Estimate = pair.Value })],
            new Dictionary<TItem, int>(counts.Count, counts.Comparer))
    {
        for (var slot = 0; slot < _entries.Length; slot++)
        {
            _slots.Add(_entries[slot].Item, slot);
        }
    }

    private SpaceSaving(Entry[] entries, Dictionary<TItem, int> slots)
    {
        (_entries, _slots) = (entries, slots);
        _heap = [.. Enumerable.Range(0, entries.Length)];
        _places = [.. _heap];
        for (var place = entries.Length / 2; place >= 0; place--)
        {
            SiftDown(place);
        }
    }

    /// <summary>Tells how many items have a slot.</summary>
    public int Count => _entries.Length;

    /// <summary>Gives by how much a count may be too low at the most, also of an item that has no slot.</summary>
    public long MaxError => _entries[_heap[0]].Estimate;

    /// <summary>Tells what is known for sure of the items with a slot.</summary>
    public IEnumerable<KeyValuePair<TItem, long>> Counts =>
        _entries.Select(static entry => KeyValuePair.Create(entry.Item, entry.Estimate - entry.Error));

    /// <summary>Counts an item with a weight above 0.</summary>
    public void Add(TItem item, long units)
    {
        if (_slots.TryGetValue(item, out var slot))
        {
            _entries[slot].Estimate += units;
            SiftDown(_places[slot]);
            return;
        }

        slot = _heap[0];
        ref var entry = ref _entries[slot];
        _slots.Remove(entry.Item);
        _slots.Add(item, slot);
        entry = new Entry { Item = item, Estimate = entry.Estimate + units, Error = entry.Estimate };
        SiftDown(0);
    }

    public Dictionary<TItem, long> ToDictionary()
    {
        var counts = new Dictionary<TItem, long>(Count, _slots.Comparer);
        foreach (var entry in _entries)
        {
            counts.Add(entry.Item, entry.Estimate - entry.Error);
        }

        return counts;
    }

    public void Snapshot(SnapshotWriter writer)
    {
        writer.WriteCount(_entries.Length);
        foreach (var entry in _entries)
        {
            writer.Write(entry.Item);
            writer.WriteInt64(entry.Estimate);
            writer.WriteInt64(entry.Error);
        }
    }

    /// <summary>Reads what <see cref="Snapshot"/> wrote.</summary>
    /// <exception cref="SnapshotException">The bytes are no such state, or one of another number of slots.</exception>
    public static SpaceSaving<TItem> Restore(
        SnapshotReader reader, int slots, IEqualityComparer<TItem>? itemEquality, long limit, out long total)
    {
        if (reader.ReadCount() is var count && count != slots)
        {
            throw new SnapshotException($"The snapshot was made with at most {count} items per bucket, not {slots}.");
        }

        var entries = new Entry[count];
        var known = new Dictionary<TItem, int>(count, itemEquality);
        total = 0;
        for (var slot = 0; slot < count; slot++)
        {
            var item = reader.Read<TItem>();
            var entry = new Entry { Item = item, Estimate = reader.ReadInt64(), Error = reader.ReadInt64() };
            if (item is null || entry.Error < 0 || entry.Estimate <= entry.Error || entry.Estimate > limit - total
                || !known.TryAdd(item, slot))
            {
                throw Damaged(item);
            }

            entries[slot] = entry;
            total += entry.Estimate;
        }

        // An error is the least estimate of some time before, and estimates only rise.
        var restored = new SpaceSaving<TItem>(entries, known);
        foreach (var entry in entries)
        {
            _ = entry.Error <= restored.MaxError ? 0 : throw Damaged(entry.Item);
        }

        return restored;
    }

    private static SnapshotException Damaged(TItem? item) =>
        new($"The estimate for item '{item}' cannot be: the snapshot is damaged.");

    private void SiftDown(int place)
    {
        var slot = _heap[place];
        for (var child = (place * 2) + 1; child < _heap.Length; child = (place * 2) + 1)
        {
            child += child + 1 < _heap.Length && IsLess(_heap[child + 1], _heap[child]) ? 1 : 0;
            if (!IsLess(_heap[child], slot))
            {
                break;
            }

            Put(_heap[child], place);
            place = child;
        }

        Put(slot, place);
    }

    private bool IsLess(int slot, int other)
    {
        var (estimate, otherEstimate) = (_entries[slot].Estimate, _entries[other].Estimate);
        return estimate != otherEstimate ? estimate < otherEstimate : slot < other;
    }

    private void Put(int slot, int place)
    {
        _heap[place] = slot;
        _places[slot] = place;
    }

    [StructLayout(LayoutKind.Auto)]
    private struct Entry
    {
        public TItem Item;
        public long Estimate;
        public long Error;
    }
}
