using System.Globalization;
using CsvHelper;

namespace RxRecs.Csv;

/// <summary>Rows as CSV. Names of columns and text are defused alike; numbers and times are never formulas.</summary>
internal sealed class CsvResultWriter<T> : ResultWriter<T>
{
    private readonly ResultColumns<T> _columns;
    private readonly ResultValue[] _values;
    private readonly CsvWriter _writer;

    public CsvResultWriter(Stream stream, ResultColumns<T> columns)
    {
        _columns = columns;
        _values = new ResultValue[columns.Names.Count];
        _writer = CsvWriter.Create(stream, CsvWriterOptions.Default with
        {
            NewLine = "\n",

            // Readers that take blanks around a field for layout, as ours does, leave those in quotes.
            Quoting = CsvQuoting.WhenNeededOrWhitespace,
        });
        foreach (var name in columns.Names)
        {
            WriteText(name);
        }

        _writer.EndRecord();
    }

    public override void Flush() => _writer.Flush();

    private protected override void Write(T row)
    {
        _columns.Fill(row, _values);
        foreach (var value in _values)
        {
            WriteValue(value);
        }

        _writer.EndRecord();
    }

    private protected override void Close() => _writer.Dispose();

    private void WriteValue(ResultValue value)
    {
        switch (value.Kind)
        {
            case ResultValueKind.Text:
                WriteText(value.Text!);
                break;
            case ResultValueKind.Number:
                _writer.WriteField(value.Number, default(ReadOnlySpan<char>));
                break;
            case ResultValueKind.Real:
                _writer.WriteField(value.Real, default(ReadOnlySpan<char>));
                break;
            case ResultValueKind.Time:
                WriteTime(new DateTime((long)value.Number, DateTimeKind.Utc));
                break;
            case ResultValueKind.Truth:
                _writer.WriteField(value.Number == 0 ? "false" : "true");
                break;
            default:
                _writer.WriteField("");
                break;
        }
    }

    private void WriteTime(DateTime time)
    {
        var form = time.Ticks % TimeSpan.TicksPerSecond == 0
            ? "yyyy-MM-dd HH:mm:ss 'UTC'"
            : "yyyy-MM-dd HH:mm:ss.FFFFFFF 'UTC'";
        _writer.WriteField(time, form);
    }

    private void WriteText(string text) => _writer.WriteField(IsFormula(text) ? "'" + text : text);

    /// <summary>
    /// The first letters that OWASP names, also in the full width that some spreadsheets take for the same.
    /// </summary>
    private static bool IsFormula(string text) =>
        text.Length > 0
        && text[0] is '=' or '+' or '-' or '@' or '\t' or '\r' or '\n' or '\uFF1D' or '\uFF0B' or '\uFF0D' or '\uFF20'
        && !IsNegativeNumber(text);

    private static bool IsNegativeNumber(string text) =>
        text[0] == '-'
        && decimal.TryParse(
            text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out _);
}
