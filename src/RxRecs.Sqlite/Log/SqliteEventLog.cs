namespace RxRecs.Sqlite;

/// <summary>Opens event logs of interactions.</summary>
public static class SqliteEventLog
{
    /// <summary>
    /// Opens a log of interactions, kept as JSON of the form that the sources of RxRecs read (<c>event_time</c>,
    /// <c>event_type</c>, <c>product_id</c>, <c>user_id</c>, …).
    /// </summary>
    /// <param name="path">The file, of this log alone; made where it is missing.</param>
    /// <param name="options">The options for how the file is written and read; null for the defaults.</param>
    /// <returns>The log.</returns>
    /// <exception cref="ArgumentException"><paramref name="path"/> is null or empty.</exception>
    /// <exception cref="IOException">
    /// It cannot be opened or written, is damaged, of another program or of a newer version; the message says what
    /// to do.
    /// </exception>
    public static SqliteEventLog<Interaction> OfInteractions(string path, SqliteEventLogOptions? options = null) => new(
        path,
        static (value, output) => InteractionWriter.Write(output, value),
        static (ReadOnlySpan<byte> bytes, out Interaction value) => InteractionReader.OfThread.Parse(bytes, out value),
        options);
}
