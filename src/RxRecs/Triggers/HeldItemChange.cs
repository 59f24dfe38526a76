using RxRecs.Recommenders;

namespace RxRecs.Machines;

/// <summary>A change of an item while it waits for its time: what triggers come of, and how it is saved.</summary>
internal static class HeldItemChange
{
    /// <summary>Tells whether a change states anything that triggers come of.</summary>
    public static bool IsOfUse<TItem>(in ItemChange<TItem> change)
        where TItem : notnull =>
        change.Price is not null || change.IsVisible is not null || change.IsInStock is not null;

    /// <summary>Makes the codec, which saves nothing else of a change.</summary>
    public static ISnapshotCodec<ItemChange<TItem>> Codec<TItem>()
        where TItem : notnull => new DelegateCodec<ItemChange<TItem>>(Write, Read<TItem>);

    private static void Write<TItem>(SnapshotWriter writer, ItemChange<TItem> change)
        where TItem : notnull
    {
        writer.Write(change.Item);
        writer.WriteInt64(change.EventTime.UtcTicks);
        writer.WriteBoolean(change.Price is not null);
        if (change.Price is { } price)
        {
            writer.Write(price);
        }

        Write(writer, change.IsVisible);
        Write(writer, change.IsInStock);
    }

    private static ItemChange<TItem> Read<TItem>(SnapshotReader reader)
        where TItem : notnull
    {
        var (item, ticks) = (reader.Read<TItem>(), reader.ReadInt64());
        try
        {
            return new ItemChange<TItem>(item, new DateTimeOffset(ticks, TimeSpan.Zero))
            {
                Price = reader.ReadBoolean() ? reader.Read<decimal>() : null,
                IsVisible = ReadFlag(reader),
                IsInStock = ReadFlag(reader),
            };
        }
        catch (ArgumentException)
        {
            throw new SnapshotException("A change of an item that cannot be: the snapshot is damaged.");
        }
    }

    private static void Write(SnapshotWriter writer, bool? flag)
    {
        writer.WriteBoolean(flag is not null);
        if (flag is { } value)
        {
            writer.WriteBoolean(value);
        }
    }

    private static bool? ReadFlag(SnapshotReader reader) => reader.ReadBoolean() ? reader.ReadBoolean() : null;
}
