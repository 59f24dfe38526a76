using System.Reactive;

namespace RxRecs.Machines;

/// <summary>
/// The codecs that snapshots use for keys, items and events. Built in: <see cref="byte"/>, <see cref="bool"/>,
/// <see cref="int"/>, <see cref="long"/>, <see cref="double"/>, <see cref="decimal"/>, <see cref="string"/>,
/// <see cref="Guid"/>, <see cref="DateTimeOffset"/>, <see cref="TimeSpan"/>, <see cref="Id"/>,
/// <see cref="InteractionKind"/>, <see cref="Interaction"/>, <see cref="Unit"/> (the key of operators without keys). Own
/// types are registered once, at start-up; pairs are combined with <see cref="Pair{T1, T2}"/>. Nothing is found by
/// reflection.
/// </summary>
public static class SnapshotCodec
{
    static SnapshotCodec()
    {
        Register((writer, value) => writer.WriteByte(value), reader => reader.ReadByte());
        Register((writer, value) => writer.WriteBoolean(value), reader => reader.ReadBoolean());
        Register((writer, value) => writer.WriteInt32(value), reader => reader.ReadInt32());
        Register((writer, value) => writer.WriteInt64(value), reader => reader.ReadInt64());
        Register((writer, value) => writer.WriteDouble(value), reader => reader.ReadDouble());
        Register(WriteDecimal, ReadDecimal);
        Register<string>((writer, value) => writer.WriteString(value), reader => reader.ReadString()!);
        Register(WriteGuid, ReadGuid);
        Register(WriteTime, ReadTime);
        Register((writer, value) => writer.WriteInt64(value.Ticks), reader => new TimeSpan(reader.ReadInt64()));
        Register(new IdCodec());
        Register((writer, value) => writer.WriteByte((byte)value), InteractionCodec.ReadKind);
        Register(new InteractionCodec());
        Register(static (writer, _) => writer.WriteByte(0), ReadUnit);
    }

    /// <summary>The codec of a type.</summary>
    /// <typeparam name="T">The type.</typeparam>
    /// <returns>The codec.</returns>
    /// <exception cref="SnapshotException">None is built in and none was registered.</exception>
    public static ISnapshotCodec<T> For<T>() => Registered<T>.Codec ?? throw new SnapshotException(
        $"No snapshot codec for {typeof(T)}: call SnapshotCodec.Register<{typeof(T).Name}>(…) once at start-up.");

    /// <summary>Registers the codec of a type for the whole process. The last one registered counts.</summary>
    /// <param name="codec">The codec.</param>
    /// <typeparam name="T">The type.</typeparam>
    public static void Register<T>(ISnapshotCodec<T> codec)
    {
        ArgumentNullException.ThrowIfNull(codec);
        Registered<T>.Codec = codec;
    }

    /// <summary>Registers the codec of a type as two functions.</summary>
    /// <param name="write">Writes a value.</param>
    /// <param name="read">Reads a value.</param>
    /// <typeparam name="T">The type.</typeparam>
    public static void Register<T>(Action<SnapshotWriter, T> write, Func<SnapshotReader, T> read)
    {
        ArgumentNullException.ThrowIfNull(write);
        ArgumentNullException.ThrowIfNull(read);
        Registered<T>.Codec = new DelegateCodec<T>(write, read);
    }

    /// <summary>Registers the codec of a pair of types that have one each.</summary>
    /// <typeparam name="T1">The first type.</typeparam>
    /// <typeparam name="T2">The second type.</typeparam>
    public static void Pair<T1, T2>() => Register(
        static (writer, pair) =>
        {
            writer.Write(pair.Item1);
            writer.Write(pair.Item2);
        },
        static reader => (reader.Read<T1>(), reader.Read<T2>()));

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

    private static class Registered<T>
    {
        public static ISnapshotCodec<T>? Codec { get; set; }
    }

    private sealed class DelegateCodec<T>(Action<SnapshotWriter, T> write, Func<SnapshotReader, T> read)
        : ISnapshotCodec<T>
    {
        public void Write(SnapshotWriter writer, T value) => write(writer, value);

        public T Read(SnapshotReader reader) => read(reader);
    }
}
