using System.CommandLine;
using System.Diagnostics;
using RxRecs.Csv;
using RxRecs.Recommenders;
using RxRecs.Shop.Input;
using RxRecs.Shop.OptionGroups;
using RxRecs.Shop.Options;
using RxRecs.Shop.Output;
using RxRecs.Shop.Reports;
using RxRecs.Shop.Runs;

namespace RxRecs.Shop.Commands;

/// <summary>Trains a model over the visits of files, and writes it as a table that the other commands take.</summary>
internal sealed class TrainCommand
{
    private const double Mebibyte = 1 << 20;
    private static readonly LinearModelOptions Usual = new();

    private readonly TargetFile _output = new(ShopOption.Text(
        "--output", "FILE", "Where the table goes: CSV where the name ends with .csv, else the binary form."));

    private readonly Option<double> _lambda = ShopOption.Number(
        "--lambda", Usual.Regularization, "How much weights are drawn towards 0.", least: 1e-6);

    private readonly Option<double> _alpha = ShopOption.Number(
        "--alpha",
        Usual.WholeVisitWeight,
        "How much it counts that two items are in one visit, against that one follows the other.",
        most: 1);

    private readonly Option<double> _position = ShopOption.Number(
        "--position-range",
        Usual.PositionRange,
        "How many events away from where a visit is cut an event counts e times less.",
        least: 1e-3);

    private readonly Option<Duration?> _time = ShopOption.Length(
        "--time-range",
        "After how long a visit counts e times less. [default: the time from the first visit to the last]");

    private readonly Option<int> _items = ShopOption.Count(
        "--items",
        Usual.MaxItems,
        "How many items the model has, the most frequent ones.",
        most: LinearModelOptions.MostItems);

    private readonly Option<int> _neighbors = ShopOption.Count(
        "--neighbors",
        Usual.MaxNeighbors,
        "How many neighbors of an item are kept.",
        most: NeighborTable.MostNeighbors);

    private readonly Option<int> _threads = ShopOption.Count(
        "--threads", Usual.Threads, "How many threads work.", most: 64);

    private readonly Option<int> _memory = ShopOption.Count(
        "--max-memory", 0, "How many MiB the training may take; 0 for what is available.", least: 0, most: 1 << 30);

    public static Command Create(CommandBuilder builder)
    {
        var command = new TrainCommand();
        return new Command("train", "Train a model over the visits of files, for --table of other commands.")
        {
            builder.CreateReader(
                "linear",
                "A linear model from item to item (SLIST), as a table of neighbors. "
                + "Memory grows with the square of the "
                + "items, time with their cube; how much memory is said before. Ctrl-C leaves no file.",
                [
                    .. command._output.All, command._lambda, command._alpha, command._position, command._time,
                    command._items, command._neighbors, command._threads, command._memory,
                ],
                command.Run),
        };
    }

    private void Run(ShopRun run)
    {
        run.Input = run.Input with { Order = RowOrder.AsLogged };
        var path = run.Target(_output) ?? throw new UsageException("--output: say where the table goes.");
        run.PutInOrder([]);
        var visits = new Dictionary<long, (List<Id> Items, DateTimeOffset Last)>();
        run.Each(run.Events.Sessionize(), each => Collect(visits, each));
        run.Play();
        if (run.Counts.Interrupted)
        {
            run.Results.Notice($"Nothing was trained: {run.Signal.Name} came while the events were read.");
            return;
        }

        if (visits.Count == 0)
        {
            run.Results.Notice("There is no visit to learn from.");
            run.Counts.Damages.Add($"{path} was not written, since there is nothing to write.");
            return;
        }

        Train(run, visits, path);
    }

    // Carts are about what lies in them, and a removal is no step of a visit.
    private static void Collect(
        Dictionary<long, (List<Id> Items, DateTimeOffset Last)> visits, SessionEvent<Interaction> each)
    {
        var (next, number) = (each.Value, each.Session);
        if (number < 0 || next.Kind == InteractionKind.Remove)
        {
            return;
        }

        var items = visits.TryGetValue(number, out var visit) ? visit.Items : [];
        items.Add(next.Item);
        visits[number] = (items, next.EventTime > visit.Last ? next.EventTime : visit.Last);
    }

    private void Train(ShopRun run, Dictionary<long, (List<Id> Items, DateTimeOffset Last)> visits, string path)
    {
        var trainer = new LinearModelTrainer<Id>(new()
        {
            Regularization = run.Get(_lambda),
            WholeVisitWeight = run.Get(_alpha),
            PositionRange = run.Get(_position),
            TimeRange = run.Get(_time)?.Span,
            MaxItems = run.Get(_items),
            MaxNeighbors = run.Get(_neighbors),
            Threads = run.Get(_threads),
        });
        foreach (var (_, (items, last)) in visits.OrderBy(static visit => visit.Key))
        {
            trainer.Add(items, last);
        }

        visits.Clear();
        var size = trainer.Measure(run.Stop);
        SayWhatItTakes(run, trainer, size);
        var clock = Stopwatch.StartNew();
        var table = Train(run, trainer);
        run.Stop.ThrowIfCancellationRequested();
        NeighborTableFile.Write(path, table);
        TrainOutput.Print(run, new(path, trainer.VisitCount, size, table, clock.Elapsed));
    }

    /// <summary>Says how much memory the training takes, and refuses more than there is.</summary>
    private void SayWhatItTakes(ShopRun run, LinearModelTrainer<Id> trainer, LinearModelSize size)
    {
        var available = run.Get(_memory) > 0
            ? run.Get(_memory) * Mebibyte
            : GC.GetGCMemoryInfo().TotalAvailableMemoryBytes - Environment.WorkingSet;
        var needed = $"{size.Bytes / Mebibyte:#,0} MiB";
        var what = $"{Plain.Count(size.Items, "item")} in {Plain.Count(trainer.VisitCount, "visit")}";
        if (size.Bytes > available)
        {
            throw new UsageException(
                $"To train {what} takes up to {needed}, and {Math.Max(0, available) / Mebibyte:#,0} MiB are available: "
                + $"give fewer items with --items, such as {Fitting(size, available):0}, which leaves the rarest ones "
                + "out, or more memory (--max-memory).");
        }

        run.Terminal.Error.WriteLine(
            $"Training {what}: takes up to {needed} beside the {Environment.WorkingSet / Mebibyte:#,0} MiB of now; "
            + $"{available / Mebibyte:#,0} MiB are available.");
    }

    // Half of it a square: a little less than what would just fit, in round numbers.
    private static double Fitting(LinearModelSize size, double available) => Math.Max(
        1, Math.Floor(size.Items * Math.Sqrt(Math.Max(0, available) / size.Bytes) * 0.9 / 100) * 100);

    private static NeighborTable<Id> Train(ShopRun run, LinearModelTrainer<Id> trainer)
    {
        var table = default(NeighborTable<Id>);
        ProgressBar.Show(run.Terminal, "Training", bar =>
        {
            bar.Length = TrainProgress.Whole;
            try
            {
                table = trainer.Train(new TrainProgress(run.Terminal, bar), run.Stop);
            }
            catch (ArithmeticException error)
            {
                throw new UsageException($"--lambda: {error.Message}");
            }
        });
        return table!;
    }
}
