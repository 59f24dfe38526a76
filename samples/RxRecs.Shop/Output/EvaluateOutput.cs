using RxRecs.Recommenders;

namespace RxRecs.Shop.Output;

/// <summary>Shows what <c>evaluate</c> has found.</summary>
internal static class EvaluateOutput
{
    /// <summary>The metrics of one recommender over some of the events.</summary>
    internal sealed record Row(
        string Recommender, string Scope, MetricMeans Means, double? Coverage = null, double? FallbackShare = null);

    public static ResultTable<Row> Metrics { get; } = new("evaluation")
    {
        { "scope", "Over", row => row.Scope },
        { "recommender", "Recommender", row => row.Recommender },
        { "events", "Events", row => row.Means.Count, "#,0" },
        { "hit_rate", "Hit rate", row => row.Means.HitRate, "0.0000" },
        { "mrr", "MRR", row => row.Means.Mrr, "0.0000" },
        { "ndcg", "NDCG", row => row.Means.Ndcg, "0.0000" },
        { "coverage", "Coverage", row => row.Coverage, "0.0000" },
        { "fallback_share", "Fallback", row => row.FallbackShare, "0.0000" },
    };

    public static ResultTable<McNemar> Comparison { get; } = new("comparison", Say)
    {
        { "both", test => test.Both },
        { "shop_only", test => test.FirstOnly },
        { "popular_only", test => test.SecondOnly },
        { "neither", test => test.Neither },
        { "chi_squared", test => test.ChiSquared },
        { "significant", test => test.IsSignificant },
    };

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

    public static ResultTable<SessionSummary> Summary { get; } = new("sessions")
    {
        { "sessions", "Sessions", summary => summary.SessionsEvaluated, "#,0" },
        { "without_history", "No history", summary => summary.SessionsWithoutHistory, "#,0" },
        { "without_list", "No list", summary => summary.SessionsWithoutList, "#,0" },
        { "without_relevant", "Nothing relevant", summary => summary.SessionsWithoutRelevant, "#,0" },
        { "hits", "Hits", summary => summary.Hits, "#,0" },
        { "recommended", summary => summary.Recommended },
        { "relevant", summary => summary.Relevant },
        { "micro_precision", "Precision", summary => summary.MicroPrecision, "0.0000" },
        { "micro_recall", "Recall", summary => summary.MicroRecall, "0.0000" },
        { "macro_precision", "Macro prec.", summary => summary.MacroPrecision, "0.0000" },
        { "macro_recall", "Macro recall", summary => summary.MacroRecall, "0.0000" },
        { "micro_precision_at_k", summary => summary.MicroPrecisionAtK },
        { "macro_precision_at_k", summary => summary.MacroPrecisionAtK },
    };

    public static void Print(ShopRun run, int at, PrequentialSummary shop, PrequentialSummary popular, McNemar test)
    {
        var rows = new List<Row>
        {
            new("shop", "all events", shop.Overall, shop.Coverage, shop.FallbackShare),
            new("popular", "all events", popular.Overall, popular.Coverage, popular.FallbackShare),
        };
        Add(rows, "items seen before", shop.Reminders, popular.Reminders);
        Add(rows, "items new to the user", shop.Discoveries, popular.Discoveries);
        foreach (var kind in Enum.GetValues<InteractionKind>())
        {
            Add(rows, $"{kind.ToString().ToLowerInvariant()} events", shop.ByKind(kind), popular.ByKind(kind));
        }

        run.Results.Write(Metrics, $"Before each event, a list of {at}", rows);
        run.Results.Write(Comparison, test);
    }

    public static void Print(
        ShopRun run,
        int at,
        IReadOnlyCollection<SessionScore<Id, string, Id>> sessions,
        IReadOnlyCollection<SessionSummary> summary)
    {
        if (sessions.Count > 0)
        {
            run.Results.Write(Sessions, "Sessions", sessions);
        }

        run.Results.Write(Summary, $"Before each session, a list of {at}", summary);
    }

    private static void Add(List<Row> rows, string scope, MetricMeans shop, MetricMeans popular)
    {
        if (shop.Count > 0)
        {
            rows.Add(new Row("shop", scope, shop));
            rows.Add(new Row("popular", scope, popular));
        }
    }

    private static string Say(McNemar test) =>
        $"Right where the other is not: shop {test.FirstOnly:#,0}, popular {test.SecondOnly:#,0} of {test.Count:#,0}"
        + $" events ({(test.IsSignificant ? "hardly chance" : "may be chance")}:"
        + $" McNemar {test.ChiSquared:#,0.0}, from 3.84 on significant at 5 %).";
}
