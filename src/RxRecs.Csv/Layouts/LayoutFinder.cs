using System.Buffers;
using CsvHelper;
using RxRecs.Csv.Input;

namespace RxRecs.Csv.Layouts;

/// <summary>Looks at a file's first line and sets up the reader and decoder that it calls for.</summary>
internal static class LayoutFinder
{
    private static readonly SearchValues<byte> DigitsAndBlanks = SearchValues.Create("0123456789 "u8);

    /// <summary>The reader of a file of events, and its decoder.</summary>
    public static (ShopFileLayout Layout, RecordSource Records, RowDecoder<Interaction> Decoder) Find(
        LineGuard input, string source, ShopFileOptions options)
    {
        var line = FirstLine(input, source, out var isWhole);
        var layout = options.Layout ?? Guess(line);
        switch (layout)
        {
            case ShopFileLayout.SessionLines:
                return (layout.Value, RecordSource.Lines(input, ' ', options), new SessionLineDecoder(options));
            case ShopFileLayout.OttoJsonLines:
                return (layout.Value, RecordSource.Lines(input, '\u001f', options), new OttoDecoder(options));
        }

        if (!isWhole)
        {
            throw new ShopFileException(
                source, $"the first line is longer than {line.Length:N0} bytes: not a header of a known layout.");
        }

        var records = RecordSource.Table(input, Separator(line), options);
        var columns = new ColumnMap(records.Headers);
        var table = TableLayout.Of(columns, records.Headers, layout, source);
        return (table.Layout, records, table.Decoder(columns, options));
    }

    /// <summary>The first line without byte order mark, or the error that says why the file is none of ours.</summary>
    public static ReadOnlySpan<byte> FirstLine(LineGuard input, string source, out bool isWhole)
    {
        var line = input.PeekLine(out isWhole);
        if (line.IsEmpty && input.IsEmpty)
        {
            throw new ShopFileException(source, "the file is empty; a header line or a first record was expected.");
        }

        if (line.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]) || line.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF]))
        {
            throw new ShopFileException(source, "the file is UTF-16 text; save it as UTF-8.");
        }

        return line.Contains((byte)0)
            ? throw new ShopFileException(source, "this is a binary file; text was expected, plain or gzip.")
            : line.StartsWith("\uFEFF"u8) ? line[3..] : line;
    }

    private static ShopFileLayout? Guess(ReadOnlySpan<byte> line)
    {
        var isSession = !line.ContainsAnyExcept(DigitsAndBlanks) && line.IndexOfAnyExcept((byte)' ') >= 0;
        return line.StartsWith("{"u8) ? ShopFileLayout.OttoJsonLines : isSession ? ShopFileLayout.SessionLines : null;
    }

    private static char Separator(ReadOnlySpan<byte> line) =>
        line.Contains((byte)'\t') ? '\t' : line.Contains((byte)',') || !line.Contains((byte)';') ? ',' : ';';
}
