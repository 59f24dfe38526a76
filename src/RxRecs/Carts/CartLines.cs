using System.Runtime.InteropServices;

namespace RxRecs;

/// <summary>
/// The lines of all carts, in whatever form they are kept. A cart's lines are one list: the open ones, newest first,
/// then the closed ones, last closed first.
/// </summary>
internal abstract class CartLines<TItem>
{
    /// <summary>Counts the lines of each slot.</summary>
    protected Count[] Counts { get; private set; } = new Count[4];

    /// <summary>Makes lines in the form that suits the items.</summary>
    /// <param name="maxOpen">The maximum number of open lines.</param>
    /// <param name="maxClosed">The maximum number of closed lines.</param>
    /// <param name="equality">The comparer that tells which items are the same; null for the default.</param>
    public static CartLines<TItem> Make(int maxOpen, int maxClosed, IEqualityComparer<TItem>? equality) =>
        PackedIds.Fits(equality)
            ? (CartLines<TItem>)(object)new CartLines<Id, long, PackedIds>(maxOpen, maxClosed, new(new HeldTexts()))
            : new CartLines<TItem, TItem, AsIs<TItem>>(maxOpen, maxClosed, new(equality));

    public int OpenCount(int slot) => Counts[slot].Open;

    public bool IsEmpty(int slot) => Counts[slot].All == 0;

    /// <summary>Takes note of a slot with no line.</summary>
    public void Start(int slot)
    {
        if (slot >= Counts.Length)
        {
            var counts = Counts;
            Array.Resize(ref counts, Math.Max(slot + 1, counts.Length * 2));
            Counts = counts;
        }

        Counts[slot] = default;
    }

    /// <summary>The open lines; valid until the next call or change.</summary>
    public abstract ReadOnlySpan<CartLine<TItem>> Open(int slot);

    /// <summary>The closed lines; valid until the next call or change.</summary>
    public abstract ReadOnlySpan<CartLine<TItem>> Closed(int slot);

    /// <summary>Gives the pieces of a line.</summary>
    public abstract int QuantityAt(int slot, int at);

    /// <summary>Finds the place of an item among all lines of a cart; -1 where it is not there.</summary>
    public abstract int Find(int slot, TItem item);

    /// <summary>Opens a line as the newest: a new one (-1), a closed one, or an open one again.</summary>
    public abstract void OpenFirst(int slot, int at, CartLine<TItem> line);

    /// <summary>Changes the quantity of a line where it is.</summary>
    public abstract void SetQuantity(int slot, int at, int quantity);

    /// <summary>Closes an open line.</summary>
    public abstract void Close(int slot, int at);

    /// <summary>Adds a line that is closed from the start, or makes a closed one the last closed.</summary>
    public abstract void AddClosed(int slot, int at, CartLine<TItem> line);

    /// <summary>Drops the oldest open line if there are too many.</summary>
    public abstract bool TryDropOldest(int slot, out CartLine<TItem> dropped);

    /// <summary>Removes the lines of a slot.</summary>
    public abstract void Remove(int slot);

    /// <summary>Starts a slot with lines, the first so many of which are open.</summary>
    public abstract void Restore(int slot, ReadOnlySpan<CartLine<TItem>> lines, int open);

    [StructLayout(LayoutKind.Auto)]
    protected struct Count
    {
        public int Open;
        public int All;
    }
}
