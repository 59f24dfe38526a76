using System.Globalization;
using RxRecs.Machines;
using RxRecs.Storage;

namespace RxRecs;

/// <summary>
/// One file of a <see cref="FileSnapshotStore"/>: whose snapshot it holds, at which position, how long it is, the
/// snapshot, and a checksum of all that. See <c>docs/snapshot-format.md</c>.
/// </summary>
internal static class SnapshotFile
{
    public const string Extension = ".snapshot";
    private const string Letters = "RXRF";
    private const byte Version = 1;
    private const int LongestHead = 4096;

    public static string Name(long position, long sequence) =>
        string.Create(CultureInfo.InvariantCulture, $"{position}_{sequence}{Extension}");

    public static bool TryParseName(string path, out long position, out long sequence)
    {
        sequence = position = 0;
        var name = Path.GetFileNameWithoutExtension(path.AsSpan());
        var middle = name.IndexOf('_');
        return middle > 0
            && long.TryParse(name[..middle], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out position)
            && long.TryParse(name[(middle + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out sequence);
    }

    /// <summary>Writes a new file and flushes it to the disk.</summary>
    public static void Write(string path, string name, long position, ReadOnlySpan<byte> content)
    {
        var head = SnapshotContainer.Begin(Letters, Version);
        head.WriteString(name);
        head.WriteInt64(position);
        head.WriteInt64(content.Length);
        var checksum = SnapshotContainer.Append(SnapshotContainer.EmptyChecksum, head.Written);
        var foot = new SnapshotWriter();
        foot.WriteInt32((int)~SnapshotContainer.Append(checksum, content));
        using var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0);
        file.Write(head.Written);
        file.Write(content);
        file.Write(foot.Written);
        file.Flush(flushToDisk: true);
    }

    /// <summary>Reads a file; no more memory is taken than the file is long.</summary>
    /// <exception cref="SnapshotException">The file is damaged, or another's.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static StoredSnapshot Read(string path, string name)
    {
        using var file = new FileStream(
            path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 0);
        var start = new byte[Math.Min(LongestHead, file.Length)];
        file.ReadExactly(start);
        var (position, head, length) = ReadHead(start, name);
        if (length < 0 || head + length + sizeof(int) != file.Length)
        {
            throw new SnapshotException(
                $"it is {file.Length} bytes long where {head + length + sizeof(int)} were written");
        }

        var rest = new byte[length + sizeof(int)];
        file.Position = head;
        file.ReadExactly(rest);
        var checksum = SnapshotContainer.Append(SnapshotContainer.EmptyChecksum, start.AsSpan(0, head));
        checksum = ~SnapshotContainer.Append(checksum, rest.AsSpan(0, (int)length));
        return new SnapshotReader(rest.AsMemory((int)length)).ReadInt32() == (int)checksum
            ? new StoredSnapshot(position, rest.AsMemory(0, (int)length))
            : throw new SnapshotException("its checksum does not match");
    }

    private static (long Position, int Head, long Length) ReadHead(byte[] start, string name)
    {
        if (!SnapshotContainer.BeginsWith(start, Letters))
        {
            throw new SnapshotException($"it does not begin with {Letters}");
        }

        var reader = new SnapshotReader(start.AsMemory(Letters.Length));
        if (reader.ReadByte() is var version && version != Version)
        {
            throw new SnapshotException($"it has version {version}, where this program reads version {Version}");
        }

        if (reader.ReadString() is var found && found != name)
        {
            throw new SnapshotException($"it is of '{found}'");
        }

        var position = reader.ReadInt64();
        var length = reader.ReadInt64();
        return length <= Array.MaxLength - sizeof(int)
            ? (position, start.Length - reader.Remaining, length)
            : throw new SnapshotException($"it says that {length} bytes were written");
    }
}
