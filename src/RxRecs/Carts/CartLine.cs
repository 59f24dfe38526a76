using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace RxRecs;

/// <summary>Represents an item in a cart.</summary>
/// <typeparam name="TItem">The items' type.</typeparam>
[StructLayout(LayoutKind.Auto)]
public readonly record struct CartLine<TItem>
{
    private readonly TItem _item;
    private readonly long _addedTicks;
    private readonly int _quantity;

    /// <summary>Makes a line, for a test of your own.</summary>
    /// <param name="item">The item.</param>
    /// <param name="quantity">The number of pieces.</param>
    /// <param name="addedAt">The time when the item was last added.</param>
    public CartLine(TItem item, int quantity, DateTimeOffset addedAt)
        : this(item, quantity, addedAt.UtcTicks)
    {
    }

    internal CartLine(TItem item, int quantity, long addedTicks)
    {
        _item = item;
        _quantity = quantity;
        _addedTicks = addedTicks;
    }

    /// <summary>Gets the item.</summary>
    public TItem Item => _item;

    /// <summary>Gets the number of pieces; for a closed line, the number that there were.</summary>
    public int Quantity => _quantity;

    /// <summary>
    /// Gets the time, in UTC, at which the item was last added; for an item bought without a cart, the time of the
    /// purchase.
    /// </summary>
    public DateTimeOffset AddedAt => new(_addedTicks, TimeSpan.Zero);

    internal long AddedTicks => _addedTicks;

    /// <summary>
    /// Unpacks a line into the place where it is read. Field by field, unlike an assignment, this has no write barrier
    /// for an item without a reference.
    /// </summary>
    internal static void Unpack<TPacked, TPacking>(
        in CartLine<TPacked> packed, ref CartLine<TItem> line, TPacking packing)
        where TPacking : struct, IPacking<TItem, TPacked>
    {
        packing.Unpack(packed.Item, out Unsafe.AsRef(in line._item));
        Unsafe.AsRef(in line._addedTicks) = packed.AddedTicks;
        Unsafe.AsRef(in line._quantity) = packed.Quantity;
    }
}
