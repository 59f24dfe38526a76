using System.Buffers;
using CsvHelper;

namespace RxRecs.Csv;

/// <summary>
/// Reads records with line breaks in quotes out of a reader that ends each record at its line. The lines behind an open
/// quote are looked at until one closes it. Where none does soon, what comes out is no row, or a line between is a row
/// by itself, the quote was a stray one: its line is a record of its own, and the lines behind it are read again as
/// such, so that a bad quote costs one line.
/// </summary>
/// <param name="file">The reader of lines.</param>
/// <param name="options">The form in which records are written.</param>
/// <param name="maxSize">The longest record, in bytes.</param>
/// <remarks>At most <see cref="MaxLines"/> lines and <paramref name="maxSize"/> bytes beyond the last line are
/// held.</remarks>
internal sealed class QuotedBreaks(CsvReader file, CsvReaderOptions options, int maxSize) : IDisposable
{
    /// <summary>Tells how many lines a record may have.</summary>
    public const int MaxLines = 100;

    private const int SmallBuffer = 4096;
    private readonly byte _quote = (byte)options.Quote;
    private readonly ArrayBufferWriter<byte> _text = new();
    private readonly LinkedList<byte[]> _ahead = [];

    /// <summary>Tells what is wrong with the record that was read out of memory, or null.</summary>
    public CsvMalformedReason? Malformed { get; private set; }

    /// <summary>Tells whether lines that were looked at are still to be read.</summary>
    public bool HasLines => _ahead.Count > 0;

    /// <summary>The reader of the record that was read out of memory; null where there is none yet.</summary>
    public CsvReader? Reader { get; private set; }

    /// <summary>Reads the next of the lines that were looked at.</summary>
    public void ReadLine()
    {
        Open(_ahead.First!.Value, allowsBreaks: false);
        _ahead.RemoveFirst();
    }

    /// <summary>
    /// Reads the record of which the current line is the first, or the line alone where it is no such record.
    /// </summary>
    /// <param name="first">The line, in which a quote is open.</param>
    /// <param name="fieldCount">The number of fields of a row; 0 where rows differ.</param>
    /// <returns>The number of lines that the record has.</returns>
    public int Join(ReadOnlySpan<byte> first, int fieldCount)
    {
        var firstLine = first.ToArray();
        _text.ResetWrittenCount();
        _text.Write(first);
        var taken = new List<byte[]>();
        while (taken.Count < MaxLines - 1 && _text.WrittenCount <= maxSize && TakeLine() is { } next)
        {
            taken.Add(next);
            _text.Write("\n"u8);
            _text.Write(next);

            // Quotes open and close by turns; an odd number of them closes what the first line has opened.
            if ((next.AsSpan().Count(_quote) & 1) == 1)
            {
                if (_text.WrittenCount <= maxSize && IsRow(_text.WrittenSpan, fieldCount, allowsBreaks: true))
                {
                    return taken.Count + 1;
                }

                break;
            }

            if (fieldCount > 1 && IsRow(next, fieldCount, allowsBreaks: false))
            {
                break;
            }
        }

        for (var i = taken.Count - 1; i >= 0; i--)
        {
            _ahead.AddFirst(taken[i]);
        }

        Open(firstLine, allowsBreaks: false);
        return 1;
    }

    public void Dispose() => Reader?.Dispose();

    private bool IsRow(ReadOnlySpan<byte> text, int fieldCount, bool allowsBreaks)
    {
        Open(text, allowsBreaks);
        return Malformed is null
            && Reader!.RawRecord.Length == text.Length
            && (fieldCount == 0 || Reader.FieldCount == fieldCount);
    }

    private byte[]? TakeLine()
    {
        if (_ahead.First is { } line)
        {
            _ahead.RemoveFirst();
            return line.Value;
        }

        return file.Read() ? file.RawRecord.ToArray() : null;
    }

    private void Open(ReadOnlySpan<byte> record, bool allowsBreaks)
    {
        Reader?.Dispose();
        Malformed = null;
        Reader = CsvReader.Create((byte[])[.. record, (byte)'\n'], options with
        {
            HasHeader = false,
            AllowLineBreaksInQuotes = allowsBreaks,
            BufferSize = SmallBuffer,
            OnMalformedRecord = record => Malformed = record.Reason,
        });
        Reader.Read();
    }
}
