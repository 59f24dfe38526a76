using SQLitePCL;

namespace RxRecs.Sqlite;

/// <summary>Says what is wrong with a file, and what to do.</summary>
internal static class SqliteProblem
{
    private const int PrimaryBits = 0xFF;

    /// <summary>Gives the error for a code of SQLite.</summary>
    public static IOException Of(string path, int code, string message) => new(
        $"{path}: {Advice(code & PrimaryBits)} (SQLite: {message}, code {code})");

    private static string Advice(int code) => code switch
    {
        raw.SQLITE_FULL =>
            "the disk is full, and nothing of this save was kept. Make room; what was saved before is whole.",
        raw.SQLITE_READONLY or raw.SQLITE_PERM or raw.SQLITE_AUTH =>
            "it cannot be written to. Give this process the right to write the file and its folder, where SQLite keeps "
            + "its log beside it.",
        raw.SQLITE_CANTOPEN =>
            "it cannot be opened. Its path must be a file in a folder that this process may write to.",
        raw.SQLITE_BUSY or raw.SQLITE_LOCKED =>
            "another process writes to it for longer than the busy timeout. One process at a time should write a file.",
        raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB =>
            "it is damaged, or no SQLite database. Put back a copy, or move it away to begin anew from the start of "
            + "the input.",
        raw.SQLITE_ERROR =>
            "its tables are not as they were made: another program has changed them. Put back a copy, "
            + "or move it away to begin anew from the start of the input.",
        raw.SQLITE_IOERR => "the disk cannot be read or written. Look at the disk; what was saved before may be whole.",
        raw.SQLITE_TOOBIG => "a value is larger than SQLite can hold.",
        _ => "SQLite refuses.",
    };
}
