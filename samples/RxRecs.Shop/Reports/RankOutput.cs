using RxRecs.Analytics;
using RxRecs.Shop.Output;
using RxRecs.Shop.Runs;

namespace RxRecs.Shop.Reports;

/// <summary>Shows what <c>rank</c> has found.</summary>
internal static class RankOutput
{
    public static void Print(
        ShopRun run,
        string measure,
        IEnumerable<SalesRankChange<Id>> ranks,
        Statistics prices,
        QualityCounters quality)
    {
        var ranked = ranks.Where(change => change.Rank > 0).OrderBy(change => change.Rank).ToList();
        run.Results.Write(Ranks(run), $"Best-selling items by {measure}", ranked, "Nothing was sold.");
        run.Results.Write(Prices, "Prices of all events", [prices]);
        run.Results.Write(
            Quality, "Quality", [quality with { Seen = run.Counts.Used, Passed = run.Counts.Used - quality.Rejected }]);
    }

    public static ResultTable<SalesRankChange<Id>> Ranks(ShopRun run) => new("rank")
    {
        { "rank", "Rank", change => change.Rank, "0" },
        { "product_id", "Item", change => change.Item },
        { "pieces", "Pieces", change => change.Pieces, "#,0" },
        { "revenue", "Revenue", change => change.Revenue, "#,0.00" },
        { "brand", "Brand", change => run.Names.Brand(change.Item) },
        { "category", "Category", change => run.Names.Category(change.Item) },
    };

    public static ResultTable<Statistics> Prices { get; } = new("prices")
    {
        { "count", "Events", prices => prices.Count, "#,0" },
        { "invalid", "Without price", prices => prices.Invalid, "#,0" },
        { "mean", "Mean", prices => IfAny(prices, prices.Mean), "#,0.00" },
        { "deviation", "Deviation", prices => IfAny(prices, prices.StandardDeviation), "#,0.00" },
        { "median", "Median", prices => IfAny(prices, prices.Median), SayMedian },
        { "median_error", prices => IfAny(prices, prices.MedianError) },
        { "minimum", "Least", prices => IfAny(prices, prices.Minimum), "#,0.00" },
        { "maximum", "Greatest", prices => IfAny(prices, prices.Maximum), "#,0.00" },
    };

    private static double? IfAny(Statistics prices, double figure) => prices.Count > 0 ? figure : null;

    private static string SayMedian(Statistics prices) => prices.Count == 0 ? ""
        : prices.MedianError == 0 ? $"{prices.Median:#,0.00}"
        : $"about {prices.Median:#,0.00} (within {prices.MedianError:0.0 %})";

    public static ResultTable<QualityCounters> Quality { get; } = new("quality")
    {
        { "seen", "Events", quality => quality.Seen, "#,0" },
        { "passed", "Plausible", quality => quality.Passed, "#,0" },
        { "invalid", "No price", quality => quality.InvalidNumbers, "#,0" },
        { "too_small", "Below 0", quality => quality.SmallNumbers, "#,0" },
        { "too_large", "Too high", quality => quality.LargeNumbers, "#,0" },
        { "too_early", "Too early", quality => quality.TooEarly, "#,0" },
        { "too_far_ahead", "Too far ahead", quality => quality.TooFarAhead, "#,0" },
        { "duplicates", "Duplicates", quality => quality.Duplicates, "#,0" },
    };
}
