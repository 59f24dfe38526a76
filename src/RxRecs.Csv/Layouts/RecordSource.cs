using System.Runtime.CompilerServices;
using CsvHelper;

namespace RxRecs.Csv;

/// <summary>
/// The records of a file, one per line, or of several lines with the line breaks in quotes; one bad quote costs one
/// line and not the rest of the file.
/// </summary>
internal sealed class RecordSource : IDisposable
{
    private const string ShortRowAdvice = "; if rows may end early, say so with AllowShortRows (--short-rows)";
    private const int BufferSize = 1 << 17;
    private readonly int _maxRecordSize;
    private readonly LineGuard _input;
    private readonly CsvReader _file;
    private readonly QuotedBreaks? _breaks;
    private CsvMalformedReason? _malformed;
    private long _nextLine;

    private RecordSource(LineGuard input, CsvReaderOptions options, int maxRecordSize)
    {
        (_input, _maxRecordSize) = (input, maxRecordSize);
        var isQuoted = options.Mode == CsvMode.Rfc4180;
        options = options with
        {
            AllowLineBreaksInQuotes = false,
            SkipEmptyLines = false,
            BufferSize = BufferSize,
            MaxRecordSize = maxRecordSize + (2 * LineGuard.Slack),
            OnMalformedRecord = isQuoted ? record => _malformed = record.Reason : null,
        };
        Reader = _file = CsvReader.Create(input, options);
        _breaks = isQuoted ? new QuotedBreaks(_file, options, maxRecordSize) : null;
        Headers = options.HasHeader ? [.. Reader.Headers] : [];
        _nextLine = options.HasHeader ? 2 : 1;
    }

    /// <summary>The reader, standing on the current record.</summary>
    public CsvReader Reader { get; private set; }

    /// <summary>The header's names; none where there is no header.</summary>
    public IReadOnlyList<string> Headers { get; }

    /// <summary>The line of the current record, from 1: the first of several.</summary>
    public long Line { get; private set; }

    /// <summary>Gives a table.</summary>
    public static RecordSource Table(
        LineGuard input, char separator, char? quote, bool hasHeader, ShopFileOptions options) => new(
        input,
        CsvReaderOptions.Default with
        {
            Separator = separator,
            Mode = quote is null ? CsvMode.NoEscape : CsvMode.Rfc4180,
            Quote = quote ?? '"',
            HasHeader = hasHeader,
        },
        options.MaxRecordSize);

    /// <summary>A file of plain lines.</summary>
    public static RecordSource Lines(LineGuard input, char separator, ShopFileOptions options) => new(
        input,
        CsvReaderOptions.Default with { Separator = separator, Mode = CsvMode.NoEscape, HasHeader = false },
        options.MaxRecordSize);

    /// <summary>Moves to the next record that is not an empty line.</summary>
    /// <param name="fieldCount">The number of fields of a row; 0 where rows differ.</param>
    /// <exception cref="ShopFileException">The input has failed behind the last record.</exception>
    public bool Read(int fieldCount)
    {
        while (ReadLine())
        {
            if (_input.HasFailed && IsCut())
            {
                break;
            }

            Line = _nextLine++;
            if (_malformed is not null && IsOpen)
            {
                _nextLine += _breaks!.Join(Reader.RawRecord, fieldCount) - 1;
                (Reader, _malformed) = (_breaks.Reader!, _breaks.Malformed);
            }

            if (Reader.FieldCount != 1 || !Reader.RawRecord.IsEmpty)
            {
                return true;
            }
        }

        _input.ThrowIfFailed();
        return false;
    }

    /// <summary>Tells what is wrong with the current record as a whole, or null.</summary>
    /// <param name="fieldCount">The number of fields of a row; 0 where rows differ.</param>
    /// <param name="allowShortRows">Whether a row may end early; null where nobody can say so, and it may not.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public string? FindProblem(int fieldCount, bool? allowShortRows) =>
        _malformed is null && Reader.FieldCount == fieldCount && Reader.RawRecord.Length <= _maxRecordSize
            ? null
            : Explain(fieldCount, allowShortRows);

    public void Dispose()
    {
        _breaks?.Dispose();
        _file.Dispose();
    }

    // A quote that the line does not close.
    private bool IsOpen => _malformed is CsvMalformedReason.LineBreakInQuotes or CsvMalformedReason.UnterminatedQuote;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool IsCut() => Reader.RawRecord.EndsWith(LineGuard.CutMark);

    private bool ReadLine()
    {
        _malformed = null;
        if (_breaks is { HasLines: true })
        {
            _breaks.ReadLine();
            (Reader, _malformed) = (_breaks.Reader!, _breaks.Malformed);
            return true;
        }

        // Whoever reads millions of lines does not store the same reference in each of them.
        if (!ReferenceEquals(Reader, _file))
        {
            Reader = _file;
        }

        return _file.Read();
    }

    private string? Explain(int fieldCount, bool? allowShortRows)
    {
        if (Reader.RawRecord.Length > _maxRecordSize)
        {
            return $"the record is longer than {_maxRecordSize:N0} bytes";
        }

        if (IsOpen)
        {
            return "a quote is not closed, neither in its line nor as a field of several lines; "
                + "where quotes are plain text, say so with Quote (--quote none)";
        }

        var isShort = Reader.FieldCount < fieldCount;
        if (fieldCount == 0 || Reader.FieldCount == fieldCount || (allowShortRows is true && isShort))
        {
            return null;
        }

        var fields = Reader.FieldCount == 1 ? "field" : "fields";
        return $"{Reader.FieldCount} {fields} where the {(Headers.Count > 0 ? "header" : "first row")} "
            + $"has {fieldCount}"
            + (isShort && Reader.FieldCount > 1 && allowShortRows is false ? ShortRowAdvice : "");
    }
}
