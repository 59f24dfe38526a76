using System.CommandLine;
using RxRecs.Analytics;
using RxRecs.Shop.OptionGroups;
using RxRecs.Shop.Options;
using RxRecs.Shop.Output;
using RxRecs.Shop.Reports;
using RxRecs.Shop.Runs;

namespace RxRecs.Shop.Commands;

/// <summary>Reports each period to the owner of a shop.</summary>
internal sealed class InsightsCommand
{
    private readonly Option<Duration> _period = ShopOption.Length(
        "--period", TimeSpan.FromDays(1), "How long a period is: 1h, 1d or 1w. Weeks begin on Mondays.");

    private readonly Option<TimeZoneInfo?> _zone = ShopOption.Zone(
        "--period-zone", "Periods are days of this zone, such as Europe/Berlin. Without: of UTC.");

    private readonly Option<KindWeights> _kinds = KindsOption.Create();
    private readonly Option<int> _top = ShopOption.Count("--top", 10, "Items, categories and brands per list.");
    private readonly Option<double> _minScore = ShopOption.Number(
        "--min-score",
        3,
        "From what on a change is told: (now - before) / sqrt(now + before), which chance alone takes beyond 3 about 3 "
        + "times in 1,000.");

    private readonly Option<Duration> _abandon = ShopOption.Length(
        "--abandon-after", TimeSpan.FromHours(1), "After how long without a change a cart counts as left.");

    private readonly TargetFile _html = new(ShopOption.Text(
        "--html", "FILE", "Write a page with plots, too: one file, which needs no other."));

    public static Command Create(CommandBuilder builder)
    {
        var command = new InsightsCommand();
        return builder.CreateReader(
            "insights",
            "What a shop's owner reads of each period: figures, conversion, carts left, what rises and falls.",
            [
                command._period, command._zone, command._kinds, command._top, command._minScore, command._abandon,
                .. command._html.All,
            ],
            command.Run);
    }

    private void Run(ShopRun run)
    {
        var (zone, page) = (run.Get(_zone), run.Target(_html));
        var options = new InsightOptions
        {
            AllowedLateness = TimeSpan.Zero, // The input is in order by now.
            TimeZone = zone,
            CompleteUntil = run.Input.CompleteUntil,
            Weights = run.Get(_kinds) ?? KindWeights.Default,
            Ranking = new() { Top = run.Get(_top), MinScore = run.Get(_minScore) },
            AbandonAfter = run.Get(_abandon).Span,
        };
        var (last, reports) = (DateTimeOffset.MinValue, new List<InsightReport<Id>>());
        run.Each(run.Events, next => last = next.EventTime);
        run.Each(run.Events.Insights(Period(run, zone), options), reports.Add);
        run.Play();

        for (var i = 0; run.Stop.IsCancellationRequested && i < reports.Count; i++)
        {
            reports[i] = reports[i].End > last ? CutShort(reports[i]) : reports[i];
        }

        // What the input has counted as late in front of the operator is missing here, too.
        InsightsOutput.Print(run, reports, zone);
        if (page is not null)
        {
            using var writer = File.CreateText(page);
            InsightWriter.WriteHtml(reports, writer, zone);
            run.Results.Say($"Written: {page}");
        }
    }

    private TimeSpan Period(ShopRun run, TimeZoneInfo? zone)
    {
        var period = run.Get(_period);
        return zone is null || period.Span.Ticks % TimeSpan.TicksPerDay == 0
            ? period.Span
            : throw new UsageException(
                $"--period: {period} is not whole days, which --period-zone ({zone.Id}) asks for.");
    }

    private static InsightReport<Id> CutShort(InsightReport<Id> report) => report with
    {
        IsPartial = true,
        Items = new(),
        Categories = new(),
        Brands = new(),
        Contrasts = [],
        AgainstCategory = [],
    };
}
