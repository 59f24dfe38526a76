using System.Runtime.InteropServices;

namespace RxRecs;

/// <summary>An item in a cart.</summary>
/// <typeparam name="TItem">The items' type.</typeparam>
[StructLayout(LayoutKind.Auto)]
public readonly record struct CartLine<TItem>
{
    /// <summary>Makes a line, as a test of one's own needs it.</summary>
    /// <param name="item">The item.</param>
    /// <param name="quantity">How many pieces.</param>
    /// <param name="addedAt">When the item was last added.</param>
    public CartLine(TItem item, int quantity, DateTimeOffset addedAt)
        : this(item, quantity, addedAt.UtcTicks)
    {
    }

    internal CartLine(TItem item, int quantity, long addedTicks)
    {
        Item = item;
        Quantity = quantity;
        AddedTicks = addedTicks;
    }

    /// <summary>The item.</summary>
    public TItem Item { get; }

    /// <summary>How many pieces; for a closed line, how many there were.</summary>
    public int Quantity { get; }

    /// <summary>When the item was last added; for an item bought without a cart, when it was bought. UTC.</summary>
    public DateTimeOffset AddedAt => new(AddedTicks, TimeSpan.Zero);

    internal long AddedTicks { get; }
}
