using System.Buffers;
using System.Globalization;
using System.Text;
using Spectre.Console;

namespace RxRecs.Shop.Output;

/// <summary>Results as tables and sentences for a person.</summary>
internal sealed class TextResults : Results
{
    private readonly StreamWriter _writer;
    private readonly IAnsiConsole _console;
    private readonly bool _wraps;
    private bool _isAfterTable;

    public TextResults(Terminal terminal)
    {
        _writer = new StreamWriter(
            terminal.Output, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), 1 << 15, leaveOpen: true);
        _console = terminal.OpenOutput(_writer);
        _wraps = terminal.IsOutputInteractive;
    }

    public override bool IsForPeople => true;

    public override void WriteLong<T>(
        ResultTable<T> table,
        string heading,
        IReadOnlyCollection<T> rows,
        IReadOnlyCollection<T> shown,
        string whenEmpty) => Write(table, heading, shown, whenEmpty);

    public override void WriteRepeats<T>(ResultTable<T> table, IReadOnlyCollection<T> rows)
    {
    }

    public override void Write<T>(
        ResultTable<T> table, string heading, IReadOnlyCollection<T> rows, string whenEmpty = "None.")
    {
        if (!_isAfterTable)
        {
            _console.WriteLine();
        }

        _isAfterTable = rows.Count > 0;
        _console.Write(new Text(Plain.Of(heading) + "\n", new Style(Color.Aqua, decoration: Decoration.Bold)));
        if (rows.Count == 0)
        {
            _console.WriteLine("  " + whenEmpty);
            return;
        }

        var columns = table.Where(column => column.Header is not null).ToList();
        var grid = new Table { Border = TableBorder.Simple, ShowHeaders = true, UseSafeBorder = true };
        foreach (var column in columns)
        {
            // On a narrow screen words and lists are wrapped; dates, figures and the first column stay whole.
            var isWhole = column == columns[0] || column.IsFigure
                || column.Value(rows.First()) is DateTimeOffset or IReadOnlyCollection<double>;
            var header = new TableColumn(new Text(column.Header!)) { NoWrap = isWhole };
            grid.AddColumn(column.IsFigure ? header.RightAligned() : header);
        }

        foreach (var row in rows)
        {
            grid.AddRow(columns.Select(column => new Text(column.Show(row)) { Overflow = Overflow.Ellipsis }));
        }

        _console.Write(grid);
    }

    public override void Write<T>(ResultTable<T> table, T row)
    {
        if (table.Sentence is { } sentence)
        {
            Say(sentence(row));
        }
    }

    public override void Write(string type, Action<TextWriter> writeText, Action<IBufferWriter<byte>> writeJson)
    {
        using var text = new StringWriter(CultureInfo.InvariantCulture);
        writeText(text);
        Say(text.ToString().TrimEnd('\n'));
    }

    public override void Notice(string text) => Say(text);

    public override void Say(string text)
    {
        // A table ends with an empty line of its own.
        var said = Plain.Of(_isAfterTable ? text.TrimStart('\n') : text);
        _isAfterTable = false;
        if (_wraps)
        {
            _console.WriteLine(said);
            return;
        }

        // A program, such as grep, looks for whole sentences.
        _writer.WriteLine(said);
    }

    public override void Flush() => _writer.Flush();

    public override void Dispose()
    {
        _writer.Dispose();
        base.Dispose();
    }
}
