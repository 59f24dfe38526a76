namespace RxRecs;

/// <summary>
/// Puts an item into a key's list so that it can be looked at before it counts: the list is edited in place, and
/// <see cref="Undo"/> takes the edit back, so that whoever looks may fail. A list without the item takes it into the
/// free place before its front; a list with it moves it ahead.
/// </summary>
/// <param name="lists">The lists.</param>
/// <param name="count">The maximum number of items in a list.</param>
/// <param name="distinct">True if a list holds each item once.</param>
/// <param name="timed">True if items are ordered by time.</param>
/// <param name="comparer">
/// The comparer that tells which items are the same; null for the default, which is vectorized for numbers.
/// </param>
internal sealed class StagedInsert<T>(
    SegmentStore<T> lists, int count, bool distinct, bool timed, IEqualityComparer<T>? comparer)
{
    private readonly T[] _single = new T[1];
    private Stretch<T> _list;
    private int _slot;
    private int _at;
    private int _gap;
    private int _length;
    private long _ticks;
    private T _oldItem = default!;
    private long _oldTicks;

    /// <summary>The list with the item, newest first.</summary>
    public ReadOnlySpan<T> Items => _list.Items[.._length];

    /// <summary>The item, as it is in the list.</summary>
    public T Item => _list.Items[_at];

    /// <summary>Tells whether the list had the item already.</summary>
    public bool IsMove => _gap >= 0;

    /// <summary>The items that leave the list when the edit counts.</summary>
    public ReadOnlySpan<T> Leaving => _list.Items[_length..];

    /// <summary>
    /// Puts an item into the list of a slot, or into the new list of a key that has none yet (-1). False, and nothing
    /// has changed, when the item is older than all of a full list or than its own newer event in a list of distinct
    /// items.
    /// </summary>
    public bool TryApply(int slot, T item, long ticks)
    {
        _slot = slot;
        _ticks = ticks;
        if (slot < 0)
        {
            StartAlone(item);
            return true;
        }

        _list.Become(lists.Find(slot));
        _at = timed ? Place(_list.Times, ticks) : 0;
        _gap = distinct ? _list.IndexOf(item, comparer) : -1;
        if (_gap < 0 ? _at == count : _at > _gap)
        {
            return false;
        }

        _length = _list.Count;
        if (_gap < 0)
        {
            _length = Math.Min(_length + 1, count);
            Insert(item);
        }
        else
        {
            MoveAhead(item);
        }

        return true;
    }

    /// <summary>Leaves out what is not after a time. The item itself is after it.</summary>
    public void KeepAfter(long horizon)
    {
        if (_slot >= 0)
        {
            _length = CountAfter(_list.Times[.._length], horizon);
        }
    }

    /// <summary>Takes the edit back.</summary>
    public void Undo()
    {
        if (_slot < 0)
        {
            _single[0] = default!;
        }
        else if (_gap < 0)
        {
            ShiftRight(_list.Items[..(_at + 1)], default!);
            if (timed)
            {
                ShiftRight(_list.Times[..(_at + 1)], 0);
            }
        }
        else
        {
            ShiftLeft(_list.Items[_at..(_gap + 1)], _oldItem);
            if (timed)
            {
                ShiftLeft(_list.Times[_at..(_gap + 1)], _oldTicks);
            }
        }
    }

    /// <summary>Makes the edit count. The slot is needed for a key that was new.</summary>
    public void Commit(int slot)
    {
        if (_slot < 0)
        {
            lists.Start(slot, 1);
            lists.Items(slot)[0] = _single[0];
            _single[0] = default!;
            if (timed)
            {
                lists.Times(slot)[0] = _ticks;
            }
        }
        else if (_gap < 0)
        {
            lists.TakeRoom(slot, _length);
        }
        else
        {
            _oldItem = default!;
            lists.Truncate(slot, _length);
        }
    }

    /// <summary>Counts the times of a list, newest first, that are after a time.</summary>
    public static int CountAfter(ReadOnlySpan<long> times, long horizon)
    {
        var length = times.Length;
        while (length > 0 && times[length - 1] <= horizon)
        {
            length--;
        }

        return length;
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

    private void StartAlone(T item)
    {
        _single[0] = item;
        _list = new Stretch<T>(_single, [], start: 0, count: 1);
        (_at, _gap, _length) = (0, -1, 1);
    }

    private void Insert(T item)
    {
        if (lists.MakeRoom(_slot))
        {
            _list.Become(lists.Find(_slot));
        }

        _list.Extend();
        ShiftLeft(_list.Items[..(_at + 1)], item);
        if (timed)
        {
            ShiftLeft(_list.Times[..(_at + 1)], _ticks);
        }
    }

    private void MoveAhead(T item)
    {
        var items = _list.Items[_at..(_gap + 1)];
        _oldItem = items[^1];
        ShiftRight(items, item);
        if (timed)
        {
            var times = _list.Times[_at..(_gap + 1)];
            _oldTicks = times[^1];
            ShiftRight(times, _ticks);
        }
    }

    private static void ShiftLeft<TValue>(Span<TValue> values, TValue last)
    {
        if (values.Length > 1)
        {
            values[1..].CopyTo(values);
        }

        values[^1] = last;
    }

    private static void ShiftRight<TValue>(Span<TValue> values, TValue first)
    {
        values[..^1].CopyTo(values[1..]);
        values[0] = first;
    }
}
