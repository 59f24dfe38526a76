using System.Runtime.InteropServices;

namespace RxRecs.Machines;

/// <summary>The fields of an event that insights need, read once when it arrives.</summary>
/// <param name="User">The user; not used where there is no user.</param>
/// <param name="HasUser">True if the user is known.</param>
/// <param name="Item">The item.</param>
/// <param name="Kind">The kind of the event.</param>
/// <param name="Quantity">The number of pieces; negative for a return.</param>
/// <param name="Facts">The facts that the event tells about its item.</param>
/// <typeparam name="TUser">The users' type.</typeparam>
/// <typeparam name="TItem">The items' type.</typeparam>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct InsightEvent<TUser, TItem>(
    TUser User, bool HasUser, TItem Item, InteractionKind Kind, int Quantity, ItemFacts Facts)
{
    /// <summary>Tells how a buffer of these events saves them.</summary>
    public static ISnapshotCodec<InsightEvent<TUser, TItem>> Codec { get; } =
        new DelegateCodec<InsightEvent<TUser, TItem>>(Write, Read);

    private static void Write(SnapshotWriter writer, InsightEvent<TUser, TItem> value)
    {
        writer.WriteBoolean(value.HasUser);
        if (value.HasUser)
        {
            writer.Write(value.User);
        }

        writer.Write(value.Item);
        writer.WriteByte((byte)value.Kind);
        writer.WriteInt32(value.Quantity);
        writer.WriteString(value.Facts.Brand);
        writer.Write(value.Facts.Category);
        writer.WriteString(value.Facts.CategoryPath);
        writer.WriteBoolean(value.Facts.Price is not null);
        if (value.Facts.Price is { } price)
        {
            writer.Write(price);
        }
    }

    private static InsightEvent<TUser, TItem> Read(SnapshotReader reader)
    {
        var hasUser = reader.ReadBoolean();
        var value = new InsightEvent<TUser, TItem>(
            hasUser ? reader.Read<TUser>() : default!,
            hasUser,
            reader.Read<TItem>(),
            InteractionCodec.ReadKind(reader),
            reader.ReadInt32(),
            new ItemFacts(
                reader.ReadString(),
                reader.Read<Id>(),
                reader.ReadString(),
                reader.ReadBoolean() ? reader.Read<decimal>() : null));
        return value.Item is not null && (value.User is not null || !hasUser)
            ? value
            : throw new SnapshotException("A held event without a user or item: the snapshot is damaged.");
    }
}
