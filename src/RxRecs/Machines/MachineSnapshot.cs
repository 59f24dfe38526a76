using System.Buffers.Binary;
using System.Numerics;

namespace RxRecs.Machines;

/// <summary>
/// Saves and restores any machine as bytes that name their machine, their version and their length, with a checksum.
/// The layout is documented in <c>docs/snapshot-format.md</c>.
/// </summary>
public static class MachineSnapshot
{
    private const int Magic = 0x53_52_58_52; // "RXRS"
    private const byte ContainerVersion = 1;

    /// <summary>Saves the state of a machine.</summary>
    /// <param name="machine">The machine.</param>
    /// <typeparam name="TEvent">What goes in.</typeparam>
    /// <typeparam name="TResult">What comes out.</typeparam>
    /// <returns>The bytes; equal for equal histories.</returns>
    /// <exception cref="SnapshotException">A key, item or event type has no codec.</exception>
    public static byte[] Save<TEvent, TResult>(IMachine<TEvent, TResult> machine)
    {
        ArgumentNullException.ThrowIfNull(machine);
        var writer = new SnapshotWriter();
        writer.WriteInt32(Magic);
        writer.WriteByte(ContainerVersion);
        writer.WriteString(machine.Format.Name);
        writer.WriteCount(machine.Format.Version);
        machine.Snapshot(writer);
        writer.WriteInt32((int)Crc32C(writer.Written));
        return writer.Written.ToArray();
    }

    /// <summary>Replaces the state of a machine, built with the same settings, by a saved one.</summary>
    /// <param name="machine">The machine.</param>
    /// <param name="snapshot">What <see cref="Save"/> returned.</param>
    /// <typeparam name="TEvent">What goes in.</typeparam>
    /// <typeparam name="TResult">What comes out.</typeparam>
    /// <exception cref="SnapshotException">
    /// The bytes are damaged, or of another machine, version or setting. The machine's state is then undefined: drop
    /// it.
    /// </exception>
    public static void Restore<TEvent, TResult>(IMachine<TEvent, TResult> machine, ReadOnlyMemory<byte> snapshot)
    {
        ArgumentNullException.ThrowIfNull(machine);
        var reader = Open(snapshot);
        var found = new SnapshotFormat(reader.ReadString() ?? "", reader.ReadSize());
        if (found.Name != machine.Format.Name)
        {
            throw new SnapshotException($"The snapshot is of {found.Name}, not of {machine.Format.Name}.");
        }

        if (found.Version != machine.Format.Version)
        {
            throw new SnapshotException(
                $"The snapshot is of {found.Name} version {found.Version}; " +
                $"this program reads version {machine.Format.Version}. " +
                "Restore it with the program that wrote it, or replay the input.");
        }

        machine.Restore(reader);
        if (reader.Remaining != 0)
        {
            throw new SnapshotException(
                $"{reader.Remaining} bytes are left after the state of {found.Name}: the snapshot is damaged.");
        }
    }

    private static SnapshotReader Open(ReadOnlyMemory<byte> snapshot)
    {
        if (snapshot.Length < sizeof(int) * 2 + 1 || new SnapshotReader(snapshot).ReadInt32() != Magic)
        {
            throw new SnapshotException("Not a snapshot of RxRecs: it does not begin with RXRS.");
        }

        var body = snapshot[..^sizeof(int)];
        if (new SnapshotReader(snapshot[^sizeof(int)..]).ReadInt32() != (int)Crc32C(body.Span))
        {
            throw new SnapshotException("The snapshot's checksum does not match: it is damaged or cut short.");
        }

        var reader = new SnapshotReader(body);
        reader.ReadInt32();
        var version = reader.ReadByte();
        return version == ContainerVersion
            ? reader
            : throw new SnapshotException(
                $"The snapshot's container has version {version}; this program reads version {ContainerVersion}.");
    }

    private static uint Crc32C(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        for (; bytes.Length >= sizeof(ulong); bytes = bytes[sizeof(ulong)..])
        {
            crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
        }

        foreach (var value in bytes)
        {
            crc = BitOperations.Crc32C(crc, value);
        }

        return ~crc;
    }
}
