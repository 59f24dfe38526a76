using System.Text;
using RxRecs.Machines;
using Spectre.Console;

namespace RxRecs.Shop.Output;

/// <summary>
/// The writers of a run: results on one, progress and notices on the other. Tests put buffers in place.
/// </summary>
internal sealed class Terminal
{
    private const int WidthOfFiles = 120;

    /// <summary>Takes results, as UTF-8.</summary>
    public required Stream Output { get; init; }

    /// <summary>Takes progress, notices and errors.</summary>
    public required TextWriter Error { get; init; }

    /// <summary>True if a person looks at the results directly.</summary>
    public bool IsOutputInteractive { get; init; }

    /// <summary>True if a person looks at the progress.</summary>
    public bool IsErrorInteractive { get; init; }

    /// <summary>Characters per line.</summary>
    public int Width { get; init; } = WidthOfFiles;

    public static Terminal OfProcess() => new()
    {
        Output = OutputStream.OfProcess(),
        Error = new ErrorWriter(Console.Error),
        IsOutputInteractive = !Console.IsOutputRedirected,
        IsErrorInteractive = !Console.IsErrorRedirected,
        Width = Console.IsOutputRedirected ? WidthOfFiles : Math.Max(40, Console.WindowWidth),
    };

    /// <summary>A console on the results' side; without colours or other codes unless a person looks.</summary>
    public IAnsiConsole OpenOutput(TextWriter writer) => Open(writer, IsOutputInteractive);

    /// <summary>A console on the notices' side.</summary>
    public IAnsiConsole OpenError() => Open(Error, IsErrorInteractive);

    private IAnsiConsole Open(TextWriter writer, bool interactive) => AnsiConsole.Create(new AnsiConsoleSettings
    {
        Ansi = interactive ? AnsiSupport.Detect : AnsiSupport.No,
        ColorSystem = interactive ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
        Interactive = interactive ? InteractionSupport.Detect : InteractionSupport.No,
        Out = new ConsoleOutput(writer, interactive, Width),
    });

    private sealed class ConsoleOutput(TextWriter writer, bool interactive, int width) : IAnsiConsoleOutput
    {
        public TextWriter Writer => writer;

        public bool IsTerminal => interactive;

        public int Width => width;

        public int Height => 40;

        public void SetEncoding(Encoding encoding)
        {
        }
    }
}
