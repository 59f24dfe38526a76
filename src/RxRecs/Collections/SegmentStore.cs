using System.Numerics;
using System.Runtime.CompilerServices;

namespace RxRecs;

/// <summary>
/// A short list per slot, contiguous in memory, without an object per list. Lists of about the same length share the
/// arrays of a <see cref="SizeClass{T}"/> (2, 4, 8 … elements, the largest a quarter more than the cap); a list that
/// outgrows its class moves to the next one. A list grows towards its front, into room that its segment has there, so
/// that most inserts move nothing. There are no free lists: the hole that a list leaves is filled with its class's last
/// list, so that memory follows what is kept and not what was once kept.
/// </summary>
/// <remarks>
/// Cost: one move of the list, and one of another, whenever a list doubles; one move of a full list for each quarter of
/// the cap. Waste: less than half of a list, and one chunk per class.
/// </remarks>
/// <param name="cap">The maximum number of elements of one list.</param>
/// <param name="withTimes">True if each element has a time (UTC ticks) in a list beside.</param>
internal sealed class SegmentStore<T>(int cap, bool withTimes)
{
    private const int Smallest = 2;
    private readonly SizeClass<T>?[] _classes = new SizeClass<T>?[32];
    private readonly int _largest = (int)Math.Min(Array.MaxLength, (long)cap + (cap / 4) + 1);
    private Segment[] _segments = new Segment[4];

    /// <summary>The elements of a slot's list; valid until the next change of any list's length.</summary>
    public Span<T> Items(int slot)
    {
        ref readonly var segment = ref _segments[slot];
        return _classes[segment.Class]!.Items(segment.Index, segment.Head, segment.Count);
    }

    /// <summary>The times of a slot's list; valid until the next change of any list's length.</summary>
    public Span<long> Times(int slot)
    {
        ref readonly var segment = ref _segments[slot];
        return _classes[segment.Class]!.Times(segment.Index, segment.Head, segment.Count);
    }

    /// <summary>The place of a slot's list; valid as long.</summary>
    public Stretch<T> Find(int slot)
    {
        ref readonly var segment = ref _segments[slot];
        return _classes[segment.Class]!.Find(segment.Index, segment.Head, segment.Count);
    }

    /// <summary>Takes room for the places of so many lists at once.</summary>
    public void Reserve(int slots)
    {
        if (slots > _segments.Length)
        {
            Array.Resize(ref _segments, slots);
        }
    }

    /// <summary>Starts the list of a slot that has none; its elements are undefined.</summary>
    public void Start(int slot, int count)
    {
        if (slot >= _segments.Length)
        {
            Array.Resize(ref _segments, Math.Max(slot + 1, _segments.Length * 2));
        }

        var sizeClass = ClassOf(count);
        var index = Class(sizeClass).Take(slot);
        _segments[slot] = new Segment
        {
            Class = (byte)sizeClass,
            Index = index,
            Head = SizeOf(sizeClass) - count,
            Count = count,
        };
    }

    /// <summary>Sees to it that there is a free place before a list; tells whether the list has moved for it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool MakeRoom(int slot) => _segments[slot].Head == 0 && MoveBack(slot);

    /// <summary>Makes the free place part of the list, which then ends after so many elements.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void TakeRoom(int slot, int count)
    {
        ref var segment = ref _segments[slot];
        segment.Head--;
        segment.Count++;
        if (count < segment.Count)
        {
            Shorten(slot, ref segment, count);
        }
    }

    /// <summary>Lets a list end after so many elements, at least 1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Truncate(int slot, int count)
    {
        ref var segment = ref _segments[slot];
        if (count < segment.Count)
        {
            Shorten(slot, ref segment, count);
        }
    }

    /// <summary>Removes the list of a slot.</summary>
    public void Remove(int slot)
    {
        Release(slot, _segments[slot]);
        _segments[slot] = default;
    }

    // Not at half: a list that wavers about a class's border would be moved with every event.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Shorten(int slot, ref Segment segment, int count)
    {
        if (RuntimeHelpers.IsReferenceOrContainsReferences<T>())
        {
            _classes[segment.Class]!.Forget(segment.Index, segment.Head + count, segment.Head + segment.Count);
        }

        segment.Count = count;
        if (count <= SizeOf(segment.Class) / 4)
        {
            Move(slot, ClassOf(count));
        }
    }

    // To the end of its room, or into the next class.
    private bool MoveBack(int slot)
    {
        ref var segment = ref _segments[slot];
        var size = SizeOf(segment.Class);
        if (size < _largest && segment.Count > size / 4 * 3)
        {
            Move(slot, segment.Class + 1);
            return true;
        }

        var head = size - segment.Count;
        _classes[segment.Class]!.CopyTo(segment.Index, 0, _classes[segment.Class]!, segment.Index, head, segment.Count);
        _classes[segment.Class]!.Forget(segment.Index, 0, Math.Min(head, segment.Count));
        segment.Head = head;
        return true;
    }

    private void Move(int slot, int target)
    {
        var old = _segments[slot];
        if (target == old.Class)
        {
            return;
        }

        var head = SizeOf(target) - old.Count;
        var into = Class(target);
        var index = into.Take(slot);
        _classes[old.Class]!.CopyTo(old.Index, old.Head, into, index, head, old.Count);
        Release(slot, old);
        _segments[slot] = new Segment { Class = (byte)target, Index = index, Head = head, Count = old.Count };
    }

    private void Release(int slot, Segment old)
    {
        var filler = _classes[old.Class]!.Release(old.Index);
        if (filler != slot)
        {
            _segments[filler].Index = old.Index;
        }
    }

    private SizeClass<T> Class(int sizeClass) => _classes[sizeClass] ??= new SizeClass<T>(SizeOf(sizeClass), withTimes);

    private static int ClassOf(int count) => count <= Smallest ? 0 : BitOperations.Log2((uint)(count - 1));

    private int SizeOf(int sizeClass) => (int)Math.Min((long)Smallest << sizeClass, _largest);

    private struct Segment
    {
        public int Index;
        public int Head;
        public int Count;
        public byte Class;
    }
}
