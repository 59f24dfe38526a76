using System.CommandLine;
using System.Reactive.Linq;
using RxRecs.Analytics;
using RxRecs.Shop.Input;
using RxRecs.Shop.OptionGroups;
using RxRecs.Shop.Options;
using RxRecs.Shop.Output;
using RxRecs.Shop.Reports;
using RxRecs.Shop.Runs;

namespace RxRecs.Shop.Commands;

/// <summary>Credits each purchase to a view, and puts beside it the rows of its user and product.</summary>
internal static class AttributeCommand
{
    private static readonly EnrichAsOfOptions AsOf = new()
    {
        AllowedLateness = TimeSpan.Zero, // The input is in order by now.
        MaxChanges = int.MaxValue,
    };

    public static Command Create(CommandBuilder builder)
    {
        var window = ShopOption.Length(
            "--window", TimeSpan.FromHours(1), "How long before a purchase a view counts, both ends included.");
        var last = ShopOption.Flag("--last-touch", "Credit the last view of the window and not the first.");
        var users = ShopOption.Text(
            "--users",
            "FILE",
            "A table of users, CSV or JSON lines: user_id, changed_at where rows change, any others.");
        var products = ShopOption.Text("--products", "FILE", "A table of products in the same form: product_id.");
        var by = ShopOption.Choice("--by", "What revenue is summed by.", "product", "category", "brand");
        var top = ShopOption.Count("--top", 10, "How many of each are printed; JSON has all purchases.");
        return builder.CreateReader(
            "attribute",
            "Which view each purchase is credited to, and the revenue that is.",
            [window, last, users, products, by, top],
            run =>
            {
                var options = new AttributionOptions
                {
                    AllowedLateness = TimeSpan.Zero,
                    Rule = run.Get(last) ? AttributionRule.LastTouch : AttributionRule.FirstTouch,
                };
                var purchases = run.Keep(run.Events
                    .AttributeConversions(run.Get(window).Span, options)
                    .EnrichAsOf(
                        Rows(run, users, "user_id").ToObservable(),
                        each => each.Conversion.User,
                        row => row.Key,
                        row => row.ChangedAt,
                        each => each.Conversion.EventTime,
                        AsOf)
                    .EnrichAsOf(
                        Rows(run, products, "product_id").ToObservable(),
                        each => each.Event.Conversion.Item,
                        row => row.Key,
                        row => row.ChangedAt,
                        each => each.Event.Conversion.EventTime,
                        AsOf)
                    .Select(each => new AttributedPurchase(each.Event.Event, each.Event.Change, each.Change)));
                var returns = run.Keep(run.Events.Where(
                    static each => each is { Kind: InteractionKind.Purchase, Quantity: < 0 }));
                run.Play();
                AttributeOutput.Print(run, purchases, returns, run.Get(by), run.Get(top));
            });
    }

    private static List<TableRow> Rows(ShopRun run, Option<string?> file, string key) =>
        run.Get(file) is { } path ? RowTable.Read(path, key, run.Results) : [];
}
