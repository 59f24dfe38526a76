using System.Runtime.CompilerServices;

namespace RxRecs.Recent;

/// <summary>
/// A key's list as the next event will leave it, beside the list as it is: whoever looks at it may still fail, and nothing has
/// changed.
/// </summary>
/// <param name="count">The most items of a list.</param>
/// <param name="distinct">Whether an item is in a list once.</param>
/// <param name="timed">Whether items are ordered by time.</param>
/// <param name="comparer">Compares items; null for the default, which is vectorized for numbers.</param>
internal sealed class StagedItems<T>(int count, bool distinct, bool timed, IEqualityComparer<T>? comparer)
{
    private T[] _items = [];
    private long[] _times = [];
    private int _from;
    private int _to;
    private int _length;

    /// <summary>The items, newest first.</summary>
    public ReadOnlySpan<T> Items => _items.AsSpan(0, _length);

    /// <summary>How many items there are.</summary>
    public int Length => _length;

    /// <summary>
    /// Puts an item into a list. False, and nothing is staged, when it would change nothing: it is older than all of a full list,
    /// or than its own newer event in a list of distinct items.
    /// </summary>
    public bool TryInsert(ReadOnlySpan<T> items, ReadOnlySpan<long> times, T item, long ticks)
    {
        var at = timed ? Place(times, ticks) : 0;
        var gap = distinct ? items.IndexOf(item, comparer) : -1;
        if (gap < 0)
        {
            gap = items.Length < count ? items.Length : count - 1;
            if (at == count)
            {
                return false;
            }
        }
        else if (at > gap)
        {
            return false;
        }

        _from = at;
        _to = gap + 1;
        _length = Math.Max(items.Length, _to);
        Reserve();
        Shift(items, _items, item);
        if (timed)
        {
            Shift(times, _times, ticks);
        }

        return true;
    }

    /// <summary>Leaves out what is not after a time.</summary>
    public void KeepAfter(long horizon) => _length = CountAfter(_times.AsSpan(0, _length), horizon);

    /// <summary>How many times of a list, newest first, are after a time.</summary>
    public static int CountAfter(ReadOnlySpan<long> times, long horizon)
    {
        var length = times.Length;
        while (length > 0 && times[length - 1] <= horizon)
        {
            length--;
        }

        return length;
    }

    /// <summary>Writes what has changed to the list itself, which has the new length.</summary>
    public void CommitTo(Span<T> items, Span<long> times)
    {
        var to = Math.Min(_to, _length);
        _items.AsSpan(_from, to - _from).CopyTo(items[_from..]);
        if (timed)
        {
            _times.AsSpan(_from, to - _from).CopyTo(times[_from..]);
        }

        if (RuntimeHelpers.IsReferenceOrContainsReferences<T>())
        {
            Array.Clear(_items);
        }
    }

    private static int Place(ReadOnlySpan<long> times, long ticks)
    {
        var at = 0;
        while (at < times.Length && times[at] > ticks)
        {
            at++;
        }

        return at;
    }

    private void Shift<TValue>(ReadOnlySpan<TValue> from, Span<TValue> to, TValue value)
    {
        from[.._from].CopyTo(to);
        to[_from] = value;
        from[_from..(_to - 1)].CopyTo(to[(_from + 1)..]);
        if (_to < from.Length)
        {
            from[_to..].CopyTo(to[_to..]);
        }
    }

    private void Reserve()
    {
        if (_length <= _items.Length)
        {
            return;
        }

        var size = (int)Math.Min(count, Math.Max(8, _length * 2L));
        _items = new T[size];
        if (timed)
        {
            _times = new long[size];
        }
    }
}
