using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace RxRecs;

/// <summary>The lines of <see cref="CartLines{TItem}"/>, their items packed in one way.</summary>
internal sealed class CartLines<TItem, TPacked, TPacking> : CartLines<TItem>
    where TPacking : struct, IPacking<TItem, TPacked>
{
    private readonly int _maxOpen;
    private readonly int _maxClosed;
    private readonly TPacking _packing;
    private readonly IEqualityComparer<TPacked>? _equality;
    private readonly SegmentStore<CartLine<TPacked>> _lines;
    private readonly ReadBuffer<CartLine<TItem>> _open = new();
    private readonly ReadBuffer<CartLine<TItem>> _closed = new();

    /// <summary>Makes lines of no cart.</summary>
    /// <param name="maxOpen">The maximum number of open lines.</param>
    /// <param name="maxClosed">The maximum number of closed lines.</param>
    /// <param name="packing">The form in which items are kept.</param>
    public CartLines(int maxOpen, int maxClosed, TPacking packing)
    {
        _maxOpen = maxOpen;
        _maxClosed = maxClosed;
        _packing = packing;
        _equality = packing.Equality;
        _lines = new((int)Math.Min(Array.MaxLength, maxOpen + (long)maxClosed + 1), withTimes: false);
    }

    public override ReadOnlySpan<CartLine<TItem>> Open(int slot) =>
        Unpack(All(slot)[..Counts[slot].Open], slot, _open);

    public override ReadOnlySpan<CartLine<TItem>> Closed(int slot) =>
        Unpack(All(slot)[Counts[slot].Open..], slot, _closed);

    public override int QuantityAt(int slot, int at) => All(slot)[at].Quantity;

    public override int Find(int slot, TItem item)
    {
        var lines = All(slot);
        var packed = _packing.Find(item);
        return _equality is null ? Find(lines, packed) : Find(lines, packed, _equality);
    }

    public override void OpenFirst(int slot, int at, CartLine<TItem> line)
    {
        Forget();
        ref var count = ref Counts[slot];
        if (at < 0)
        {
            Insert(slot, 0, line);
        }
        else
        {
            MoveTo(All(slot), at, 0, Pack(line));
        }

        if (at < 0 || at >= count.Open)
        {
            count.Open++;
        }
    }

    public override void SetQuantity(int slot, int at, int quantity)
    {
        Forget();
        ref var line = ref All(slot)[at];
        line = new CartLine<TPacked>(line.Item, quantity, line.AddedTicks);
    }

    public override void Close(int slot, int at)
    {
        Forget();
        var lines = All(slot);
        Counts[slot].Open--;
        MoveTo(lines, at, Counts[slot].Open, lines[at]);
        ForgetOldestClosed(slot);
    }

    public override void AddClosed(int slot, int at, CartLine<TItem> line)
    {
        Forget();
        if (at < 0)
        {
            Insert(slot, Counts[slot].Open, line);
            ForgetOldestClosed(slot);
        }
        else
        {
            MoveTo(All(slot), at, Counts[slot].Open, Pack(line));
        }
    }

    public override bool TryDropOldest(int slot, out CartLine<TItem> dropped)
    {
        ref var count = ref Counts[slot];
        dropped = default;
        if (count.Open <= _maxOpen)
        {
            return false;
        }

        var lines = All(slot);
        var line = lines[--count.Open];
        CartLine<TItem>.Unpack(line, ref dropped, _packing);
        MoveTo(lines, count.Open, lines.Length - 1, line);
        Truncate(slot, lines.Length - 1);
        return true;
    }

    public override void Remove(int slot)
    {
        Forget();
        if (Counts[slot].All > 0)
        {
            foreach (ref readonly var line in All(slot))
            {
                _packing.Release(line.Item);
            }

            _lines.Remove(slot);
        }

        Counts[slot] = default;
    }

    public override void Restore(int slot, ReadOnlySpan<CartLine<TItem>> lines, int open)
    {
        Start(slot);
        _lines.Start(slot, lines.Length);
        Counts[slot] = new Count { Open = open, All = lines.Length };
        var all = All(slot);
        for (var i = 0; i < all.Length; i++)
        {
            all[i] = Hold(lines[i]);
        }
    }

    private Span<CartLine<TPacked>> All(int slot) => Counts[slot].All == 0 ? default : _lines.Items(slot);

    // Apart from the search by a comparer, so that the loop over numbers looks at nothing else.
    private static int Find(ReadOnlySpan<CartLine<TPacked>> lines, TPacked item)
    {
        for (var i = 0; i < lines.Length; i++)
        {
            if (EqualityComparer<TPacked>.Default.Equals(lines[i].Item, item))
            {
                return i;
            }
        }

        return -1;
    }

    private static int Find(
        ReadOnlySpan<CartLine<TPacked>> lines, TPacked item, IEqualityComparer<TPacked> equality)
    {
        for (var i = 0; i < lines.Length; i++)
        {
            if (equality.Equals(lines[i].Item, item))
            {
                return i;
            }
        }

        return -1;
    }

    private void Insert(int slot, int at, CartLine<TItem> line)
    {
        ref var count = ref Counts[slot];
        if (count.All++ == 0)
        {
            _lines.Start(slot, 1);
            _lines.Items(slot)[0] = Hold(line);
            return;
        }

        _lines.MakeRoom(slot);
        _lines.TakeRoom(slot, count.All);
        MoveTo(_lines.Items(slot), 0, at, Hold(line));
    }

    private void ForgetOldestClosed(int slot)
    {
        ref readonly var count = ref Counts[slot];
        if (count.All - count.Open > _maxClosed)
        {
            Truncate(slot, count.All - 1);
        }
    }

    // A list loses one line at a time.
    private void Truncate(int slot, int length)
    {
        Forget();
        _packing.Release(All(slot)[length].Item);
        if (length == 0)
        {
            _lines.Remove(slot);
        }
        else
        {
            _lines.Truncate(slot, length);
        }

        Counts[slot].All = length;
    }

    private static void MoveTo(Span<CartLine<TPacked>> lines, int from, int to, CartLine<TPacked> line)
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

    private void Forget()
    {
        _open.Forget();
        _closed.Forget();
    }

    private CartLine<TPacked> Pack(CartLine<TItem> line) =>
        new(_packing.Find(line.Item), line.Quantity, line.AddedTicks);

    private CartLine<TPacked> Hold(CartLine<TItem> line) =>
        new(_packing.Hold(line.Item), line.Quantity, line.AddedTicks);

    private ReadOnlySpan<CartLine<TItem>> Unpack(
        ReadOnlySpan<CartLine<TPacked>> lines, int slot, ReadBuffer<CartLine<TItem>> buffer)
    {
        if (TPacking.IsIdentity)
        {
            ref var first = ref Unsafe.As<CartLine<TPacked>, CartLine<TItem>>(ref MemoryMarshal.GetReference(lines));
            return MemoryMarshal.CreateReadOnlySpan(ref first, lines.Length);
        }

        if (buffer.Has(slot, out var unpacked))
        {
            return unpacked;
        }

        var filled = buffer.Fill(slot, lines.Length);
        for (var i = 0; i < filled.Length; i++)
        {
            CartLine<TItem>.Unpack(lines[i], ref filled[i], _packing);
        }

        return filled;
    }
}
