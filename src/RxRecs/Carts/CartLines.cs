using System.Runtime.InteropServices;

namespace RxRecs;

/// <summary>
/// The lines of all carts. A cart's lines are one list: the open ones, newest first, then the closed ones, last closed
/// first.
/// </summary>
/// <param name="maxOpen">The most open lines.</param>
/// <param name="maxClosed">The most closed lines.</param>
/// <param name="comparer">Compares items; null for the default.</param>
internal sealed class CartLines<TItem>(int maxOpen, int maxClosed, IEqualityComparer<TItem>? comparer)
{
    private readonly SegmentStore<CartLine<TItem>> _lines =
        new((int)Math.Min(Array.MaxLength, maxOpen + (long)maxClosed + 1), withTimes: false);

    private Count[] _counts = new Count[4];

    public ReadOnlySpan<CartLine<TItem>> Open(int slot) => All(slot)[.._counts[slot].Open];

    public ReadOnlySpan<CartLine<TItem>> Closed(int slot) => All(slot)[_counts[slot].Open..];

    public int OpenCount(int slot) => _counts[slot].Open;

    public bool IsEmpty(int slot) => _counts[slot].All == 0;

    /// <summary>Takes note of a slot with no line.</summary>
    public void Start(int slot)
    {
        if (slot >= _counts.Length)
        {
            Array.Resize(ref _counts, Math.Max(slot + 1, _counts.Length * 2));
        }

        _counts[slot] = default;
    }

    /// <summary>Where an item is among all lines of a cart, or -1.</summary>
    public int Find(int slot, TItem item)
    {
        var lines = All(slot);
        for (var i = 0; i < lines.Length; i++)
        {
            if (typeof(TItem).IsValueType && comparer is null
                ? EqualityComparer<TItem>.Default.Equals(lines[i].Item, item)
                : (comparer ?? EqualityComparer<TItem>.Default).Equals(lines[i].Item, item))
            {
                return i;
            }
        }

        return -1;
    }

    /// <summary>Opens a line as the newest: a new one (-1), a closed one, or an open one again.</summary>
    public void OpenFirst(int slot, int at, CartLine<TItem> line)
    {
        ref var count = ref _counts[slot];
        if (at < 0)
        {
            Insert(slot, 0, line);
        }
        else
        {
            MoveTo(All(slot), at, 0, line);
        }

        if (at < 0 || at >= count.Open)
        {
            count.Open++;
        }
    }

    /// <summary>Replaces a line where it is.</summary>
    public void Set(int slot, int at, CartLine<TItem> line) => All(slot)[at] = line;

    /// <summary>Closes an open line.</summary>
    public void Close(int slot, int at)
    {
        var lines = All(slot);
        _counts[slot].Open--;
        MoveTo(lines, at, _counts[slot].Open, lines[at]);
        ForgetOldestClosed(slot);
    }

    /// <summary>Adds a line that is closed from the start, or makes a closed one the last closed.</summary>
    public void AddClosed(int slot, int at, CartLine<TItem> line)
    {
        if (at < 0)
        {
            Insert(slot, _counts[slot].Open, line);
            ForgetOldestClosed(slot);
        }
        else
        {
            MoveTo(All(slot), at, _counts[slot].Open, line);
        }
    }

    /// <summary>Drops the oldest open line if there are too many.</summary>
    public bool TryDropOldest(int slot, out CartLine<TItem> dropped)
    {
        ref var count = ref _counts[slot];
        dropped = default;
        if (count.Open <= maxOpen)
        {
            return false;
        }

        var lines = All(slot);
        dropped = lines[--count.Open];
        MoveTo(lines, count.Open, lines.Length - 1, dropped);
        Truncate(slot, lines.Length - 1);
        return true;
    }

    public void Remove(int slot)
    {
        if (_counts[slot].All > 0)
        {
            _lines.Remove(slot);
        }

        _counts[slot] = default;
    }

    /// <summary>Starts a slot with lines that are to be filled in.</summary>
    public Span<CartLine<TItem>> Restore(int slot, int open, int closed)
    {
        Start(slot);
        _lines.Start(slot, open + closed);
        _counts[slot] = new Count { Open = open, All = open + closed };
        return All(slot);
    }

    private Span<CartLine<TItem>> All(int slot) => _counts[slot].All == 0 ? default : _lines.Items(slot);

    private void Insert(int slot, int at, CartLine<TItem> line)
    {
        ref var count = ref _counts[slot];
        if (count.All++ == 0)
        {
            _lines.Start(slot, 1);
            _lines.Items(slot)[0] = line;
            return;
        }

        _lines.MakeRoom(slot);
        _lines.TakeRoom(slot, count.All);
        MoveTo(_lines.Items(slot), 0, at, line);
    }

    private void ForgetOldestClosed(int slot)
    {
        ref readonly var count = ref _counts[slot];
        if (count.All - count.Open > maxClosed)
        {
            Truncate(slot, count.All - 1);
        }
    }

    private void Truncate(int slot, int length)
    {
        if (length == 0)
        {
            _lines.Remove(slot);
        }
        else
        {
            _lines.Truncate(slot, length);
        }

        _counts[slot].All = length;
    }

    private static void MoveTo(Span<CartLine<TItem>> lines, int from, int to, CartLine<TItem> line)
    {
        if (from < to)
        {
            lines[(from + 1)..(to + 1)].CopyTo(lines[from..]);
        }
        else
        {
            lines[to..from].CopyTo(lines[(to + 1)..]);
        }

        lines[to] = line;
    }

    [StructLayout(LayoutKind.Auto)]
    private struct Count
    {
        public int Open;
        public int All;
    }
}
