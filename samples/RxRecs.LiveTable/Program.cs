using System.Globalization;
using System.Reactive.Concurrency;
using System.Reactive.Linq;
using DynamicData;
using DynamicData.Binding;
using RxRecs;
using RxRecs.DynamicData;
using RxRecs.SyntheticShop;
using Spectre.Console;

// A day of a synthetic shop in half a minute: what sells now, as a table whose rows come, climb, fall and leave.
const double Speed = 24 * 60 * 2;
var shop = new ShopSettings { Days = 1, Rows = 60_000 };
var quarter = TimeSpan.FromMinutes(15);
var visits = new SyntheticVisits(shop).Make(run: 1).Take((int)shop.Rows);
using var screen = new EventLoopScheduler(); // the thread of the screen: rows change there, and are drawn there
using var ended = new ManualResetEventSlim();
Console.CancelKeyPress += (_, press) => { press.Cancel = true; ended.Set(); };

var byRank = SortExpressionComparer<Ranked<TrendChange<Id>>>.Ascending(row => row.Rank);
var table = new Table().AddColumns("", "item", "before", "now", "score", "was").Title("Hot");
await AnsiConsole.Live(table).StartAsync(async display =>
{
    using var cache = visits.ReplayEvents(Speed, NewThreadScheduler.Default)
        .Reorder(new() { AllowedLateness = TimeSpan.FromMinutes(1) })
        .TrendBuckets(quarter, new() { AllowedLateness = TimeSpan.Zero })
        .TopTrends(TrendScore.Hot(halfLife: TimeSpan.FromHours(2)))
        .Finally(ended.Set)
        .ToCache();
    using var binding = cache.Connect()
        .SortAndBind(out var hot, byRank, new SortAndBindOptions { Scheduler = screen, ResetThreshold = 0 })
        .Subscribe(
            changes =>
            {
                table.Caption($"{changes.Adds} came, {changes.Updates} changed, {changes.Removes} left");
                table.Rows.Clear();
                foreach (var row in hot)
                {
                    table.AddRow(Cells(row));
                }

                display.Refresh();
            },
            error => Console.Error.WriteLine($"The table stands still: {error.Message}"));
    await Task.Run(ended.Wait);
});

// The rank before tells which way a row has gone.
static string[] Cells(Ranked<TrendChange<Id>> row) =>
[
    (row.PreviousRank - row.Rank) switch { null => "new", > 0 => "▲", < 0 => "▼", _ => "" },
    Markup.Escape(row.Entry.Item.ToString()),
    row.Entry.Before.ToString("N0", CultureInfo.InvariantCulture),
    row.Entry.Now.ToString("N0", CultureInfo.InvariantCulture),
    row.Entry.Score?.ToString("N2", CultureInfo.InvariantCulture) ?? "",
    row.PreviousRank?.ToString(CultureInfo.InvariantCulture) ?? "",
];
