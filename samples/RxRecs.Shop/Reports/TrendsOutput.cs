using System.Globalization;
using RxRecs.Shop.Output;
using RxRecs.Shop.Runs;

namespace RxRecs.Shop.Reports;

/// <summary>Shows what <c>trends</c> has found.</summary>
internal sealed class TrendsOutput<TItem>(
    ShopRun run,
    IReadOnlyList<TrendBucket<TItem>> buckets,
    string of,
    string per,
    TrendRankingOptions ranking,
    TimeZoneInfo? zone = null)
    where TItem : notnull
{
    private const int MostBuckets = 14;
    private const string Percent = "+#,0.0;-#,0.0;0.0";
    private const string Score = "+#,0.0000;-#,0.0000;0";

    /// <summary>One line of a trend list.</summary>
    internal sealed record Row(
        string Direction, string? Group, TrendTransition<TItem> Transition, TrendChange<TItem> Change);

    private ResultTable<TrendBucket<TItem>> Buckets => new("bucket")
    {
        { "index", bucket => bucket.Index },
        { "start", "From", bucket => bucket.Start, bucket => Show(bucket.Start) },
        { "end", "To", bucket => bucket.End, bucket => Show(bucket.End) },
        { "items", "Distinct", bucket => bucket.Counts.Count, "#,0" },
        { "total", "Total", bucket => bucket.Total, "#,0.##" },
        { "partial", "", bucket => bucket.IsPartial, Note },
        { "skipped_before", bucket => bucket.SkippedBefore },
        { "max_error", bucket => bucket.MaxError },
    };

    public static ResultTable<TrendReport<TItem>> Report { get; } = new(
        "trend_report", report => $"\n{report.Summary.TrimEnd('.')}.")
    {
        { "status", report => report.Status.ToString() },
        { "buckets", report => report.Buckets },
        { "basis", report => report.Transition?.Basis.ToString() },
        { "score_name", report => report.Transition?.ScoreName },
        { "before_start", report => report.Transition?.Before.Start },
        { "before_end", report => report.Transition?.Before.End },
        { "now_start", report => report.Transition?.Now.Start },
        { "now_end", report => report.Transition?.Now.End },
    };

    public ResultTable<Row> Trends(string score) => new("trend")
    {
        { "direction", row => row.Direction },
        { "group", row => row.Group },
        { of == "items" ? "product_id" : Singular(of), Title(Singular(of)), row => row.Change.Item },
        { "before", "Before", row => row.Change.Before, "#,0.##" },
        { "now", "Now", row => row.Change.Now, "#,0.##" },
        { "score", Title(score), row => row.Change.Score, score == "percent change" ? Percent : Score },
        { "now_start", row => row.Transition.Now.Start },
        { "counts", "Buckets", row => Counts(buckets, row), row => Spark.Of(Counts(LastBuckets(), row)) },
        { "item_brand", of == "items" ? "Brand" : null, row => Name(row, run.Names.Brand) },
        { "item_category", of == "items" ? "Category" : null, row => Name(row, run.Names.Category) },
    };

    public void PrintBuckets()
    {
        var shown = Shorten(buckets);
        run.Results.WriteLong(
            Buckets,
            (shown.Count > MostBuckets ? $"Buckets, the last {MostBuckets} of {buckets.Count:#,0}" : "Buckets") + Where,
            buckets,
            [.. shown.TakeLast(MostBuckets)],
            "Nothing was counted" + (of != "items" && run.Counts.Used > 0
                ? $": no event has a {Singular(of)} (--columns {ColumnOf(of)}=NAME says where they are)."
                : "."));
        if (run.Counts.Used > 0 && buckets.Count > 0 && buckets.All(static bucket => bucket.Total == 0))
        {
            run.Results.Notice(run.Counts.AreViewsAlone
                ? "Only views were seen, and they count 0: --kinds view counts them."
                : "No event was of a kind that counts: --kinds says which do, such as view=1,cart=3.");
        }
    }

    public void Print(TrendReport<TItem> report)
    {
        run.Results.Write(Report, report);
        if (report.Transition is not { } transition || report.Status != TrendReportStatus.Ready)
        {
            return;
        }

        if (per == "shop")
        {
            PrintLists(transition, report, null);
            return;
        }

        foreach (var (group, reportOfGroup) in transition.RankPerGroup(GroupOf, ranking))
        {
            PrintLists(transition, reportOfGroup, group);
        }
    }

    // As the clocks of the zone show it whose days these are; the first instant of an hour that comes twice, too.
    private string Show(DateTimeOffset time) => (zone is null ? time : TimeZoneInfo.ConvertTime(time, zone))
        .ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);

    private string Where => zone is null ? "" : $" ({zone.Id})";

    private static string Singular(string of) => of switch { "items" => "item", "brands" => "brand", _ => "category" };

    private static string ColumnOf(string of) => of == "brands" ? "brand" : "categoryPath";

    private static string Note(TrendBucket<TItem> bucket) => string.Join(", ", new[]
    {
        bucket.IsPartial ? "cut short" : "",
        bucket.SkippedBefore > 0 ? $"after {bucket.SkippedBefore:#,0} empty" : "",
        bucket.IsApproximate ? $"counts up to {bucket.MaxError:#,0.##} too low" : "",
    }.Where(note => note.Length > 0));

    /// <summary>Leaves out long runs of empty buckets; the one behind a run tells of it.</summary>
    private static List<TrendBucket<TItem>> Shorten(IReadOnlyList<TrendBucket<TItem>> buckets)
    {
        const int Shown = 2;
        var (shown, empty) = (new List<TrendBucket<TItem>>(), new List<TrendBucket<TItem>>());
        foreach (var bucket in buckets)
        {
            if (bucket.Counts.Count == 0 && !bucket.IsPartial)
            {
                empty.Add(bucket);
                continue;
            }

            var skipped = bucket.SkippedBefore + empty.Sum(each => each.SkippedBefore);
            var isLong = empty.Count + skipped > Shown;
            shown.AddRange(isLong ? [] : empty);
            shown.Add(isLong ? Behind(bucket, skipped + empty.Count) : bucket);
            empty.Clear();
        }

        shown.AddRange(empty.Take(Shown));
        return shown;
    }

    private static TrendBucket<TItem> Behind(TrendBucket<TItem> bucket, long skipped) =>
        new(bucket.Index, bucket.Start, bucket.End, bucket.Counts)
        {
            IsPartial = bucket.IsPartial,
            LateCount = bucket.LateCount,
            SkippedBefore = skipped,
            MaxError = bucket.MaxError,
        };

    private static string Title(string text) => char.ToUpperInvariant(text[0]) + text[1..];

    private static string? Name(Row row, Func<Id, string?> name) => row.Change.Item is Id item ? name(item) : null;

    // The other scores are never below zero.
    private static bool CanFall(TrendTransition<TItem> transition) =>
        transition.ScoreName.EndsWith(" change", StringComparison.Ordinal);

    private void PrintLists(TrendTransition<TItem> transition, TrendReport<TItem> report, string? group)
    {
        PrintList("rising", report.Rising);
        if (report.Falling.Count > 0 || CanFall(transition))
        {
            PrintList("falling", report.Falling);
        }

        if (!report.New.All(report.Rising.Contains))
        {
            PrintList("new", report.New);
        }
        else
        {
            run.Results.WriteRepeats(Trends(transition.ScoreName), Rows("new", report.New));
        }

        List<Row> Rows(string direction, IEnumerable<TrendChange<TItem>> changes) =>
            [.. changes.Select(change => new Row(direction, group, transition, change))];

        void PrintList(string direction, IReadOnlyList<TrendChange<TItem>> changes)
        {
            if (group is null || changes.Count > 0)
            {
                run.Results.Write(
                    Trends(transition.ScoreName),
                    Title(direction) + (group is null ? "" : $" in {group}"),
                    Rows(direction, changes),
                    $"Nothing is {direction} that much.");
            }
        }
    }

    private IEnumerable<TrendBucket<TItem>> LastBuckets() => buckets.Skip(Math.Max(0, buckets.Count - MostBuckets));

    private static List<double> Counts(IEnumerable<TrendBucket<TItem>> buckets, Row row) =>
        [.. buckets.Select(bucket => bucket.CountOf(row.Change.Item))];

    private string GroupOf(TItem item) =>
        (item is Id id ? per == "brand" ? run.Names.Brand(id) : run.Names.Category(id) : null) ?? "(none)";
}
