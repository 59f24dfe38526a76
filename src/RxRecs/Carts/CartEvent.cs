using System.Runtime.InteropServices;
using RxRecs.Machines;

namespace RxRecs;

/// <summary>
/// Represents what an event does to a cart: what <c>CartMinusPurchase</c> makes of each event, and what a
/// <see cref="CartState{TKey, TItem}"/> takes.
/// </summary>
/// <param name="Key">The cart's key: a user or a session.</param>
/// <param name="Item">The item.</param>
/// <param name="Action">
/// The action of the event on the item. With <see cref="CartAction.None"/>, as in <c>default</c>, the event is no cart
/// event and only lets event time move on; its key and item are not used then.
/// </param>
/// <param name="Quantity">The number of pieces; 1 unless given.</param>
/// <typeparam name="TKey">The keys' type.</typeparam>
/// <typeparam name="TItem">The items' type.</typeparam>
[StructLayout(LayoutKind.Auto)]
public readonly record struct CartEvent<TKey, TItem>(TKey Key, TItem Item, CartAction Action, int Quantity = 1)
{
    /// <summary>Tells how a buffer of these events saves them.</summary>
    internal static ISnapshotCodec<CartEvent<TKey, TItem>> Codec { get; } =
        new DelegateCodec<CartEvent<TKey, TItem>>(Write, Read);

    private static void Write(SnapshotWriter writer, CartEvent<TKey, TItem> value)
    {
        writer.Write(value.Key);
        writer.Write(value.Item);
        writer.WriteByte((byte)value.Action);
        writer.WriteInt32(value.Quantity);
    }

    private static CartEvent<TKey, TItem> Read(SnapshotReader reader)
    {
        var value = new CartEvent<TKey, TItem>(
            reader.Read<TKey>(), reader.Read<TItem>(), (CartAction)reader.ReadByte(), reader.ReadInt32());
        return value.Action <= CartAction.Purchase && value.Key is not null
            ? value
            : throw new SnapshotException(
                "A held event without a key or with an unknown action: the snapshot is damaged.");
    }
}
