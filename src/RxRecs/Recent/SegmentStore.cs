using System.Numerics;

namespace RxRecs.Recent;

/// <summary>
/// A short list per slot, contiguous in memory, without an object per list. Lists of about the same length share the arrays of
/// a <see cref="SizeClass{T}"/> (2, 4, 8 … elements, the largest exactly the cap); a list that outgrows its class moves to the
/// next one. There are no free lists: the hole that a list leaves is filled with its class's last list, so that memory follows
/// what is kept and not what was once kept.
/// </summary>
/// <remarks>
/// Cost: one move of the list, and one of another, whenever a list doubles. Waste: less than half of a list, and one chunk per
/// class.
/// </remarks>
/// <param name="cap">The most elements of one list.</param>
/// <param name="withTimes">Whether each element has a time (UTC ticks) in a list beside.</param>
internal sealed class SegmentStore<T>(int cap, bool withTimes)
{
    private const int Smallest = 2;
    private readonly SizeClass<T>?[] _classes = new SizeClass<T>?[32];
    private Segment[] _segments = new Segment[4];

    /// <summary>The elements of a slot's list; valid until the next change.</summary>
    public Span<T> Items(int slot)
    {
        ref readonly var segment = ref _segments[slot];
        return segment.Count == 0 ? default : _classes[segment.Class]!.Items(segment.Index)[..segment.Count];
    }

    /// <summary>The times of a slot's list; valid until the next change.</summary>
    public Span<long> Times(int slot)
    {
        ref readonly var segment = ref _segments[slot];
        return segment.Count == 0 ? default : _classes[segment.Class]!.Times(segment.Index)[..segment.Count];
    }

    /// <summary>
    /// Gives a slot's list another length: elements that stay keep their place, new ones are undefined. A slot that was never
    /// used has an empty list.
    /// </summary>
    public void Resize(int slot, int count)
    {
        if (slot >= _segments.Length)
        {
            Array.Resize(ref _segments, Math.Max(slot + 1, _segments.Length * 2));
        }

        ref var segment = ref _segments[slot];
        var target = ClassOf(count);
        if (segment.Count == 0 || count == 0 || target > segment.Class || target < segment.Class - 1)
        {
            Move(slot, target, count);
        }
        else
        {
            if (count < segment.Count)
            {
                _classes[segment.Class]!.Forget(segment.Index, count, segment.Count);
            }

            segment.Count = count;
        }
    }

    // A list that shrinks by one class stays where it is: one that wavers about a boundary would be moved with every event.
    private void Move(int slot, int target, int count)
    {
        var old = _segments[slot];
        var moved = default(Segment);
        if (count > 0)
        {
            var into = _classes[target] ??= new SizeClass<T>(SizeOf(target), withTimes);
            moved = new Segment { Class = (byte)target, Index = into.Take(slot), Count = count };
            if (old.Count > 0)
            {
                _classes[old.Class]!.CopyTo(old.Index, into, moved.Index, Math.Min(count, old.Count));
            }
        }

        if (old.Count > 0)
        {
            var filler = _classes[old.Class]!.Release(old.Index);
            if (filler != slot)
            {
                _segments[filler].Index = old.Index;
            }
        }

        _segments[slot] = moved;
    }

    private static int ClassOf(int count) =>
        count <= Smallest ? 0 : BitOperations.Log2((uint)(count - 1));

    private int SizeOf(int sizeClass) => (int)Math.Min((long)Smallest << sizeClass, cap);

    private struct Segment
    {
        public int Index;
        public int Count;
        public byte Class;
    }
}
