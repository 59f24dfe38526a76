using RxRecs.Shop.Output;
using RxRecs.Shop.Runs;

namespace RxRecs.Shop.Reports;

/// <summary>Shows what <c>attribute</c> found.</summary>
internal static class AttributeOutput
{
    public static ResultTable<AttributedPurchase> Purchases { get; } = new("attribution")
    {
        { "event_time", "Bought", each => each.Purchase.EventTime },
        { "user_id", "User", each => each.Purchase.User },
        { "product_id", "Item", each => each.Purchase.Item },
        { "viewed", "Viewed", each => Viewed(each), each => Viewed(each)?.ToString("HH:mm:ss") ?? "not before" },
        { "lag", each => each.Credit.Lag },
        { "price", "Price", each => each.Purchase.Price, "#,0.00" },
        { "quantity", each => each.Purchase.Quantity },
        { "user", "Of the user", each => each.User?.Fields, each => Say(each.User?.Fields) },
        { "product", "Of the item", each => each.Product?.Fields, each => Say(each.Product?.Fields) },
    };

    public static ResultTable<RevenueSum> Totals { get; } = new("attribution_total", Say)
    {
        { "purchases", sum => sum.Purchases },
        { "attributed", sum => sum.Attributed },
        { "revenue", sum => sum.Revenue },
        { "attributed_revenue", sum => sum.AttributedRevenue },
        { "returns", sum => sum.Returns },
        { "returned", sum => sum.Returned },
    };

    public static ResultTable<RevenueSum> Sums(string by) => new("attributed_revenue")
    {
        { by, by, sum => sum.Key },
        { "purchases", "Purchases", sum => sum.Purchases, "#,0" },
        { "attributed", "After a view", sum => sum.Attributed, "#,0" },
        { "revenue", "Revenue", sum => sum.Revenue, "#,0.00" },
        { "attributed_revenue", "After a view", sum => sum.AttributedRevenue, "#,0.00" },
    };

    public static void Print(
        ShopRun run, List<AttributedPurchase> purchases, List<Interaction> returns, string by, int top)
    {
        var shown = purchases[^Math.Min(top, purchases.Count)..];
        var heading = $"Purchases, the last {shown.Count:#,0} of {purchases.Count:#,0}";
        run.Results.WriteLong(Purchases, heading, purchases, shown, "Nothing was bought.");
        var sums = purchases.GroupBy(each => Key(each.Purchase, by)).Select(each => RevenueSum.Of(each.Key, [.. each]))
            .OrderByDescending(sum => sum.AttributedRevenue).ThenBy(sum => sum.Key)
            .Take(top).ToList();
        run.Results.Write(Sums(by), $"Revenue after a view, by {by}", sums, "Nothing was bought.");
        var total = RevenueSum.Of(Id.None, purchases) with
        {
            Returns = returns.Count,
            Returned = returns.Sum(each => (each.Price ?? 0) * -(decimal)each.Quantity),
        };
        run.Results.Write(Totals, total);
    }

    private static Id Key(Interaction purchase, string by) => by switch
    {
        "product" => purchase.Item,
        "brand" => Named(purchase.Brand, Id.None),
        _ => Named(purchase.CategoryPath, purchase.Category),
    };

    // What is too long to be an id is no name either.
    private static Id Named(string? text, Id otherwise) =>
        text is not null && Id.TryParse(text, out var name) ? name : otherwise;

    private static DateTimeOffset? Viewed(AttributedPurchase each) =>
        each.Credit.IsAttributed ? each.Credit.Touch.EventTime : null;

    private static string Say(IReadOnlyDictionary<string, string>? fields) =>
        string.Join(", ", (fields?.Values ?? []).Where(value => value.Length > 0));

    private static string Say(RevenueSum sum) =>
        $"{sum.Attributed:#,0} of {Plain.Count(sum.Purchases, "purchase")} followed a view: "
        + $"{sum.AttributedRevenue:#,0.00} of {sum.Revenue:#,0.00} of revenue"
        + (sum.Returns == 0 ? "."
            : $", before {Plain.Count(sum.Returns, "return")} of {sum.Returned:#,0.00}.");
}
