using System.Globalization;
using RxRecs.Analytics;
using RxRecs.Shop.Output;
using RxRecs.Shop.Runs;

namespace RxRecs.Shop.Reports;

/// <summary>Shows what <c>insights</c> found: all periods to a program, a table and the newest whole one to a
/// person.</summary>
internal static class InsightsOutput
{
    private const int MostPeriods = 14;

    public static void Print(ShopRun run, IReadOnlyList<InsightReport<Id>> reports, TimeZoneInfo? zone)
    {
        if (!run.Results.IsForPeople)
        {
            foreach (var report in reports)
            {
                Write(run, report, zone);
            }

            return;
        }

        var shown = reports.TakeLast(MostPeriods).ToList();
        run.Results.Write(
            Periods(zone ?? TimeZoneInfo.Utc),
            reports.Count > MostPeriods ? $"Periods, the last {MostPeriods} of {reports.Count:#,0}" : "Periods",
            shown,
            "No event was seen.");
        if (NewestWhole(reports) is { } newest)
        {
            Write(run, newest, zone);
        }
    }

    /// <summary>Gives the newest report that is not cut short, or else the newest; null where there is none.</summary>
    public static InsightReport<Id>? NewestWhole(IReadOnlyList<InsightReport<Id>> reports) =>
        reports.LastOrDefault(static report => !report.IsPartial) ?? (reports.Count > 0 ? reports[^1] : null);

    private static ResultTable<InsightReport<Id>> Periods(TimeZoneInfo zone) => new("insight_period")
    {
        { "start", "From", report => report.Start, report => Show(report.Start, zone) },
        { "views", "Views", report => report.Now.Views, "#,0" },
        { "carts", "Carts", report => report.Now.Carts, "#,0" },
        { "purchases", "Purchases", report => report.Now.Purchases, "#,0" },
        { "revenue", "Revenue", report => report.Now.Revenue, "#,0.00" },
        { "carts_left", "Carts left", report => report.Now.CartsLeft.Count, "#,0" },
        { "worth", "Worth", report => report.Now.CartsLeft.Worth, "#,0.00" },
        { "partial", "", report => report.IsPartial, report => report.IsPartial ? "cut short" : "" },
    };

    private static void Write(ShopRun run, InsightReport<Id> report, TimeZoneInfo? zone) => run.Results.Write(
        "insights",
        text => InsightWriter.WriteText(report, text, zone),
        json => InsightWriter.WriteJson(report, json));

    private static string Show(DateTimeOffset time, TimeZoneInfo zone) =>
        TimeZoneInfo.ConvertTime(time, zone).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
}
