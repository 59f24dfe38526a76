using System.Text;
using CsvHelper;
using RxRecs.Recommenders;

namespace RxRecs.Csv;

/// <summary>
/// Reads tables of neighbors from files and writes them: as CSV with the columns <c>item</c>, <c>neighbor</c> and
/// <c>weight</c>, or in their binary form.
/// </summary>
public static class NeighborTableFile
{
    /// <summary>Reads a file of either form, which is recognized by its first bytes.</summary>
    /// <param name="path">The file; CSV may be compressed with gzip, and its columns stand in any order.</param>
    /// <param name="onDeadLetter">
    /// The callback that receives the rows of CSV that are left out: they cannot be read, have an id with control
    /// characters, or give an item a neighbor that it has already.
    /// </param>
    /// <returns>The table.</returns>
    /// <exception cref="ArgumentException"><paramref name="path"/> is null or empty.</exception>
    /// <exception cref="ShopFileException">
    /// The file is not there, is no table, or is damaged; no row of it can be read; or, in the binary form, an id has
    /// control characters.
    /// </exception>
    public static NeighborTable<Id> Read(string path, Action<DeadLetter>? onDeadLetter = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return Read(InputFile.Open(path), path, onDeadLetter);
    }

    /// <summary>Reads a stream of either form, which is recognized by its first bytes.</summary>
    /// <param name="stream">The bytes, from where the stream stands; it is closed.</param>
    /// <param name="source">The name of the source in messages and dead letters.</param>
    /// <param name="onDeadLetter">The callback that receives the rows of CSV that are left out.</param>
    /// <returns>The table.</returns>
    /// <exception cref="ArgumentException">An argument is null, or <paramref name="source"/> is empty.</exception>
    /// <exception cref="ShopFileException">The stream is no table, or is damaged; or no row can be read.</exception>
    public static NeighborTable<Id> Read(Stream stream, string source, Action<DeadLetter>? onDeadLetter = null)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentException.ThrowIfNullOrEmpty(source);
        var options = new ShopFileOptions();
        return InputFile.Read(
            stream, source, "the table", options, bytes => Read(bytes, source, options, onDeadLetter));
    }

    /// <summary>
    /// Writes a table to a new file, or in the place of an old one: as CSV where its name ends with <c>.csv</c>, else
    /// in the binary form. The file appears once it is whole.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="table">The table.</param>
    /// <exception cref="ArgumentException">
    /// <paramref name="path"/> is null or empty, the table is null, or an item of it has control characters.
    /// </exception>
    /// <exception cref="IOException">The file cannot be written; one that was there is as it was.</exception>
    /// <remarks>
    /// Ids are written as they are, for programs to read: a spreadsheet may take one that begins with <c>=</c> for a
    /// formula.
    /// </remarks>
    public static void Write(string path, NeighborTable<Id> table)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(table);
        ThrowIfUnreadable(table);
        var temporary = path + ".tmp";
        try
        {
            using (var stream = new FileStream(temporary, FileMode.Create, FileAccess.Write, FileShare.None))
            {
                if (path.EndsWith(".csv", StringComparison.OrdinalIgnoreCase))
                {
                    WriteCsv(stream, table);
                }
                else
                {
                    table.Write(stream);
                }

                stream.Flush(flushToDisk: true);
            }

            File.Move(temporary, path, overwrite: true);
        }
        catch
        {
            TryDelete(temporary);
            throw;
        }
    }

    /// <summary>Writes a table as CSV, by item, the greatest weight first.</summary>
    /// <param name="stream">The stream to write to; left open.</param>
    /// <param name="table">The table.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException">An item of the table has control characters.</exception>
    public static void WriteCsv(Stream stream, NeighborTable<Id> table)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(table);
        ThrowIfUnreadable(table);
        using var writer = CsvWriter.Create(stream, CsvWriterOptions.Default with { NewLine = "\n" }, leaveOpen: true);
        foreach (var column in NeighborRows.Columns)
        {
            writer.WriteField(column);
        }

        writer.EndRecord();
        foreach (var item in table.Items)
        {
            foreach (var neighbor in table.NeighborsOf(item))
            {
                writer.WriteField(item.ToString());
                writer.WriteField(neighbor.Item.ToString());
                writer.WriteField(neighbor.Weight, default(ReadOnlySpan<char>));
                writer.EndRecord();
            }
        }
    }

    private static NeighborTable<Id> Read(
        Stream bytes, string source, ShopFileOptions options, Action<DeadLetter>? onDeadLetter)
    {
        var peeked = new byte[4];
        var count = bytes.ReadAtLeast(peeked, peeked.Length, throwOnEndOfStream: false);
        using var whole = new PeekedInput(peeked.AsMemory(0, count), bytes);
        if (!NeighborTableFormat.IsTable(peeked))
        {
            return NeighborRows.Read(whole, source, options, onDeadLetter);
        }

        var table = NeighborTable.Read<Id>(whole);
        return FindControls(table) is { } item
            ? throw new ShopFileException(source, $"the item {item} has control characters; make the table without it.")
            : table;
    }

    /// <summary>Gives the first item with control characters, as it can be shown; null where there is none.</summary>
    private static string? FindControls(NeighborTable<Id> table) => table.Items
        .Where(static item => !item.IsNumber)
        .Select(static item => Encoding.UTF8.GetBytes(item.ToString()))
        .Where(static text => ControlCharacters.AreIn(text))
        .Select(static text => $"'{FieldProblem.Show(text)}'")
        .FirstOrDefault();

    private static void ThrowIfUnreadable(NeighborTable<Id> table)
    {
        if (FindControls(table) is { } item)
        {
            throw new ArgumentException(
                $"The item {item} has control characters: no file with it would be read.", nameof(table));
        }
    }

    private static void TryDelete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // What went wrong before is what the caller hears of.
        }
    }
}
