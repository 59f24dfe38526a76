using System.Globalization;
using System.Text.Json;
using CsvHelper;
using RxRecs.Shop.Output;

namespace RxRecs.Shop.Input;

/// <summary>
/// Reads a table of users or products, CSV with a header or JSON lines. A row holds from its <c>changed_at</c> on, or
/// from the beginning where it has none.
/// </summary>
/// <param name="path">The file.</param>
/// <param name="key">The column that says whose row it is.</param>
internal sealed class RowTable(string path, string key)
{
    private const string ChangedAt = "changed_at";
    private readonly List<TableRow> _rows = [];
    private (long Count, long Line) _unreadable;

    /// <summary>Gives the rows; those without a key or with a time that is none are said and left out.</summary>
    /// <exception cref="UsageException">The file has no such column.</exception>
    /// <exception cref="IOException">It cannot be opened, or is empty.</exception>
    public static List<TableRow> Read(string path, string key, Results results)
    {
        var table = new RowTable(path, key);
        table.Read();
        var (count, line) = table._unreadable;
        if (count > 0)
        {
            results.Notice(
                $"{Plain.Count(count, "row")} of {path} without a {key}, or with a {ChangedAt} that is no time, left "
                + $"out; the first is in line {line}.");
        }

        return table._rows;
    }

    private void Read()
    {
        using var file = Open();
        switch (file.Peek())
        {
            case < 0:
                throw new IOException($"{path}: the file is empty; a header line or a first record was expected.");
            case '{':
                ReadJson(file);
                break;
            default:
                ReadCsv(file);
                break;
        }
    }

    private StreamReader Open()
    {
        if (Directory.Exists(path))
        {
            throw new IOException($"{path}: this is a directory; name one file in it.");
        }

        try
        {
            return File.OpenText(path);
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new IOException(
                $"{path}: there is no such file; the path counts from {Environment.CurrentDirectory}.", error);
        }
    }

    private void ReadJson(StreamReader file)
    {
        for (var line = 1; file.ReadLine() is { } text; line++)
        {
            try
            {
                using var json = JsonDocument.Parse(text);
                Add(line, json.RootElement.EnumerateObject().Select(each => (each.Name, each.Value.ToString())));
            }
            catch (Exception error) when (error is JsonException or InvalidOperationException)
            {
                LeaveOut(line);
            }
        }
    }

    private void ReadCsv(StreamReader file)
    {
        using var reader = CsvReader.Create(file, CsvReaderOptions.Default with { TrackLineNumbers = true });
        string[] names = [.. reader.Headers];
        if (!names.Contains(key))
        {
            throw new UsageException($"{path}: no column {key}; found {string.Join(", ", names)}.");
        }

        while (reader.Read())
        {
            Add(reader.LineNumber, names.Select((name, at) => (name, reader.GetString(at))));
        }
    }

    private void Add(long line, IEnumerable<(string Name, string Value)> members)
    {
        var fields = new Dictionary<string, string>();
        foreach (var (name, value) in members)
        {
            fields[name] = value;
        }

        var from = DateTimeOffset.MinValue;
        if (!fields.Remove(key, out var id)
            || !Id.TryParse(id, out var owner)
            || (fields.Remove(ChangedAt, out var time)
                && time.Length > 0
                && !DateTimeOffset.TryParse(
                    time,
                    CultureInfo.InvariantCulture,
                    DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
                    out from)))
        {
            LeaveOut(line);
            return;
        }

        _rows.Add(new(owner, from, fields));
    }

    private void LeaveOut(long line) =>
        _unreadable = (_unreadable.Count + 1, _unreadable.Count == 0 ? line : _unreadable.Line);
}
