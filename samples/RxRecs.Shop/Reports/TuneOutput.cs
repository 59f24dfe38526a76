using System.Globalization;
using RxRecs.Shop.Options;
using RxRecs.Shop.Output;
using RxRecs.Shop.Runs;
using RxRecs.Shop.Tuning;

namespace RxRecs.Shop.Reports;

/// <summary>Prints what <c>tune</c> has found.</summary>
internal static class TuneOutput
{
    private const int Shown = 10;

    private static readonly ResultTable<Trial> Trials = new("tuning_trial")
    {
        { "trial", "Trial", trial => trial.Number, "0" },
        { "events", "Events", trial => trial.Events, "#,0" },
        { "hit_rate", "Hit rate", trial => trial.HitRate, "0.0000" },
        { "mrr", "MRR", trial => trial.Mrr, "0.0000" },
        { "options", trial => OptionsFile.WriteLine(trial.Options) },
    };

    private static readonly ResultTable<Outcome> Best = new("tuning", outcome => outcome.Say())
    {
        { "recommender", outcome => outcome.Recommender },
        { "goal", outcome => outcome.Goal },
        { "trials", outcome => outcome.Trials },
        { "asked", outcome => outcome.Asked },
        { "train_events", outcome => outcome.Train },
        { "valid_events", outcome => outcome.Valid },
        { "valid_from", outcome => outcome.ValidFrom },
        { "test_events_untouched", outcome => outcome.Untouched },
        { "best_trial", outcome => outcome.Best.Number },
        { "hit_rate", outcome => outcome.Best.HitRate },
        { "mrr", outcome => outcome.Best.Mrr },
        { "options", outcome => OptionsFile.WriteLine(outcome.Best.Options) },
    };

    /// <summary>Prints the trials, best first, and the options of the best.</summary>
    public static void Print(ShopRun run, Outcome outcome, IReadOnlyList<Trial> bestFirst)
    {
        run.Results.WriteLong(
            Trials, "On the validation part, the best first", bestFirst, [.. bestFirst.Take(Shown)], "None.");
        run.Results.Write(Best, outcome);
        run.Results.Say(OptionsFile.Write(outcome.Best.Options));
    }

    /// <summary>Says after how many trials the search was stopped; null where there is no best one to follow.</summary>
    /// <param name="signal">The name of the signal that stopped it.</param>
    /// <param name="trials">How many trials were over.</param>
    /// <param name="asked">How many were asked for.</param>
    public static string? SayStopped(string signal, int trials, int asked) => trials == 0 ? null
        : string.Create(
            CultureInfo.InvariantCulture,
            $"Stopped by {signal} after {Plain.Count(trials, "trial")} of {asked:#,0}; the best so far follows.");

    /// <summary>Shows the outcome of the search.</summary>
    internal sealed record Outcome(string Recommender, string Goal, Trial Best)
    {
        public required int Trials { get; init; }

        public required int Asked { get; init; }

        public required int Train { get; init; }

        public required int Valid { get; init; }

        public required DateTimeOffset ValidFrom { get; init; }

        public required int Untouched { get; init; }

        public string Say() =>
            $"Best of {Plain.Count(Trials, "trial")} of {Recommender} by {Goal}: trial {Best.Number}. Learned from "
            + $"{Plain.Count(Train, "event")}, chosen on the {Valid:#,0} from {ValidFrom:yyyy-MM-dd HH:mm:ss} UTC on; "
            + $"{Plain.Count(Untouched, "event")} of the test untouched. The best of many trials is flattered by the "
            + "choice: evaluate it on the test, once, with --options:";
    }
}
