using System.Buffers.Binary;
using System.Numerics;

namespace RxRecs.Machines;

/// <summary>
/// Describes what stands around every kind of saved state: four letters that say what it is, the version of its layout,
/// and a CRC-32C (Castagnoli) of all that at the end.
/// </summary>
internal static class SnapshotContainer
{
    private const int Overhead = sizeof(int) + sizeof(byte) + sizeof(int);

    /// <summary>The checksum before the first byte, to begin <see cref="Append"/> with.</summary>
    public const uint EmptyChecksum = uint.MaxValue;

    public static SnapshotWriter Begin(string letters, byte version, SnapshotCodecs? codecs = null)
    {
        var writer = new SnapshotWriter(codecs);
        Begin(writer, letters, version);
        return writer;
    }

    public static void Begin(SnapshotWriter writer, string letters, byte version)
    {
        WriteLetters(writer, letters);
        writer.WriteByte(version);
    }

    /// <summary>Writes the checksum of what a writer has.</summary>
    /// <param name="writer">The writer.</param>
    /// <param name="start">The place of the container's first byte.</param>
    /// <returns>All that the writer has.</returns>
    public static ReadOnlyMemory<byte> Seal(SnapshotWriter writer, int start = 0)
    {
        writer.WriteInt32((int)~Append(EmptyChecksum, writer.Written[start..]));
        return writer.WrittenMemory;
    }

    public static SnapshotReader Open(
        ReadOnlyMemory<byte> snapshot, string letters, byte version, SnapshotCodecs? codecs = null)
    {
        if (snapshot.Length < Overhead || !BeginsWith(snapshot.Span, letters))
        {
            throw new SnapshotException($"Not a snapshot of RxRecs: it does not begin with {letters}.");
        }

        var body = snapshot[..^sizeof(int)];
        if (BinaryPrimitives.ReadUInt32LittleEndian(snapshot.Span[^sizeof(int)..]) != ~Append(EmptyChecksum, body.Span))
        {
            throw new SnapshotException("The snapshot's checksum does not match: it is damaged or cut short.");
        }

        var reader = new SnapshotReader(body[letters.Length..], codecs);
        var found = reader.ReadByte();
        return found == version
            ? reader
            : throw new SnapshotException(
                $"The snapshot's container has version {found}; this program reads version {version}.");
    }

    public static void WriteLetters(SnapshotWriter writer, string letters)
    {
        foreach (var letter in letters)
        {
            writer.WriteByte((byte)letter);
        }
    }

    public static bool BeginsWith(ReadOnlySpan<byte> bytes, string letters)
    {
        for (var i = 0; i < letters.Length; i++)
        {
            if (i == bytes.Length || bytes[i] != letters[i])
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Goes on with a checksum; its complement is the CRC of all the bytes so far.</summary>
    public static uint Append(uint checksum, ReadOnlySpan<byte> bytes)
    {
        for (; bytes.Length >= sizeof(ulong); bytes = bytes[sizeof(ulong)..])
        {
            checksum = BitOperations.Crc32C(checksum, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
        }

        foreach (var value in bytes)
        {
            checksum = BitOperations.Crc32C(checksum, value);
        }

        return checksum;
    }
}
