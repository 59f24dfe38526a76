using System.Reactive;

namespace RxRecs.Machines;

/// <summary>The codecs that every <see cref="SnapshotCodecs"/> has.</summary>
internal static class BuiltInCodecs
{
    static BuiltInCodecs()
    {
        Add((writer, value) => writer.WriteByte(value), reader => reader.ReadByte());
        Add((writer, value) => writer.WriteBoolean(value), reader => reader.ReadBoolean());
        Add((writer, value) => writer.WriteInt32(value), reader => reader.ReadInt32());
        Add((writer, value) => writer.WriteInt64(value), reader => reader.ReadInt64());
        Add((writer, value) => writer.WriteDouble(value), reader => reader.ReadDouble());
        Add(WriteDecimal, ReadDecimal);
        Add<string>((writer, value) => writer.WriteString(value), reader => reader.ReadString()!);
        Add(WriteGuid, ReadGuid);
        Add(WriteTime, ReadTime);
        Add((writer, value) => writer.WriteInt64(value.Ticks), reader => new TimeSpan(reader.ReadInt64()));
        Add(new IdCodec());
        Add((writer, value) => writer.WriteByte((byte)value), InteractionCodec.ReadKind);
        Add(new InteractionCodec());
        Add(static (writer, _) => writer.WriteByte(0), ReadUnit);
    }

    /// <summary>The codec of a type; null where there is none.</summary>
    public static ISnapshotCodec<T>? For<T>() => BuiltIn<T>.Codec;

    private static void Add<T>(ISnapshotCodec<T> codec) => BuiltIn<T>.Codec = codec;

    private static void Add<T>(Action<SnapshotWriter, T> write, Func<SnapshotReader, T> read) =>
        Add(new DelegateCodec<T>(write, read));

    private static Unit ReadUnit(SnapshotReader reader) => reader.ReadByte() == 0
        ? Unit.Default
        : throw new SnapshotException("A unit is a byte of 0: the snapshot is damaged.");

    private static void WriteDecimal(SnapshotWriter writer, decimal value)
    {
        Span<int> parts = stackalloc int[4];
        decimal.GetBits(value, parts);
        foreach (var part in parts)
        {
            writer.WriteInt32(part);
        }
    }

    private static decimal ReadDecimal(SnapshotReader reader)
    {
        ReadOnlySpan<int> parts = [reader.ReadInt32(), reader.ReadInt32(), reader.ReadInt32(), reader.ReadInt32()];
        try
        {
            return new decimal(parts);
        }
        catch (ArgumentException)
        {
            throw new SnapshotException("Four numbers that are no decimal: the snapshot is damaged.");
        }
    }

    private static void WriteGuid(SnapshotWriter writer, Guid value)
    {
        Span<byte> bytes = stackalloc byte[16];
        value.TryWriteBytes(bytes);
        foreach (var part in bytes)
        {
            writer.WriteByte(part);
        }
    }

    private static Guid ReadGuid(SnapshotReader reader)
    {
        Span<byte> bytes = stackalloc byte[16];
        for (var i = 0; i < bytes.Length; i++)
        {
            bytes[i] = reader.ReadByte();
        }

        return new Guid(bytes);
    }

    private static void WriteTime(SnapshotWriter writer, DateTimeOffset value)
    {
        writer.WriteInt64(value.Ticks);
        writer.WriteInt64(value.Offset.Ticks);
    }

    private static DateTimeOffset ReadTime(SnapshotReader reader)
    {
        var ticks = reader.ReadInt64();
        var offset = reader.ReadInt64();
        try
        {
            return new DateTimeOffset(ticks, new TimeSpan(offset));
        }
        catch (ArgumentException)
        {
            throw new SnapshotException($"{ticks} ticks with offset {offset} are no time: the snapshot is damaged.");
        }
    }

    // Written by the static constructor alone, so that looking one up costs no table.
    private static class BuiltIn<T>
    {
        public static ISnapshotCodec<T>? Codec { get; set; }
    }
}
