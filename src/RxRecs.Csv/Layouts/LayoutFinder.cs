using System.Buffers;
using CsvHelper;

namespace RxRecs.Csv;

/// <summary>Looks at a file's first line and sets up the reader and decoder that it calls for.</summary>
internal static class LayoutFinder
{
    private static readonly SearchValues<byte> DigitsAndBlanks = SearchValues.Create("0123456789 "u8);

    /// <summary>The reader of a file of events, and its decoder.</summary>
    public static (ShopFileLayout Layout, RecordSource Records, RowDecoder<Interaction> Decoder) Find(
        LineGuard input, string source, ShopFileOptions options)
    {
        var line = FirstLine(input, source, out var isWhole);
        if (IsJson(line) || ConsumedLine.Is(line))
        {
            line = JsonLineDecoder.FindTelling(input.Peeked, ConsumedLine.Value(line));
        }

        var layout = options.Layout ?? Guess(line, options.Columns);
        if (layout == ShopFileLayout.SessionLines && options.Layout is null && FindTime(line) is { } time)
        {
            throw new ShopFileException(
                source,
                $"numbers between blanks are taken for a session per line, but {time} looks like a time. Say which "
                + "column is which (--columns time=1,item=2,user=3 --no-header --delimiter ' ' --time-unit seconds), "
                + "or that these are sessions, with Layout (--layout session-lines).");
        }

        switch (layout)
        {
            case ShopFileLayout.SessionLines:
                return (layout.Value, RecordSource.Lines(input, ' ', options), new SessionLineDecoder(options));
            case ShopFileLayout.OttoJsonLines:
                return (layout.Value, RecordSource.Lines(input, '\u001f', options), new OttoDecoder(options));
            case ShopFileLayout.JsonLines:
                var decoder = new JsonLineDecoder(options, source, line);
                return (layout.Value, RecordSource.Lines(input, '\u001f', options), decoder);
        }

        return isWhole
            ? OpenTable(line, input, source, layout, options)
            : throw new ShopFileException(
                source, $"the first line is longer than {line.Length:N0} bytes: not a header of a known layout.");
    }

    /// <summary>The first line without byte order mark, or the error that says why the file is none of ours.</summary>
    public static ReadOnlySpan<byte> FirstLine(LineGuard input, string source, out bool isWhole)
    {
        var line = input.PeekLine(out isWhole);
        if (line.IsEmpty && input.IsEmpty)
        {
            throw new ShopFileException(source, "the file is empty; a header line or a first record was expected.");
        }

        return ForeignFormat.Explain(line) is { } problem
            ? throw new ShopFileException(source, problem)
            : line.StartsWith("\uFEFF"u8) ? line[3..] : line;
    }

    private static (ShopFileLayout Layout, RecordSource Records, RowDecoder<Interaction> Decoder) OpenTable(
        ReadOnlySpan<byte> line, LineGuard input, string source, ShopFileLayout? layout, ShopFileOptions options)
    {
        // How the table is written has to be known before its columns can tell which it is.
        var form = options.AdjustColumns?.Invoke(options.Columns ?? ShopColumns.Rees46Events) ?? options.Columns;
        var separator = form?.Delimiter ?? Separator(line);
        var isPlain = options.Columns is null && separator == '\t' && IsSessionRec(line);
        var quote = isPlain ? null : form is null ? '"' : form.Quote;
        var records = RecordSource.Table(input, separator, quote, form?.HasHeader ?? true, options);
        var places = form is { HasHeader: false }
            ? new ColumnMap(CountFields(line, separator, form.Quote))
            : new ColumnMap(records.Headers);
        if (options.Columns is null)
        {
            var table = TableLayout.Of(places, records.Headers, layout, source);
            var adjusted = options.AdjustColumns?.Invoke(table.Columns) ?? table.Columns;
            TableLayout.Check(adjusted, places, records.Headers, source);
            return (table.Layout, records, new ColumnDecoder(places, adjusted, options));
        }

        TableLayout.Check(form!, places, records.Headers, source);
        return (ShopFileLayout.Table, records, new ColumnDecoder(places, form!, options));
    }

    // session-rec writes its sessions as they are, also one that begins with a quote.
    private static bool IsSessionRec(ReadOnlySpan<byte> line) =>
        new ColumnMap(System.Text.Encoding.UTF8.GetString(line).Split('\t'))
            .Missing(ShopColumns.SessionRecClicks).Length == 0;

    private static ShopFileLayout? Guess(ReadOnlySpan<byte> line, ShopColumns? columns)
    {
        if (IsJson(line))
        {
            return columns is null && JsonLineDecoder.IsOtto(line)
                ? ShopFileLayout.OttoJsonLines
                : ShopFileLayout.JsonLines;
        }

        var isSession = !line.ContainsAnyExcept(DigitsAndBlanks) && line.IndexOfAnyExcept((byte)' ') >= 0;
        return isSession && columns is null ? ShopFileLayout.SessionLines : null;
    }

    private static bool IsJson(ReadOnlySpan<byte> line) => line.TrimStart((byte)' ').StartsWith("{"u8);

    /// <summary>
    /// Finds the only number of a line that can be seconds or milliseconds of our days; null where there is none, or
    /// several, as in a session of such ids.
    /// </summary>
    private static string? FindTime(ReadOnlySpan<byte> line)
    {
        string? found = null;
        var others = 0;
        foreach (var range in line.Split((byte)' '))
        {
            var text = line[range];
            var isTime = text is [(byte)'1', _, _, _, _, _, _, _, _, _]
                    or [(byte)'1', _, _, _, _, _, _, _, _, _, _, _, _]
                && text[1] >= '1';
            others += isTime || text.IsEmpty ? 0 : 1;
            if (isTime && found is not null)
            {
                return null;
            }

            found = isTime ? System.Text.Encoding.ASCII.GetString(text) : found;
        }

        return others > 0 ? found : null;
    }

    /// <summary>Tells what separates the fields of a header.</summary>
    public static char Separator(ReadOnlySpan<byte> line)
    {
        if (line.Contains((byte)'\t'))
        {
            return '\t';
        }

        var (commas, semicolons, bars) = (line.Count((byte)','), line.Count((byte)';'), line.Count((byte)'|'));
        return semicolons > commas && semicolons >= bars ? ';' : bars > commas ? '|' : ',';
    }

    /// <summary>Tells how many columns the first row shows where there is no header.</summary>
    private static int CountFields(ReadOnlySpan<byte> line, char separator, char? quote)
    {
        var (count, isQuoted) = (1, false);
        foreach (var letter in line)
        {
            isQuoted ^= quote is { } sign && letter == sign;
            count += letter == separator && !isQuoted ? 1 : 0;
        }

        return count;
    }
}
