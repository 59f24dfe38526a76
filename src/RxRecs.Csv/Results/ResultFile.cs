namespace RxRecs.Csv;

/// <summary>
/// Makes writers of result files: UTF-8 without byte order mark, lines that end with LF, numbers in the invariant
/// culture.
/// </summary>
public static class ResultFile
{
    /// <summary>Writes CSV with a header to a new file, or over an old one.</summary>
    /// <param name="path">The file.</param>
    /// <param name="columns">The columns of the file, at least one.</param>
    /// <typeparam name="T">The rows' type.</typeparam>
    /// <returns>The writer, to be disposed.</returns>
    /// <exception cref="ArgumentException"><paramref name="path"/> is null or empty, or there is no column.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static ResultWriter<T> Csv<T>(string path, ResultColumns<T> columns) => Csv(Create(path), columns);

    /// <summary>
    /// Writes CSV with a header. Text that a spreadsheet would run as a formula, because it begins with <c>= + -
    /// @</c>, a tab or a line break, gets an apostrophe in front (CWE-1236); text that is a plain negative number does
    /// not.
    /// </summary>
    /// <param name="stream">The stream to write to; it is closed with the writer.</param>
    /// <param name="columns">The columns, at least one.</param>
    /// <typeparam name="T">The rows' type.</typeparam>
    /// <returns>The writer, to be disposed.</returns>
    /// <exception cref="ArgumentException">An argument is null, or there is no column.</exception>
    public static ResultWriter<T> Csv<T>(Stream stream, ResultColumns<T> columns)
    {
        Check(stream, columns);
        return new CsvResultWriter<T>(stream, columns);
    }

    /// <summary>Writes JSON lines to a new file, or over an old one.</summary>
    /// <param name="path">The file.</param>
    /// <param name="columns">The properties of each object, at least one.</param>
    /// <typeparam name="T">The rows' type.</typeparam>
    /// <returns>The writer, to be disposed.</returns>
    /// <exception cref="ArgumentException"><paramref name="path"/> is null or empty, or there is no column.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static ResultWriter<T> JsonLines<T>(string path, ResultColumns<T> columns) =>
        JsonLines(Create(path), columns);

    /// <summary>
    /// Writes JSON lines: one object per row, with all properties, <c>null</c> where there is nothing.
    /// </summary>
    /// <param name="stream">The stream to write to; it is closed with the writer.</param>
    /// <param name="columns">The properties, at least one.</param>
    /// <typeparam name="T">The rows' type.</typeparam>
    /// <returns>The writer, to be disposed.</returns>
    /// <exception cref="ArgumentException">An argument is null, or there is no column.</exception>
    public static ResultWriter<T> JsonLines<T>(Stream stream, ResultColumns<T> columns)
    {
        Check(stream, columns);
        return new JsonResultWriter<T>(stream, columns);
    }

    private static FileStream Create(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.Read, bufferSize: 0);
    }

    private static void Check<T>(Stream stream, ResultColumns<T> columns)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(columns);
        if (columns.Names.Count == 0)
        {
            throw new ArgumentException("A result file needs at least one column.", nameof(columns));
        }
    }
}
