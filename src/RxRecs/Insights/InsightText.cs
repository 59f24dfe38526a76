using System.Globalization;

namespace RxRecs.Analytics;

/// <summary>Writes reports of insights as lines of text.</summary>
internal sealed class InsightText(TextWriter writer, TimeZoneInfo zone)
{
    private const int WidestName = 32;
    private static readonly CultureInfo English = CultureInfo.InvariantCulture;
    private bool _isOfDays;

    public void Write<TItem>(InsightReport<TItem> report)
        where TItem : notnull
    {
        Line($"{Time(report.Start)} to {Time(report.End)} ({zone.Id}){Notes(report)}");
        _isOfDays = IsMidnight(report.Start) && IsMidnight(report.End);
        WriteFigures(report.Now, report.Before);
        WriteConversions(report.Now, report.Before);
        WriteCarts(report.Now.CartsLeft, report.Before?.CartsLeft);
        if (report.IsPartial && report.Items.Rising.Count + report.Items.Falling.Count == 0)
        {
            Line("\nNothing is said of what rises and falls: the period was cut short.");
        }
        else if (report.Before is null)
        {
            Line("\nNothing is said of what rises and falls: there is no period before this one.");
        }
        else
        {
            WriteTrends("Items", report.Items);
            WriteTrends("Categories", report.Categories);
            WriteTrends("Brands", report.Brands);
            WriteContrasts(report.Contrasts);
            WriteAgainstCategory(report.AgainstCategory);
        }

        WriteGaps(report.Now.Gaps);
    }

    /// <summary>Gives a text with dots for the control characters that it may hold.</summary>
    public static string Plain(string text) =>
        text.Any(char.IsControl) ? string.Concat(text.Select(static c => char.IsControl(c) ? '·' : c)) : text;

    private static string Notes<TItem>(InsightReport<TItem> report)
        where TItem : notnull => string.Concat(
        report.IsPartial ? ", cut short" : "",
        report.IsApproximate ? ", approximate: more items or users than are kept" : "",
        report.SkippedBefore > 0 ? string.Create(English, $", after {report.SkippedBefore:#,0} empty periods") : "");

    private void WriteFigures(in InsightFigures now, InsightFigures? before)
    {
        Line($"\n{"",-12}{"Now",16}{(before is null ? "" : $"{"Before",16}{"Change",12}")}");
        WriteCount("Views", now.Views, before?.Views);
        WriteCount("Carts", now.Carts, before?.Carts);
        WriteCount("Removals", now.Removals, before?.Removals);
        WriteCount("Purchases", now.Purchases, before?.Purchases);
        WriteCount("Returns", now.Returns, before?.Returns);
        WriteCount("Users", now.Users, before?.Users);
        WriteFigure("Revenue", now.Revenue, before?.Revenue, "#,0.00");
    }

    private void WriteCount(string name, long now, long? before) => WriteFigure(name, now, before, "#,0");

    private void WriteFigure(string name, decimal now, decimal? before, string format)
    {
        var change = before is { } earlier and > 0
            ? ((now - earlier) / earlier * 100).ToString("+#,0.0;-#,0.0;0.0", English) + " %"
            : "";
        var (@is, was) = (now.ToString(format, English), before?.ToString(format, English));
        Line($"{name,-12}{@is,16}{was,16}{change,12}".TrimEnd());
    }

    private void WriteConversions(in InsightFigures now, InsightFigures? before)
    {
        Line("\nConversion: of the users who did one thing, those who did the other in the period (95 % interval)");
        WriteConversion("view to cart", now.ViewToCart, before?.ViewToCart);
        WriteConversion("cart to purchase", now.CartToPurchase, before?.CartToPurchase);
        WriteConversion("view to purchase", now.ViewToPurchase, before?.ViewToPurchase);
    }

    private void WriteConversion(string name, in InsightConversion now, InsightConversion? before)
    {
        var word = before is not { Users: > 0 } was || now.Users == 0 ? ""
            : now.Overlaps(was) ? ": the intervals overlap, it may be chance"
            : now.Share!.Value.Value > was.Share!.Value.Value ? ": better"
            : ": worse";
        Line($"  {name,-18}{now}{(before is { } earlier ? $", before {earlier}" : "")}{word}");
    }

    private void WriteCarts(in InsightCarts left, InsightCarts? before)
    {
        var unknown = left.LinesWithoutPrice == 0
            ? ""
            : $" and {Count(left.LinesWithoutPrice, "line")} of unknown price";
        Line(string.Create(
            English,
            $"\nCarts left: {left.Count:#,0} with {Count(left.Lines, "line")} worth {left.Worth:#,0.00}{unknown};"
            + $" {left.TakenUp:#,0} taken up again"));
        if (before is { } was)
        {
            Line(string.Create(
                English, $"  before: {was.Count:#,0} worth {was.Worth:#,0.00}; {was.TakenUp:#,0} taken up again"));
        }
    }

    private void WriteTrends<T>(string kind, InsightTrends<T> trends)
        where T : notnull
    {
        WriteChanges($"{kind} that rise", trends.Rising);
        WriteChanges($"{kind} that fall", trends.Falling);
        if (trends.Turning.Count > 0)
        {
            WriteChanges($"{kind} that do both: they went the other way before", trends.Turning);
        }
    }

    private void WriteChanges<T>(string heading, IReadOnlyList<InsightChange<T>> changes)
        where T : notnull
    {
        Line($"\n{heading}{(changes.Count == 0 ? ": none by more than chance explains" : "")}");
        var width = changes.Count == 0 ? 0 : changes.Max(change => Name(change.Item).Length);
        foreach (var change in changes)
        {
            var older = change.MayBeOlder ? " or earlier" : "";
            var turned = change.TurnedFrom is { } time ? $", the other way in {Time(time)}" : "";
            Line(
                $"  {Name(change.Item).PadRight(width)}  {Number(change.Before),9} -> {Number(change.Now),-9} "
                + $"since {Time(change.Since)}{older}, from {Number(change.CountBefore)}{turned}{Facts(change.Facts)}");
        }
    }

    private void WriteContrasts<TItem>(IReadOnlyList<InsightContrast<TItem>> contrasts)
        where TItem : notnull
    {
        if (contrasts.Count == 0)
        {
            return;
        }

        Line("\nItems that do both: more views and less demand, or less and more");
        foreach (var each in contrasts)
        {
            Line($"  {Name(each.Item)}  views {Number(each.Views.Before)} -> {Number(each.Views.Now)},"
                + $" demand {Number(each.Demand.Before)} -> {Number(each.Demand.Now)}{Facts(each.Facts)}");
        }
    }

    private void WriteAgainstCategory<TItem>(IReadOnlyList<InsightAgainstCategory<TItem>> items)
        where TItem : notnull
    {
        if (items.Count == 0)
        {
            return;
        }

        Line("\nItems that go against their category");
        foreach (var each in items)
        {
            Line($"  {Name(each.Item)}  {Number(each.Demand.Before)} -> {Number(each.Demand.Now)},"
                + $" {Name(each.Category.Item)} {Number(each.Category.Before)} -> {Number(each.Category.Now)}");
        }
    }

    private void WriteGaps(in InsightGaps gaps)
    {
        var known = gaps.Describe();
        Line(known.Count == 0 ? "\nNothing is missing." : "\nMissing");
        foreach (var (what, count) in known)
        {
            Line(string.Create(English, $"  {count,12:#,0}  {what}"));
        }
    }

    private static string Facts(in ItemFacts facts)
    {
        var category = facts.CategoryPath ?? facts.Category.ToString();
        var known = string.Join(
            ", ", new[] { facts.Brand, category }.Where(static text => !string.IsNullOrEmpty(text)));
        return known.Length == 0 ? "" : $" ({Plain(known)})";
    }

    private static string Name<T>(T name)
    {
        var text = Plain(Convert.ToString(name, English) ?? "");
        return text.Length <= WidestName ? text : text[..(WidestName - 1)] + "…";
    }

    private static string Number(double number) => number.ToString("#,0.##", English);

    private static string Count(long count, string thing) =>
        string.Create(English, $"{count:#,0} {thing}{(count == 1 ? "" : "s")}");

    private bool IsMidnight(DateTimeOffset time) => TimeZoneInfo.ConvertTime(time, zone).TimeOfDay == TimeSpan.Zero;

    // Where periods are days, those before the report are, too.
    private string Time(DateTimeOffset time) =>
        TimeZoneInfo.ConvertTime(time, zone).ToString(_isOfDays ? "yyyy-MM-dd" : "yyyy-MM-dd HH:mm", English);

    private void Line(string line)
    {
        writer.Write(line);
        writer.Write('\n');
    }
}
