using System.Runtime.InteropServices;
using RxRecs.Machines;

namespace RxRecs;

/// <summary>
/// What the selectors have found in an event: held until its time has come, so that selectors run once, on
/// arrival.
/// </summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct CartEvent<TKey, TItem>(TKey Key, TItem Item, CartAction Action, int Quantity)
{
    /// <summary>How a buffer of these events saves them.</summary>
    public static ISnapshotCodec<CartEvent<TKey, TItem>> Codec { get; } =
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
