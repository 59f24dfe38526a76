using CsvHelper;
using RxRecs.Csv.Input;

namespace RxRecs.Csv.Layouts;

/// <summary>
/// The records of a file, one per line: a line break in quotes ends the record, so that one bad quote costs one line
/// and not the rest of the file.
/// </summary>
internal sealed class RecordSource : IDisposable
{
    private const int BufferSize = 1 << 17;
    private readonly int _maxRecordSize;
    private CsvMalformedReason? _malformed;

    private RecordSource(Stream input, CsvReaderOptions options, int maxRecordSize)
    {
        _maxRecordSize = maxRecordSize;
        Reader = CsvReader.Create(input, options with
        {
            AllowLineBreaksInQuotes = false,
            SkipEmptyLines = false,
            BufferSize = BufferSize,
            MaxRecordSize = maxRecordSize + (2 * LineGuard.Slack),
            OnMalformedRecord = options.Mode == CsvMode.Rfc4180 ? record => _malformed = record.Reason : null,
        });
        Headers = options.HasHeader ? [.. Reader.Headers] : [];
        Line = options.HasHeader ? 1 : 0;
    }

    /// <summary>The reader, standing on the current record.</summary>
    public CsvReader Reader { get; }

    /// <summary>The header's names; none where there is no header.</summary>
    public IReadOnlyList<string> Headers { get; }

    /// <summary>The line of the current record, from 1.</summary>
    public long Line { get; private set; }

    /// <summary>Gives a table.</summary>
    public static RecordSource Table(
        Stream input, char separator, char? quote, ShopColumns? form, ShopFileOptions options) => new(
        input,
        CsvReaderOptions.Default with
        {
            Separator = separator,
            Mode = quote is null ? CsvMode.NoEscape : CsvMode.Rfc4180,
            Quote = quote ?? '"',
            HasHeader = form?.HasHeader ?? true,
        },
        options.MaxRecordSize);

    /// <summary>A file of plain lines.</summary>
    public static RecordSource Lines(Stream input, char separator, ShopFileOptions options) => new(
        input,
        CsvReaderOptions.Default with { Separator = separator, Mode = CsvMode.NoEscape, HasHeader = false },
        options.MaxRecordSize);

    /// <summary>Moves to the next record that is not an empty line.</summary>
    public bool Read()
    {
        _malformed = null;
        while (Reader.Read())
        {
            Line++;
            if (Reader.FieldCount != 1 || !Reader.RawRecord.IsEmpty)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Tells what is wrong with the current record as a whole, or null.</summary>
    public string? FindProblem(int fieldCount, bool allowShortRows)
    {
        if (Reader.RawRecord.Length > _maxRecordSize)
        {
            return $"the record is longer than {_maxRecordSize:N0} bytes";
        }

        if (_malformed is CsvMalformedReason.LineBreakInQuotes or CsvMalformedReason.UnterminatedQuote)
        {
            return "a quote is not closed in its line (line breaks in quotes are not read); "
                + "where quotes are plain text, say so with Quote (--quote none)";
        }

        if (fieldCount == 0 || Reader.FieldCount == fieldCount || (allowShortRows && Reader.FieldCount < fieldCount))
        {
            return null;
        }

        var fields = Reader.FieldCount == 1 ? "field" : "fields";
        return $"{Reader.FieldCount} {fields} where the {(Headers.Count > 0 ? "header" : "first row")} has {fieldCount}";
    }

    public void Dispose() => Reader.Dispose();
}
