namespace RxRecs.Machines;

/// <summary>
/// Writes an interaction to a snapshot, and reads it back: every field, times in UTC ticks, the price in millionths.
/// </summary>
internal sealed class InteractionCodec : ISnapshotCodec<Interaction>
{
    private static readonly IdCodec Ids = new();

    public void Write(SnapshotWriter writer, Interaction value)
    {
        writer.WriteInt64(value.EventTicks);
        writer.WriteByte((byte)value.Kind);
        Ids.Write(writer, value.User);
        Ids.Write(writer, value.Item);
        writer.WriteString(value.Session);
        Ids.Write(writer, value.Category);
        writer.WriteString(value.CategoryPath);
        writer.WriteString(value.Brand);
        writer.WriteInt64(value.PriceInUnits);
        writer.WriteInt32(value.Quantity);
    }

    public Interaction Read(SnapshotReader reader)
    {
        try
        {
            return new Interaction(ReadTicks(reader), ReadKind(reader), Ids.Read(reader), Ids.Read(reader))
            {
                Session = reader.ReadString(),
                Category = Ids.Read(reader),
                CategoryPath = reader.ReadString(),
                Brand = reader.ReadString(),
                PriceInUnits = ReadPrice(reader),
                Quantity = reader.ReadInt32(),
            };
        }
        catch (ArgumentException error)
        {
            throw new SnapshotException($"An interaction that cannot be ({error.ParamName}): the snapshot is damaged.");
        }
    }

    public static InteractionKind ReadKind(SnapshotReader reader)
    {
        var kind = reader.ReadByte();
        return kind <= (byte)InteractionKind.Purchase
            ? (InteractionKind)kind
            : throw new SnapshotException($"{kind} is no kind of interaction: the snapshot is damaged.");
    }

    private static long ReadTicks(SnapshotReader reader)
    {
        var ticks = reader.ReadInt64();
        return ticks >= 0 && ticks <= DateTimeOffset.MaxValue.UtcTicks
            ? ticks
            : throw new SnapshotException($"{ticks} ticks are no time: the snapshot is damaged.");
    }

    private static long ReadPrice(SnapshotReader reader)
    {
        const long highest = (long)Interaction.MaxPrice * Interaction.PriceUnits;
        var units = reader.ReadInt64();
        return units is >= -highest and <= highest or Interaction.NoPrice
            ? units
            : throw new SnapshotException($"A price of {units} millionths: the snapshot is damaged.");
    }
}
