using System.Text;
using Spectre.Console;

namespace RxRecs.Shop.Output;

/// <summary>Results as tables and sentences for a person.</summary>
internal sealed class TextResults : Results
{
    private readonly StreamWriter _writer;
    private readonly IAnsiConsole _console;

    public TextResults(Terminal terminal)
    {
        _writer = new StreamWriter(terminal.Output, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), 1 << 15, leaveOpen: true);
        _console = terminal.OpenOutput(_writer);
    }

    public override void Write<T>(ResultTable<T> table, string heading, IReadOnlyCollection<T> rows, string whenEmpty = "None.")
    {
        _console.WriteLine();
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
            var header = new TableColumn(new Text(column.Header!)) { NoWrap = true };
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

    public override void Notice(string text) => Say(text);

    public override void Say(string text) => _console.WriteLine(Plain.Of(text));

    public override void Flush() => _writer.Flush();

    public override void Dispose()
    {
        _writer.Dispose();
        base.Dispose();
    }
}
