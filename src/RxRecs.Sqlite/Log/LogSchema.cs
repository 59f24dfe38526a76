using RxRecs.Machines;

namespace RxRecs.Sqlite;

/// <summary>The tables of an event log; see <c>docs/results.md</c>.</summary>
internal static class LogSchema
{
    /// <summary>The tables. The letters of the application's id are RXRL.</summary>
    public static readonly SqliteSchema Schema = new(
        "an event log",
        0x5258524C,
        1,
        """
        CREATE TABLE events (
            position INTEGER PRIMARY KEY,
            checksum INTEGER NOT NULL,
            value BLOB NOT NULL
        ) STRICT;
        CREATE TABLE bounds (
            first INTEGER NOT NULL,
            next INTEGER NOT NULL
        ) STRICT;
        INSERT INTO bounds (first, next) VALUES (0, 0);
        """);

    /// <summary>Gives the CRC-32C of an event.</summary>
    public static long Checksum(ReadOnlySpan<byte> value) =>
        ~SnapshotContainer.Append(SnapshotContainer.EmptyChecksum, value);
}
