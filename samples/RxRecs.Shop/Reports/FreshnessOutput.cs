using RxRecs.Recommenders;
using RxRecs.Shop.Options;
using RxRecs.Shop.Output;
using RxRecs.Shop.Runs;

namespace RxRecs.Shop.Reports;

/// <summary>Prints what <c>evaluate --freshness</c> has found.</summary>
internal static class FreshnessOutput
{
    private static readonly ResultTable<Row> Table = new("next_item_freshness")
    {
        { "recommender", "Recommender", row => row.Recommender },
        { "age", "Age", row => $"{row.Age}" },
        { "age_hours", row => row.Age.Span.TotalHours },
        { "events", "Events", row => row.Scores.Means.Count, "#,0" },
        { "hit_rate", "Hit rate", row => row.Scores.HitRate.Value, "0.0000" },
        { "hit_rate_low", "from", row => row.Scores.HitRate.Low, "0.0000" },
        { "hit_rate_high", "to", row => row.Scores.HitRate.High, "0.0000" },
        { "mrr", "MRR", row => row.Scores.Mrr.Value, "0.0000" },
        { "explore_hit_rate", "Hit rate, new to the visit", row => row.Explore, "0.0000" },
    };

    /// <summary>Prints the scores of each recommender at each age, and draws them if a file is named.</summary>
    /// <param name="run">The receiver of results.</param>
    /// <param name="summary">The scores, by recommender and age.</param>
    /// <param name="names">The recommenders.</param>
    /// <param name="ages">The ages, of each recommender.</param>
    /// <param name="at">How long lists are.</param>
    /// <param name="plot">The picture's file, or null.</param>
    public static void Print(
        ShopRun run, NextItemSummary<Id> summary, string[] names, Duration[] ages, int at, string? plot)
    {
        Row[] rows =
        [
            .. summary.Scores().Select((scores, n) => new Row(names[n / ages.Length], ages[n % ages.Length], scores)),
        ];
        run.Results.Write(
            Table, $"Lists of {at} from what was known so long before (intervals: 95 %, by visits)", rows);
        if (plot is null)
        {
            return;
        }

        CurvePlot.Save(
            plot,
            $"Hit rate at {at} by the age of what is known, with 95 % intervals",
            "how long before the event learning stopped",
            $"hit rate at {at}",
            names.SelectMany(name => Curves(name, [.. rows.Where(row => row.Recommender == name)])),
            [.. ages.Select(static age => $"{age}")]);
        run.Results.Say($"Drawn: {plot}");
    }

    private static IEnumerable<CurvePlot.Curve> Curves(string name, Row[] rows) =>
    [
        new(name, [.. rows.Select(static (row, n) => new CurvePlot.Point(
            n, row.Scores.HitRate.Value, row.Scores.HitRate.Low, row.Scores.HitRate.High))]),
        new($"{name}, items new to the visit", [.. rows.Select(static (row, n) => new CurvePlot.Point(
            n, row.Explore ?? 0, row.Explore ?? 0, row.Explore ?? 0))]),
    ];

    internal sealed record Row(string Recommender, Duration Age, NextItemScores Scores)
    {
        public double? Explore =>
            Scores.Splits.TryGetValue(NextItemSplit.Explore, out var means) ? means.HitRate : null;
    }
}
