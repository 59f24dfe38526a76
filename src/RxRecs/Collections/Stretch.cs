using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace RxRecs;

/// <summary>
/// The place of one list in arrays that it shares with others; valid until the next change of any list's length.
/// </summary>
/// <param name="items">The array in which the elements lie.</param>
/// <param name="times">The array in which their times lie, at the same places; not used without times.</param>
/// <param name="start">The place of the first element.</param>
/// <param name="count">The number of elements.</param>
internal struct Stretch<T>(T[] items, long[] times, int start, int count)
{
    private T[] _items = items;
    private long[] _times = times;
    private int _start = start;

    /// <summary>The number of elements.</summary>
    public int Count { readonly get; private set; } = count;

    /// <summary>The elements.</summary>
    public readonly Span<T> Items => _items.AsSpan(_start, Count);

    /// <summary>The times of the elements.</summary>
    public readonly Span<long> Times => _times.AsSpan(_start, Count);

    /// <summary>Gives the place of an element in the list, or -1.</summary>
    /// <param name="value">The element.</param>
    /// <param name="comparer">The comparer that tells which are the same; null for the default.</param>
    public readonly int IndexOf(T value, IEqualityComparer<T>? comparer)
    {
        const int few = 16;
        if (typeof(T) == typeof(long) && comparer is null && Count <= few && _start <= _items.Length - few)
        {
            // Without a branch on the length, which nobody can predict: what lies behind the list is left out.
            ref var first = ref Unsafe.As<T, long>(ref MemoryMarshal.GetArrayDataReference(_items));
            var wanted = Vector512.Create(Unsafe.As<T, long>(ref value));
            var low = Vector512.Equals(Vector512.LoadUnsafe(ref first, (nuint)_start), wanted);
            var high = Vector512.Equals(Vector512.LoadUnsafe(ref first, (nuint)(_start + (few / 2))), wanted);
            var found = (low.ExtractMostSignificantBits() | (high.ExtractMostSignificantBits() << (few / 2)))
                & ((1UL << Count) - 1);
            return found == 0 ? -1 : BitOperations.TrailingZeroCount(found);
        }

        return ((ReadOnlySpan<T>)Items).IndexOf(value, comparer);
    }

    /// <summary>Becomes another place, mostly in the same arrays: to keep a reference anew is dear on the heap.</summary>
    public void Become(Stretch<T> other)
    {
        if (_items != other._items)
        {
            _items = other._items;
        }

        if (_times != other._times)
        {
            _times = other._times;
        }

        (_start, Count) = (other._start, other.Count);
    }

    /// <summary>Takes in the free place before the first element.</summary>
    public void Extend()
    {
        _start--;
        Count++;
    }
}
