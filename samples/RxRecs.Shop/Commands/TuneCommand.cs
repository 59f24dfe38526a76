using System.CommandLine;
using System.Globalization;
using RxRecs.Recommenders;
using RxRecs.Shop.Input;
using RxRecs.Shop.OptionGroups;
using RxRecs.Shop.Options;
using RxRecs.Shop.Output;
using RxRecs.Shop.Reports;
using RxRecs.Shop.Runs;
using RxRecs.Shop.Tuning;

namespace RxRecs.Shop.Commands;

/// <summary>Searches for the options of a next-item recommender that predict a validation part best.</summary>
internal sealed class TuneCommand
{
    private readonly Option<string> _recommender = ShopOption.Choice(
        "--recommender", "What is tuned.", SearchSpace.Names);

    private readonly Option<int> _trials = ShopOption.Count(
        "--trials", 30, "How many options are tried.", most: 100_000);
    private readonly Option<int> _seed = ShopOption.Count(
        "--seed", 1, "The same draws for the same number.", least: 0, most: int.MaxValue);

    private readonly Option<string> _goal = ShopOption.Choice(
        "--goal", "What is to be greatest.", "sum", "hit-rate", "mrr");

    private readonly Option<int> _at = ShopOption.Count("--at", 20, "K: how many items a list has.", most: 1000);
    private readonly Option<DateTimeOffset?> _validFrom = ShopOption.Date(
        "--valid-from", "Where the validation part begins. [default: where the last tenth of the events does]");

    private readonly Option<DateTimeOffset?> _testFrom = ShopOption.Date(
        "--test-from", "Where the test begins, none of which is looked at. [default: it is in other files]");

    private readonly Option<bool> _frozen = ShopOption.Flag("--frozen", "Learn nothing of the validation part.");
    private readonly Option<bool> _collapse = ShopOption.Flag(
        "--collapse-repeats", "An item that follows itself counts once.");

    private readonly TargetFile _save = new(ShopOption.Text(
        "--save", "FILE", "Write the best options into a file, for evaluate --options."));

    public static Command Create(CommandBuilder builder)
    {
        var command = new TuneCommand();
        return builder.CreateReader(
            "tune",
            "Search for the options of a next-item recommender on a validation part; Ctrl-C ends with the best so far.",
            [
                command._recommender, command._trials, command._seed, command._goal, command._at, command._validFrom,
                command._testFrom, command._frozen, command._collapse, .. command._save.All,
            ],
            command.Run);
    }

    private void Run(ShopRun run)
    {
        run.Input = run.Input with { Order = RowOrder.AsLogged };
        if (run.Get(_testFrom) <= run.Get(_validFrom))
        {
            throw new UsageException("--valid-from: the validation part lies before --test-from.");
        }

        var saved = run.Target(_save);
        run.PutInOrder([]);
        run.HashResults();
        var all = run.Keep(run.Events);
        run.Play();
        if (run.Counts.Interrupted)
        {
            EndInVain(run, saved, $"Nothing was tried: {run.Signal.Name} came while the events were read.");
            return;
        }

        var events = run.Get(_testFrom) is { } test ? all.FindAll(next => next.EventTime < test) : all;
        if (events.Count == 0)
        {
            EndInVain(run, saved, "There is no event to learn from.");
            return;
        }

        var validFrom = run.Get(_validFrom) ?? events[events.Count * 9 / 10].EventTime;
        var valid = events.Count(next => next.EventTime >= validFrom);
        if (valid == 0)
        {
            EndInVain(run, saved, $"None of {Plain.Count(events.Count, "event")} is of the validation part, from "
                + $"{validFrom:u} on (--valid-from).");
            return;
        }

        var trials = Search(run, events, validFrom);
        if (trials.FirstOrDefault() is not { Events: > 0 })
        {
            EndInVain(run, saved, trials.Count == 0
                ? $"No trial was over when {run.Signal.Name} came."
                : "Nothing could be predicted: no visit of the validation part has a second event.");
            return;
        }

        Trial[] bestFirst = [.. trials.OrderByDescending(trial => Score(run, trial)).ThenBy(trial => trial.Number)];
        TuneOutput.Print(
            run,
            new(run.Get(_recommender), run.Get(_goal), bestFirst[0])
            {
                Trials = trials.Count,
                Asked = run.Get(_trials),
                Train = events.Count - valid,
                Valid = valid,
                ValidFrom = validFrom,
                Untouched = all.Count - events.Count,
            },
            bestFirst);
        if (saved is not null)
        {
            File.WriteAllText(saved, OptionsFile.Write(bestFirst[0].Options) + "\n");
            run.Results.Say($"Written: {saved}");
        }
    }

    private static void EndInVain(ShopRun run, string? saved, string why) =>
        run.EndInVain(saved is null ? why : $"{why} {saved} was not written.");

    private List<Trial> Search(ShopRun run, List<Interaction> events, DateTimeOffset validFrom)
    {
        var space = new SearchSpace(run.Get(_recommender), (ulong)run.Get(_seed));
        var sessions = new SessionOptions { KeepRepeats = !run.Get(_collapse) };
        var protocol = new NextItemProtocolOptions
        {
            ListLength = run.Get(_at),
            Frozen = run.Get(_frozen),
            Sessions = sessions,
        };
        var trials = new List<Trial>();
        ProgressBar.Show(run.Terminal, "Trying", bar =>
        {
            bar.Length = (long)run.Get(_trials) * events.Count;
            while (trials.Count < run.Get(_trials) && trials is not [{ Events: 0 }, ..]
                && Try(space.Next() with { Sessions = sessions }) is { } trial)
            {
                trials.Add(trial);
                Report(run, trials);
            }

            Trial? Try(NextItemOptions options) => Trial.Run(
                trials.Count + 1, options, events, validFrom, protocol, () => Move(bar), run.Stop);
        });
        if (run.Stop.IsCancellationRequested)
        {
            run.Counts.Interrupted = true;
            if (TuneOutput.SayStopped(run.Signal.Name, trials.Count, run.Get(_trials)) is { } stopped)
            {
                run.Terminal.Error.WriteLine(stopped);
            }
        }

        return trials;
    }

    /// <summary>Tells whoever has no progress bar of a trial that is better than all before.</summary>
    private void Report(ShopRun run, List<Trial> trials)
    {
        var (last, before) = (trials[^1], trials.SkipLast(1));
        if (!run.Terminal.IsErrorInteractive && last.Events > 0
            && before.All(trial => Score(run, trial) < Score(run, last)))
        {
            run.Terminal.Error.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"Trial {last.Number:#,0} is the best so far: hit rate {last.HitRate:0.0000}, MRR {last.Mrr:0.0000}."));
        }
    }

    private double Score(ShopRun run, Trial trial) => run.Get(_goal) switch
    {
        "hit-rate" => trial.HitRate,
        "mrr" => trial.Mrr,
        _ => trial.HitRate + trial.Mrr,
    };

    private static void Move(ProgressBar bar)
    {
        bar.Count();
        bar.MoveTo(bar.Events);
    }
}
