using System.CommandLine;
using RxRecs.Csv;
using RxRecs.Shop.Options;
using RxRecs.Shop.Output;
using RxRecs.SyntheticShop;

namespace RxRecs.Shop.Input;

/// <summary>The choice of events that a run reads, and the way it reads them.</summary>
internal sealed record InputSettings
{
    private readonly string? _columnOption;
    private readonly string? _fileOption;

    public InputSettings(ParseResult arguments, InputOptions options)
    {
        Files = arguments.GetValue(options.Files) ?? [];
        RefuseTwice(Files);
        Lateness = arguments.GetValue(options.Lateness).Span;
        IsLatenessGiven = arguments.GetResult(options.Lateness) is { Implicit: false };
        From = arguments.GetValue(options.From) ?? DateTimeOffset.MinValue;
        To = arguments.GetValue(options.To) ?? DateTimeOffset.MaxValue;
        if (To <= From)
        {
            throw new UsageException("--to: the end must come after --from.");
        }

        CompleteUntil = arguments.GetValue(options.To) ?? (Files.Length == 0 ? Shop.End : null);
        Reading = options.Columns.Apply(arguments, new ShopFileOptions
        {
            ProgressInterval = 4096,
            SequenceStart = Shop.Start,
        });
        _columnOption = options.Columns.FirstGiven(arguments);
        _fileOption = options.Columns.FirstOfFiles(arguments);
        IsStrict = arguments.GetValue(options.Strict);
        Speed = InputOptions.TryParseSpeed(arguments.GetValue(options.Speed) ?? "", out var speed) ? speed : null;
    }

    /// <summary>The files; none for the synthetic shop.</summary>
    public string[] Files { get; init; }

    /// <summary>Tells whether a topic is read instead of files.</summary>
    public bool IsOfTopic { get; private init; }

    /// <summary>Tells how files are read.</summary>
    public ShopFileOptions Reading { get; init; }

    /// <summary>The paths into the records of a topic; null where they have the names that RxRecs writes.</summary>
    public ShopColumns? TopicColumns => Reading.Columns is null && Reading.AdjustColumns is null
        ? null
        : Adjusted(Reading.Columns ?? ShopColumns.Rees46Events);

    /// <summary>The synthetic shop.</summary>
    public ShopSettings Shop { get; init; } = new();

    public TimeSpan Lateness { get; init; }

    /// <summary>Tells whether <see cref="Lateness"/> is what the user has said.</summary>
    public bool IsLatenessGiven { get; }

    /// <summary>Tells in which order the command needs the events.</summary>
    public RowOrder Order { get; init; }

    /// <summary>Tells whether the first row of a file that cannot be read ends the run.</summary>
    public bool IsStrict { get; }

    public DateTimeOffset From { get; }

    public DateTimeOffset To { get; }

    /// <summary>
    /// Up to when the input is known to be whole, so that a bucket that ends by then is not cut short; null if unknown.
    /// </summary>
    public DateTimeOffset? CompleteUntil { get; init; }

    /// <summary>The speed as a multiple of event time; null for as fast as possible.</summary>
    public double? Speed { get; }

    /// <summary>Gives the settings of files that come before a topic. The columns are those of the topic's records:
    /// files say what they are by their first line.</summary>
    public InputSettings OfHistory(string[] files)
    {
        RefuseTwice(files);
        return this with
        {
            Files = files,
            Reading = Reading with { Columns = null, AdjustColumns = null },
        };
    }

    /// <summary>Gives the settings of a run that reads a topic, whose end nobody knows unless it is said.</summary>
    public InputSettings OfTopic() => this with
    {
        IsOfTopic = true,
        CompleteUntil = To < DateTimeOffset.MaxValue ? To : null,
    };

    /// <summary>Refuses a file that is named twice.</summary>
    /// <exception cref="UsageException">There is one.</exception>
    public static void RefuseTwice(IEnumerable<string> files)
    {
        if (files.GroupBy(Path.GetFullPath).FirstOrDefault(static same => same.Count() > 1) is { } same)
        {
            throw new UsageException($"{same.First()} is named twice, and its events would count twice.");
        }
    }

    /// <summary>Refuses options that say how files are read where there is none.</summary>
    /// <exception cref="UsageException">There is one.</exception>
    public void RefuseIdleColumns()
    {
        if (_columnOption is not null && Files.Length == 0 && !IsOfTopic)
        {
            throw new UsageException($"{_columnOption} has no effect without a file: the synthetic shop has its own.");
        }
    }

    /// <summary>Refuses what is said of files where events come from a topic.</summary>
    /// <param name="hasHistory">True if files are read before the topic.</param>
    /// <exception cref="UsageException">There are files, a speed, or a layout that no file has.</exception>
    public void CheckTopicAlone(bool hasHistory)
    {
        if (Files.Length > 0)
        {
            throw new UsageException(
                "With --broker events come from the topic; --history reads files before it, and 'replay' writes files "
                + "there.");
        }

        if (Speed is not null)
        {
            throw new UsageException("--speed: with --broker events come as they come; 'replay' has a --speed.");
        }

        if (_fileOption is not null && !hasHistory)
        {
            throw new UsageException($"{_fileOption} has no effect with --broker: records have no rows or layout.");
        }
    }

    private ShopColumns Adjusted(ShopColumns columns) => Reading.AdjustColumns?.Invoke(columns) ?? columns;
}
