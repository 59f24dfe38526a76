using RxRecs.Shop.Output;
using RxRecs.Shop.Runs;

namespace RxRecs.Shop.Reports;

/// <summary>Shows what <c>carts</c> has found.</summary>
internal sealed class CartsOutput<TKey>(ShopRun run, string per)
    where TKey : notnull
{
    public static ResultTable<(CartChangeKind Kind, long Total)> Totals { get; } = new("cart_changes")
    {
        { "change", "Change", row => row.Kind.ToString(), row => Say(row.Kind) },
        { "total", "Times", row => row.Total, "#,0" },
    };

    public ResultTable<CartView<TKey>> Carts { get; } = new("cart")
    {
        { per + "_id", per == "user" ? "User" : "Session", view => view.Change.Key },
        { "items", "In the cart", view => Items(view), view => Items(view).Join() },
        { "quantities", view => view.Lines.Select(line => line.Quantity) },
        { "changed", "Last change", view => view.Change.EventTime, view => view.Changed },
        { "abandoned", "", view => view.IsAbandoned, view => view.IsAbandoned ? "abandoned" : "" },
    };

    public void Print(
        Dictionary<TKey, CartView<TKey>> carts,
        IEnumerable<(CartChangeKind Kind, long Total)> totals,
        string[] named,
        int top)
    {
        run.Results.Write(
            Totals,
            "What happened to carts",
            [.. totals.OrderBy(row => row.Kind)],
            run.Counts.AreViewsAlone
                ? "Nothing: no cart, removal or purchase was seen."
                : $"Nothing: no cart, removal or purchase has a {per}.");
        var open = carts.Values.Where(view => view.Lines.Length > 0).ToList();
        var byName = named.ToHashSet();
        var rows = open
            .Where(view => named.Length == 0 || byName.Contains(view.Change.Key.ToString()!))
            .OrderByDescending(view => view.Change.EventTime).ThenBy(view => view.Change.Key)
            .Take(named.Length == 0 ? top : int.MaxValue)
            .ToList();
        var heading = named.Length == 0
            ? $"Open carts, the {rows.Count} changed last of {open.Count:#,0}"
            : "Open carts";
        run.Results.Write(Carts, heading, rows, "No cart is open.");
        byName.ExceptWith(rows.Select(view => view.Change.Key.ToString()!));
        foreach (var missing in byName.InOrderOfIds())
        {
            var known = carts.Keys.Any(key => key.ToString() == missing);
            run.Results.Notice(known
                ? $"The cart of {per} {missing} is empty."
                : $"Unknown {per} {missing}: nothing was put into a cart.");
        }
    }

    private static List<Id> Items(CartView<TKey> view) => [.. view.Lines.Select(line => line.Item)];

    private static string Say(CartChangeKind kind) => kind switch
    {
        CartChangeKind.Added => "put into a cart",
        CartChangeKind.Reopened => "put into a cart again",
        CartChangeKind.QuantityChanged => "another quantity",
        CartChangeKind.Removed => "taken out",
        CartChangeKind.Purchased => "bought from a cart",
        CartChangeKind.UnknownRemoved => "taken out, but was not in the cart",
        CartChangeKind.UnknownPurchased => "bought, but was not in a cart",
        CartChangeKind.InvalidQuantity => "returned, or a quantity that cannot be",
        CartChangeKind.Dropped => "dropped from a full cart",
        CartChangeKind.Abandoned => "cart abandoned",
        CartChangeKind.AbandonCancelled => "abandoned cart taken up again",
        _ => "cart forgotten",
    };
}
