using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace RxRecs.Recommenders;

/// <summary>
/// Sums by item, in the order in which the items first come. Each item's place among them lies at the item's slot, and
/// counts if it carries the mark of the present question: nothing is searched, and nothing is cleared but the sums.
/// </summary>
/// <remarks>
/// What is added is written down and added up later, many at a time, so that the waits for their places overlap. Items
/// that were seen early have low slots, and they are the frequent ones, so that most of what is added lies close
/// together. 8 bytes per slot.
/// </remarks>
internal sealed class ItemScores
{
    private const int Ahead = 16;
    private int[] _pendingKeys = new int[1_024];
    private double[] _pendingValues = new double[1_024];
    private Entry[] _entries = [];
    private int[] _keys = [];
    private double[] _sums = [];
    private int _pending;
    private int _count;
    private int _mark;

    /// <summary>Counts the items.</summary>
    public int Count => Keys.Length;

    /// <summary>Gives the items' slots.</summary>
    public ReadOnlySpan<int> Keys
    {
        get
        {
            AddUp();
            return _keys.AsSpan(0, _count);
        }
    }

    /// <summary>Gives the sums of the items.</summary>
    public Span<double> Sums
    {
        get
        {
            AddUp();
            return _sums.AsSpan(0, _count);
        }
    }

    /// <summary>Makes room for items of all slots below a number, and forgets all.</summary>
    public void Reserve(int slots)
    {
        Begin();
        if (_entries.Length < slots)
        {
            _entries = new Entry[Math.Max(slots, _entries.Length * 2)];
        }
    }

    /// <summary>Forgets all.</summary>
    public void Begin()
    {
        _sums.AsSpan(0, _count).Clear();
        (_count, _pending) = (0, 0);
        if (_mark == int.MaxValue)
        {
            Array.Clear(_entries);
            _mark = 0;
        }

        _mark++;
    }

    /// <summary>Adds to the sum of an item.</summary>
    public void Add(int key, double value) => Add([key])[0] = value;

    /// <summary>Adds to the sums of items, in their order.</summary>
    /// <returns>The place for as many values, to be filled before anything else is asked.</returns>
    public Span<double> Add(ReadOnlySpan<int> keys)
    {
        if (keys.Length > _pendingKeys.Length - _pending)
        {
            AddUp();
        }

        if (keys.Length > _pendingKeys.Length)
        {
            (_pendingKeys, _pendingValues) = (new int[keys.Length], new double[keys.Length]);
        }

        keys.CopyTo(_pendingKeys.AsSpan(_pending));
        _pending += keys.Length;
        return _pendingValues.AsSpan(_pending - keys.Length, keys.Length);
    }

    private void AddUp()
    {
        if (_pending > 0)
        {
            AddUp(_pendingKeys.AsSpan(0, _pending), _pendingValues);
            _pending = 0;
        }
    }

    // Not a part of its callers, in which the processor's registers do not suffice for the loop.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void AddUp(ReadOnlySpan<int> keys, ReadOnlySpan<double> values)
    {
        if (_count + keys.Length > _keys.Length)
        {
            Grow(keys.Length);
        }

        var (entries, count, mark) = (_entries, _count, _mark);
        ref var known = ref MemoryMarshal.GetArrayDataReference(_keys);
        ref var sums = ref MemoryMarshal.GetArrayDataReference(_sums);
        values = values[..keys.Length];
        for (var i = 0; i < keys.Length; i++)
        {
            Prefetch.Of(in entries[keys[Math.Min(i + Ahead, keys.Length - 1)]]);
            ref var entry = ref entries[keys[i]];

            // Without a branch: half of the items are new, and which, nobody can predict. There is room for all.
            var isNew = entry.Mark == mark ? 0 : 1;
            var place = entry.Place + (isNew * (count - entry.Place));
            count += isNew;
            entry = new() { Mark = mark, Place = place };
            Unsafe.Add(ref known, place) = keys[i];
            Unsafe.Add(ref sums, place) += values[i];
        }

        _count = count;
    }

    private void Grow(int more)
    {
        var size = Math.Max(_count + more, _keys.Length * 2);
        Array.Resize(ref _keys, size);
        Array.Resize(ref _sums, size);
    }

    private struct Entry
    {
        public int Mark;
        public int Place;
    }
}
