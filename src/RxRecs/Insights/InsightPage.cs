using System.Globalization;
using System.Text;

namespace RxRecs.Analytics;

/// <summary>
/// Makes the page of reports: one file without scripts that refers to no other. Each plot says in words what it shows.
/// </summary>
internal sealed class InsightPage<TItem>
    where TItem : notnull
{
    private static readonly CultureInfo English = CultureInfo.InvariantCulture;
    private readonly StringBuilder _html = new();
    private readonly IReadOnlyList<InsightReport<TItem>> _reports;
    private readonly InsightReport<TItem> _newest;
    private readonly TimeZoneInfo _zone;
    private readonly bool _isOfDays;

    private InsightPage(IReadOnlyList<InsightReport<TItem>> reports, TimeZoneInfo zone)
    {
        // The figures of a period that was cut short would look like a fall.
        var whole = reports.Where(static report => !report.IsPartial).ToList();
        (_reports, _zone) = (whole.Count > 0 ? whole : reports, zone);
        _newest = _reports[^1];
        _isOfDays = _reports.All(report => TimeZoneInfo.ConvertTime(report.Start, zone).TimeOfDay == TimeSpan.Zero);
    }

    // Days are named by the first and the last, a single one by itself.
    private string Period
    {
        get
        {
            var (first, last) = (Time(_newest.Start), Time(_isOfDays ? _newest.End.AddTicks(-1) : _newest.End));
            return $"{(first == last ? first : $"{first} to {last}")} ({_zone.Id})";
        }
    }

    public static string Of(IReadOnlyList<InsightReport<TItem>> reports, TimeZoneInfo zone) =>
        reports.Count == 0
            ? Frame("No event was seen", "<h1>No event was seen</h1>")
            : new InsightPage<TItem>(reports, zone).Make();

    private static string Frame(string title, string body) => $"""
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
        <title>{Html.Text(title)}</title>
        <style>
        {InsightStyle.Css}
        </style>
        </head>
        <body>
        {body}
        </body>
        </html>

        """;

    private string Make()
    {
        _html.Append($"<header><h1>{Html.Text(Period)}</h1>\n");
        _html.Append($"<p class=\"quiet\">{Html.Text(Head())}</p></header>\n<main>\n");
        AppendFigures();
        AppendCourses();
        AppendConversion();
        AppendTrends();
        AppendGaps();
        _html.Append("</main>");
        return Frame($"Insights, {Period}", _html.ToString());
    }

    private string Head() => string.Join(
        ' ',
        new[]
        {
            _reports.Count == 1
                ? "The only whole period."
                : string.Create(English, $"The newest of {_reports.Count:#,0} whole periods; plots show all of them."),
            _newest.IsPartial ? "It was cut short." : "",
            _newest.IsApproximate ? "Counts are approximate: there were more items or users than are kept." : "",
        }.Where(static text => text.Length > 0));

    private void AppendFigures()
    {
        var (now, before) = (_newest.Now, _newest.Before);
        _html.Append("<h2>The period</h2>\n<dl class=\"grid3\">\n");
        AppendFigure("Views", now.Views, before?.Views);
        AppendFigure("Put into carts", now.Carts, before?.Carts);
        AppendFigure("Purchases", now.Purchases, before?.Purchases);
        AppendFigure("Revenue", now.Revenue, before?.Revenue, "#,0.00");
        AppendFigure("Users", now.Users, before?.Users);
        AppendFigure("Carts left", now.CartsLeft.Count, before?.CartsLeft.Count, isGood: false);
        AppendFigure("Worth of carts left", now.CartsLeft.Worth, before?.CartsLeft.Worth, "#,0.00", isGood: false);
        AppendFigure("Carts taken up again", now.CartsLeft.TakenUp, before?.CartsLeft.TakenUp);
        _html.Append("</dl>\n");
    }

    // A rise of what is not good, such as carts left, has no color.
    private void AppendFigure(string name, decimal now, decimal? before, string format = "#,0", bool isGood = true)
    {
        var note = before is { } was
            ? $"{Change(now, was, isGood)} <span class=\"quiet\">from {was.ToString(format, English)}</span>"
            : "<span class=\"quiet\">nothing before</span>";
        _html.Append($"<div class=\"card figure\"><dt>{name}</dt>");
        _html.Append($"<dd class=\"value\">{now.ToString(format, English)}</dd><dd>{note}</dd></div>\n");
    }

    private static string Change(decimal now, decimal before, bool isGood)
    {
        if (before <= 0)
        {
            return "";
        }

        var change = (now - before) / before * 100;
        var style = !isGood || change == 0 ? "" : change > 0 ? "up" : "down";
        return $"<span class=\"{style}\">{change.ToString("+#,0.0;−#,0.0;0.0", English)} %</span>";
    }

    private void AppendCourses()
    {
        _html.Append("<h2>Period by period</h2>\n<div class=\"grid2\">\n");
        AppendCourse("Views", static figures => figures.Views, "#,0");
        AppendCourse("Purchases", static figures => figures.Purchases, "#,0");
        AppendCourse("Revenue", static figures => (double)figures.Revenue, "#,0");
        AppendCourse("Worth of carts left", static figures => (double)figures.CartsLeft.Worth, "#,0");
        _html.Append("</div>\n");
    }

    private void AppendCourse(string name, Func<InsightFigures, double> figure, string format)
    {
        var values = _reports.Select(report => figure(report.Now)).ToArray();
        var (least, most) = (Array.IndexOf(values, values.Min()), Array.IndexOf(values, values.Max()));
        var summary = values.Length == 1
            ? $"{values[0].ToString(format, English)} in the only period."
            : $"Least {values[least].ToString(format, English)} on {Time(_reports[least].Start)}, most "
                + $"{values[most].ToString(format, English)} on {Time(_reports[most].Start)}, newest "
                + $"{values[^1].ToString(format, English)}.";
        var line = new InsightPlot.Line(
            name, "one", Points(figures => new InsightPlot.Point(Math.Max(0, figure(figures)))));
        AppendPlot(name, summary, [line], top => top.ToString("#,0.##", English));
    }

    private void AppendPlot(
        string name,
        string summary,
        IReadOnlyList<InsightPlot.Line> lines,
        Func<double, string> scale,
        string below = "")
    {
        var ceiling = InsightPlot.Ceiling(lines);
        _html.Append($"<figure class=\"card\"><figcaption><h3>{name}</h3><p>{Html.Text(summary)}</p></figcaption>\n");
        _html.Append($"<div class=\"plot\"><div class=\"scale\" aria-hidden=\"true\"><span>{scale(ceiling)}</span>");
        _html.Append($"<span>{scale(ceiling / 2)}</span><span>{scale(0)}</span></div>\n");
        _html.Append(InsightPlot.Draw(lines, ceiling, $"{name}. {summary}"));
        _html.Append($"<div class=\"dates\" aria-hidden=\"true\"><span>{Time(_reports[0].Start)}</span>");
        _html.Append(_reports.Count > 1 ? $"<span>{Time(_newest.Start)}</span>" : "");
        _html.Append($"</div></div>{below}</figure>\n");
    }

    private void AppendConversion()
    {
        (string Name, string Color, Func<InsightFigures, InsightConversion> Of)[] kinds =
        [
            ("view to cart", "one", static figures => figures.ViewToCart),
            ("cart to purchase", "two", static figures => figures.CartToPurchase),
            ("view to purchase", "three", static figures => figures.ViewToPurchase),
        ];
        var lines = kinds.Select(kind => new InsightPlot.Line(
            kind.Name, kind.Color, Points(figures => Point(kind.Of(figures))))).ToList();
        var key = string.Concat(kinds.Select(kind =>
            $"<li class=\"{kind.Color}\"><strong>{kind.Name}</strong> {Say(kind.Of)}</li>\n"));
        const string Summary = "Of the users who did one thing, those who did the other in the same period; the bands "
            + "are the 95 % intervals.";
        _html.Append("<h2>Conversion</h2>\n");
        AppendPlot(
            "Share of users",
            Summary,
            lines,
            static share => (share * 100).ToString("0.##", English) + " %",
            $"<ul class=\"key\">{key}</ul>");
    }

    // With a gap where empty periods were left out.
    private List<InsightPlot.Point?> Points(Func<InsightFigures, InsightPlot.Point?> point)
    {
        var points = new List<InsightPlot.Point?>();
        foreach (var report in _reports)
        {
            if (report.SkippedBefore > 0)
            {
                points.Add(null);
            }

            points.Add(point(report.Now));
        }

        return points;
    }

    private static InsightPlot.Point? Point(InsightConversion conversion) => conversion.Share is { } share
        ? new InsightPlot.Point(share.Value, share.Low, share.High)
        : null;

    private string Say(Func<InsightFigures, InsightConversion> kind)
    {
        var now = kind(_newest.Now);
        if (_newest.Before is not { } figures || kind(figures) is not { Users: > 0 } before || now.Users == 0)
        {
            return now.ToString();
        }

        var word = now.Overlaps(before) ? "<span class=\"quiet\">the intervals overlap: it may be chance</span>"
            : now.Share!.Value.Value > before.Share!.Value.Value ? "<span class=\"up\">better</span>"
            : "<span class=\"down\">worse</span>";
        return $"{now}, before {before}: {word}";
    }

    private void AppendTrends()
    {
        _html.Append("<h2>What rises and falls</h2>\n");
        if (_newest.IsPartial || _newest.Before is null)
        {
            _html.Append("<p>Nothing is said of that: there is no whole period before to compare with.</p>\n");
            return;
        }

        _html.Append("<div class=\"grid2\">\n");
        AppendBoth("Items", _newest.Items, static item => item.ToString() ?? "");
        AppendBoth("Categories", _newest.Categories, static category => category.ToString());
        AppendBoth("Brands", _newest.Brands, static brand => brand);
        if (_newest.Items.Turning.Count > 0)
        {
            AppendChanges(
                "Items that do both: the other way before", "", _newest.Items.Turning, static item => item.ToString() ?? "");
        }

        AppendContrasts();
        AppendAgainstCategory();
        _html.Append("</div>\n");
    }

    private void AppendBoth<T>(string kind, InsightTrends<T> trends, Func<T, string> name)
        where T : notnull
    {
        AppendChanges($"{kind} that rise", "rising", trends.Rising, name);
        AppendChanges($"{kind} that fall", "falling", trends.Falling, name);
    }

    private void AppendChanges<T>(
        string heading, string style, IReadOnlyList<InsightChange<T>> changes, Func<T, string> name)
        where T : notnull
    {
        _html.Append($"<section class=\"card {style}\"><h3>{heading}</h3>\n");
        if (changes.Count == 0)
        {
            _html.Append("<p class=\"quiet\">None by more than chance explains.</p></section>\n");
            return;
        }

        _html.Append("<table><thead><tr><th scope=\"col\">Name</th><th scope=\"col\" class=\"course\">Course</th>");
        _html.Append("<th scope=\"col\" class=\"number\">Before</th><th scope=\"col\" class=\"number\">Now</th>");
        _html.Append("<th scope=\"col\">Since</th></tr></thead><tbody>\n");
        foreach (var change in changes)
        {
            var since = Time(change.Since) + (change.MayBeOlder ? " or earlier" : "");
            var turned = change.TurnedFrom is { } time ? $"; the other way on {Time(time)}" : "";
            _html.Append($"<tr><th scope=\"row\">{Html.Name(name(change.Item))}{Facts(change.Facts)}</th>");
            _html.Append($"<td class=\"course\">{InsightPlot.Spark(change.Counts)}</td>");
            _html.Append($"<td class=\"number\">{Number(change.Before)}</td>");
            _html.Append($"<td class=\"number\">{Number(change.Now)}</td>");
            _html.Append($"<td>{since}, from {Number(change.CountBefore)}{turned}</td></tr>\n");
        }

        _html.Append("</tbody></table></section>\n");
    }

    private void AppendContrasts() => AppendPairs(
        "Items that do both: views one way, demand the other",
        "Views",
        "Demand",
        _newest.Contrasts,
        static each => (each.Item, each.Facts, each.Views.Before, each.Views.Now, each.Demand.Before, each.Demand.Now));

    private void AppendAgainstCategory() => AppendPairs(
        "Items that go against their category",
        "Demand",
        "Category",
        _newest.AgainstCategory,
        static each => (
            each.Item, each.Facts, each.Demand.Before, each.Demand.Now, each.Category.Before, each.Category.Now));

    private void AppendPairs<T>(
        string heading,
        string first,
        string second,
        IReadOnlyList<T> items,
        Func<T, (TItem Item, ItemFacts Facts, double Before, double Now, double OtherBefore, double OtherNow)> show)
    {
        if (items.Count == 0)
        {
            return;
        }

        _html.Append($"<section class=\"card\"><h3>{heading}</h3>\n");
        _html.Append($"<table><thead><tr><th scope=\"col\">Name</th><th scope=\"col\" class=\"number\">{first}</th>");
        _html.Append($"<th scope=\"col\" class=\"number\">{second}</th></tr></thead><tbody>\n");
        foreach (var each in items.Select(show))
        {
            _html.Append($"<tr><th scope=\"row\">{Html.Name(each.Item.ToString())}{Facts(each.Facts)}</th>");
            _html.Append($"<td class=\"number\">{Number(each.Before)} → {Number(each.Now)}</td>");
            _html.Append($"<td class=\"number\">{Number(each.OtherBefore)} → {Number(each.OtherNow)}</td></tr>\n");
        }

        _html.Append("</tbody></table></section>\n");
    }

    private void AppendGaps()
    {
        var (gaps, carts) = (_newest.Now.Gaps, _newest.Now.CartsLeft);
        var known = gaps.Describe().ToList();
        if (carts.LinesWithoutPrice > 0)
        {
            known.Add(new("lines of carts left without a known price, not in their worth", carts.LinesWithoutPrice));
        }

        _html.Append("<h2>What is missing</h2>\n");
        _html.Append(known.Count == 0 ? "<p>Nothing.</p>\n" : "<div class=\"card missing\"><table><tbody>\n");
        foreach (var (what, count) in known)
        {
            _html.Append($"<tr><td class=\"number\">{count.ToString("#,0", English)}</td><td>{what}</td></tr>\n");
        }

        _html.Append(known.Count == 0 ? "" : "</tbody></table></div>\n");
    }

    private static string Facts(ItemFacts facts)
    {
        var category = facts.CategoryPath ?? facts.Category.ToString();
        var known = new[] { facts.Brand, category }.Where(static text => !string.IsNullOrEmpty(text)).ToList();
        return known.Count == 0 ? "" : $"<small>{string.Join(", ", known.Select(Html.Name))}</small>";
    }

    private static string Number(double number) => number.ToString("#,0.##", English);

    private string Time(DateTimeOffset time) => TimeZoneInfo.ConvertTime(time, _zone)
        .ToString(_isOfDays ? "yyyy-MM-dd" : "yyyy-MM-dd HH:mm", English);
}
