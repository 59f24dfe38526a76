using RxRecs.Recommenders;
using RxRecs.Shop.Output;
using RxRecs.Shop.Runs;

namespace RxRecs.Shop.Reports;

/// <summary>Shows what <c>evaluate</c> has found.</summary>
internal static class EvaluateOutput
{
    /// <summary>Holds the metrics of one recommender over some events; intervals are of all events alone.</summary>
    internal sealed record Row(string Recommender, string Scope, MetricMeans Means)
    {
        public ConfidenceInterval? HitRate { get; init; }

        public ConfidenceInterval? Mrr { get; init; }

        public double? Coverage { get; init; }

        public double? FallbackShare { get; init; }
    }

    /// <summary>Holds what one recommender has reached in sessions.</summary>
    internal sealed record SessionRow(string Recommender, SessionSummary Summary);

    public static ResultTable<Row> Metrics { get; } = new("evaluation")
    {
        { "scope", row => row.Scope },
        { "recommender", "Recommender", row => row.Recommender },
        { "events", "Events", row => row.Means.Count, "#,0" },
        { "hit_rate", "Hit rate", row => row.Means.HitRate, "0.0000" },
        { "hit_rate_low", "from", row => row.HitRate?.Low, "0.0000" },
        { "hit_rate_high", "to", row => row.HitRate?.High, "0.0000" },
        { "mrr", "MRR", row => row.Means.Mrr, "0.0000" },
        { "mrr_low", "from", row => row.Mrr?.Low, "0.0000" },
        { "mrr_high", "to", row => row.Mrr?.High, "0.0000" },
        { "ndcg", "NDCG", row => row.Means.Ndcg, "0.0000" },
        { "coverage", "Coverage", row => row.Coverage, "0.0000" },
        { "fallback_share", "Fallback", row => row.FallbackShare, "0.0000" },
    };

    public static ResultTable<Row> Parts { get; } = new("evaluation")
    {
        { "scope", "Over", row => row.Scope },
        { "recommender", "Recommender", row => row.Recommender },
        { "events", "Events", row => row.Means.Count, "#,0" },
        { "hit_rate", "Hit rate", row => row.Means.HitRate, "0.0000" },
        { "mrr", "MRR", row => row.Means.Mrr, "0.0000" },
        { "ndcg", "NDCG", row => row.Means.Ndcg, "0.0000" },
    };

    public static ResultTable<RecommenderPair> Comparison { get; } = RecommenderPair.Table("comparison");

    public static ResultTable<SessionScore<Id, string, Id>> Sessions { get; } = new("session")
    {
        { "user_id", "User", score => score.User },
        { "session_id", "Session", score => score.Session, score => Plain.Short(score.Session, 12) },
        { "outcome", "", score => $"{score.Outcome}", score => score.Precision is null ? $"{score.Outcome}" : "" },
        { "recommended", "List", score => score.Recommended, score => score.Recommended.Join(6) },
        { "relevant", "In the session", score => score.Relevant, score => score.Relevant.Join(6) },
        { "hits", score => score.Hits },
        { "precision", "Precision", score => score.Precision, "0.0000" },
        { "recall", "Recall", score => score.Recall, "0.0000" },
    };

    public static ResultTable<SessionRow> Summary { get; } = new("sessions")
    {
        { "recommender", "Recommender", row => row.Recommender },
        { "sessions", "Sessions", row => row.Summary.SessionsEvaluated, "#,0" },
        { "without_history", "No history", row => row.Summary.SessionsWithoutHistory, "#,0" },
        { "without_list", "No list", row => row.Summary.SessionsWithoutList, "#,0" },
        { "without_relevant", "Nothing relevant", row => row.Summary.SessionsWithoutRelevant, "#,0" },
        { "hits", "Hits", row => row.Summary.Hits, "#,0" },
        { "recommended", row => row.Summary.Recommended },
        { "relevant", row => row.Summary.Relevant },
        { "micro_precision", "Precision", row => row.Summary.MicroPrecision, "0.0000" },
        { "micro_recall", "Recall", row => row.Summary.MicroRecall, "0.0000" },
        { "macro_precision", "Macro P", row => row.Summary.MacroPrecision, "0.0000" },
        { "macro_recall", "Macro R", row => row.Summary.MacroRecall, "0.0000" },
        { "micro_precision_at_k", row => row.Summary.MicroPrecisionAtK },
        { "macro_precision_at_k", row => row.Summary.MacroPrecisionAtK },
    };

    public static void Print(ShopRun run, int at, EventScores scores)
    {
        Row[] rows =
        [
            .. scores.Summaries.Select((each, place) => new Row(scores.Names[place], "all events", each.Overall)
            {
                HitRate = scores.HitRate(place),
                Mrr = scores.Mrr(place),
                Coverage = each.Coverage,
                FallbackShare = each.FallbackShare,
            }),
        ];
        run.Results.Write(Metrics, $"Before each event, a list of {at} (intervals: 95 %, by users)", rows);
        run.Results.Write(
            Parts,
            "In parts",
            [
                .. Part(scores, "items seen before", static each => each.Reminders),
                .. Part(scores, "items new to the user", static each => each.Discoveries),
                .. Enum.GetValues<InteractionKind>().SelectMany(kind =>
                    Part(scores, $"{kind.ToString().ToLowerInvariant()} events", each => each.ByKind(kind))),
            ]);
        foreach (var pair in scores.Pairs)
        {
            run.Results.Write(Comparison, pair);
        }
    }

    public static void Print(
        ShopRun run,
        int at,
        IReadOnlyCollection<SessionScore<Id, string, Id>> sessions,
        IReadOnlyCollection<SessionRow> rows)
    {
        if (sessions.Count > 0)
        {
            run.Results.Write(Sessions, "Sessions", sessions);
        }

        run.Results.Write(Summary, $"Before each session, a list of {at}", rows);
    }

    private static IEnumerable<Row> Part(
        EventScores scores, string scope, Func<PrequentialSummary, MetricMeans> part) =>
        scores.Summaries.Select((each, place) => new Row(scores.Names[place], scope, part(each)))
            .Where(static row => row.Means.Count > 0);
}
