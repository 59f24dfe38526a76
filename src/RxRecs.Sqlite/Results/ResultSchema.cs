using System.Buffers.Binary;
using System.Text;
using RxRecs.Machines;

namespace RxRecs.Sqlite;

/// <summary>The tables of results and checkpoints; see <c>docs/results.md</c>.</summary>
internal static class ResultSchema
{
    /// <summary>The tables. The letters of the application's id are RXRS.</summary>
    public static readonly SqliteSchema Schema = new(
        "a store of results",
        0x52585253,
        1,
        """
        CREATE TABLE results (
            name TEXT NOT NULL,
            key TEXT NOT NULL,
            number INTEGER NOT NULL,
            time TEXT NOT NULL,
            value TEXT NOT NULL,
            PRIMARY KEY (name, key)
        ) STRICT;
        CREATE TABLE pipelines (
            name TEXT NOT NULL PRIMARY KEY,
            last_number INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE checkpoints (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            name TEXT NOT NULL,
            position INTEGER NOT NULL,
            checksum INTEGER NOT NULL,
            content BLOB NOT NULL
        ) STRICT;
        CREATE INDEX checkpoints_by_position ON checkpoints (name, position, id);
        """);

    /// <summary>Gives the CRC-32C of a checkpoint: its name, its position and its content.</summary>
    public static long Checksum(string name, long position, ReadOnlySpan<byte> content)
    {
        Span<byte> number = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(number, position);
        var checksum = SnapshotContainer.Append(SnapshotContainer.EmptyChecksum, Encoding.UTF8.GetBytes(name));
        checksum = SnapshotContainer.Append(checksum, number);
        return ~SnapshotContainer.Append(checksum, content);
    }
}
