using System.CommandLine;
using RxRecs.Shop.Broker;
using RxRecs.Shop.Input;
using RxRecs.Shop.Options;
using RxRecs.Shop.Output;
using RxRecs.Shop.Runs;

namespace RxRecs.Shop.OptionGroups;

/// <summary>The options that name the files to be read before a topic.</summary>
/// <param name="more">What else is to be said of them.</param>
internal sealed class HistoryOptions(string more = "")
{
    private readonly Option<string[]> _files = ShopOption.List(
        "--history",
        "FILE,…",
        $"Read these files before the topic, each event once: up to their end, or the time of --history-until, and the "
        + $"topic from there on. {more}".TrimEnd());
    private readonly Option<DateTimeOffset?> _until = ShopOption.Date(
        "--history-until", "Up to when the files of --history are whole (UTC, exclusive).");

    public Option[] All => [_files, _until];

    public bool AreGiven(ShopRun run) => run.IsGiven(_files);

    /// <summary>Gives the files that are read before the topic; null for none.</summary>
    /// <exception cref="UsageException">The files cannot be read twice, or there is an end of none.</exception>
    public TopicHistory? Create(ShopRun run)
    {
        if (run.Get(_files) is not { Length: > 0 } files)
        {
            return run.IsGiven(_until)
                ? throw new UsageException("--history-until: of which files? Name them with --history.")
                : null;
        }

        ShopInput.CheckFiles(files);
        return Array.Find(files, static file => !PlainFile.Is(file)) is { } once
            ? throw new UsageException(
                $"--history: '{once}' is empty, or a pipe, which is read but once: the files are read twice.")
            : new TopicHistory(run.Input.OfHistory(files), run.Get(_until));
    }
}
