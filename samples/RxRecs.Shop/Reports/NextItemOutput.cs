using RxRecs.Recommenders;
using RxRecs.Shop.Output;
using RxRecs.Shop.Runs;

namespace RxRecs.Shop.Reports;

/// <summary>Prints what <c>evaluate --by next-item</c> has found.</summary>
internal static class NextItemOutput
{
    private const int Points = 24;
    private const int FewestEvents = 30;

    private static readonly ResultTable<NextItemScores> Scores = new("next_item_evaluation")
    {
        { "recommender", "Recommender", row => row.Name },
        { "events", "Events", row => row.Means.Count, "#,0" },
        { "hit_rate", "Hit rate", row => row.HitRate.Value, "0.0000" },
        { "hit_rate_low", "from", row => row.HitRate.Low, "0.0000" },
        { "hit_rate_high", "to", row => row.HitRate.High, "0.0000" },
        { "mrr", "MRR", row => row.Mrr.Value, "0.0000" },
        { "mrr_low", "from", row => row.Mrr.Low, "0.0000" },
        { "mrr_high", "to", row => row.Mrr.High, "0.0000" },
        { "ndcg", "NDCG", row => row.Means.Ndcg, "0.0000" },
        { "hit_rate_over_sessions", row => row.HitRateOverSessions },
        { "precision", row => row.Precision },
        { "recall", row => row.Recall },
        { "map", row => row.MeanAveragePrecision },
    };

    private static readonly ResultTable<NextItemScores> Lists = new("next_item_lists")
    {
        { "recommender", "Recommender", row => row.Name },
        { "coverage", "Coverage", row => row.Coverage, "0.0000" },
        { "gini", "Gini", row => row.Gini, "0.0000" },
        { "average_popularity", "Popularity", row => row.AveragePopularity, "0.000000" },
        { "overlap", "Overlap", row => row.Overlap, "0.0000" },
        { "intra_list_similarity", "Alike", row => row.IntraListSimilarity, "0.0000" },
        { "fallback_share", "Fallback", row => row.FallbackShare, "0.0000" },
        { "empty_share", "Empty", row => row.EmptyShare, "0.0000" },
    };

    private static readonly ResultTable<NextItemScores> Remaining = new("next_item_remaining")
    {
        { "recommender", "Recommender", row => row.Name },
        { "precision", "Precision", row => row.Precision, "0.0000" },
        { "recall", "Recall", row => row.Recall, "0.0000" },
        { "map", "MAP", row => row.MeanAveragePrecision, "0.0000" },
    };

    private static readonly ResultTable<SplitRow> Splits = new("next_item_split")
    {
        { "split", "Over", row => row.Split },
        { "recommender", "Recommender", row => row.Recommender },
        { "events", "Events", row => row.Means.Count, "#,0" },
        { "hit_rate", "Hit rate", row => row.Means.HitRate, "0.0000" },
        { "mrr", "MRR", row => row.Means.Mrr, "0.0000" },
        { "ndcg", "NDCG", row => row.Means.Ndcg, "0.0000" },
    };

    private static readonly ResultTable<RecommenderPair> Pairs = RecommenderPair.Table("next_item_comparison");

    public static void Print(ShopRun run, NextItemSummary<Id> summary, int at, bool withRemaining)
    {
        var scores = summary.Scores();
        run.Results.Write(
            Scores, $"Before each next item of a visit, a list of {at} (intervals: 95 %, by visits)", scores);
        if (withRemaining)
        {
            run.Results.Write(Remaining, "Against all that the visit still brings", scores);
        }

        run.Results.Write(Lists, "What the lists are like", scores);
        run.Results.Write(
            Splits,
            "In parts",
            [
                .. Enum.GetValues<NextItemSplit>().Where(split => split != NextItemSplit.All)
                    .SelectMany(split => scores.Where(each => each.Splits.ContainsKey(split))
                        .Select(each => new SplitRow(Words(split), each.Name, each.Splits[split]))),
            ]);
        for (var other = 1; other < summary.Names.Count; other++)
        {
            run.Results.Write(
                Pairs, new RecommenderPair(summary.Names[0], summary.Names[other], summary.Compare(0, other)));
        }
    }

    /// <summary>Draws the hit rate of each recommender over the time of the test.</summary>
    public static void Draw(string file, NextItemSummary<Id> summary, int at)
    {
        var span = summary.LastTime - summary.FirstTime;
        var size = new TimeSpan(Math.Max(TimeSpan.TicksPerMinute, span.Ticks / Points));
        var curves = summary.Names.Select((name, n) => new CurvePlot.Curve(
            name,
            [
                .. summary.HitRateOverTime(n, size).Where(static point => point.Events >= FewestEvents)
                    .Select(point => new CurvePlot.Point(
                        (point.Start - summary.FirstTime).TotalHours,
                        point.HitRate.Value,
                        point.HitRate.Low,
                        point.HitRate.High)),
            ]));
        CurvePlot.Save(
            file, $"Hit rate at {at} over time, with 95 % intervals", "hours of the test", $"hit rate at {at}", curves);
    }

    private static string Words(NextItemSplit split) => string.Concat(
        $"{split}".Select(static (letter, n) => char.IsUpper(letter) && n > 0 ? $" {char.ToLowerInvariant(letter)}"
            : $"{char.ToLowerInvariant(letter)}"));

    internal sealed record SplitRow(string Split, string Recommender, MetricMeans Means);
}
