using System.CommandLine;

namespace RxRecs.Shop.Options;

/// <summary>The options of every command that reads events.</summary>
internal sealed class InputOptions
{
    public Argument<string[]> Files { get; } = new("files")
    {
        Description = "Files of shop events, plain or .gz, in any layout that RxRecs.Csv knows or that --columns "
            + "describes; several are merged by event time. "
            + "Without a file: the synthetic shop that 'generate' makes.",
        Arity = ArgumentArity.ZeroOrMore,
        HelpName = "FILE",
    };

    public Option<Duration> Lateness { get; } = ShopOption.Length(
        "--lateness",
        TimeSpan.FromHours(1),
        "How far out of order events may come and still count; later ones are counted as late.",
        mayBeZero: true);

    public Option<DateTimeOffset?> From { get; } = ShopOption.Date("--from", "Only events from this time on (UTC).");

    public Option<DateTimeOffset?> To { get; } = ShopOption.Date("--to", "Only events before this time (UTC).");

    public Option<string?> Speed { get; } = new("--speed")
    {
        Description = "Replay at the pace of the events: x1 as they happened, x60 a minute per second. "
            + "Without: as fast as it goes.",
        HelpName = "xN",
    };

    public Option<bool> Json { get; } = ShopOption.Flag(
        "--json", "JSON lines instead of tables; the names are in the sample's README.");

    public Option<bool> Strict { get; } = ShopOption.Flag(
        "--strict",
        "End with exit code 1 at the first row of a file, or record of a topic, that cannot be read. Without: count "
        + "them.");

    /// <summary>Tells which column is what.</summary>
    public ColumnOptions Columns { get; } = new();

    public InputOptions()
    {
        Speed.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string?>() is { } text && !TryParseSpeed(text, out _))
            {
                result.AddError(
                    $"--speed: '{text}' is not a speed; expected x1, x60 or another factor.");
            }
        });

        // What looks like an option and is none would otherwise be taken for a file.
        Files.Validators.Add(result =>
        {
            if (result.Tokens.FirstOrDefault(token => token.Value.StartsWith('-')) is { } wrong)
            {
                result.AddError(wrong.Value == "-"
                    ? "'-' is no file here; standard input is /dev/stdin."
                    : $"'{wrong.Value}' is not an option here; if it is a file, write ./{wrong.Value}.");
            }
        });
    }

    public static bool TryParseSpeed(string text, out double speed) =>
        double.TryParse(text.TrimStart('x'), out speed) && speed is >= 0.001 and <= 1e9;

    public void AddTo(Command command)
    {
        command.Add(Files);
        foreach (var option in new Option[] { Lateness, From, To, Speed, Json, Strict })
        {
            command.Add(option);
        }

        Columns.AddTo(command);
    }
}
