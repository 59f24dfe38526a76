using RxRecs.Shop.Output;
using RxRecs.Shop.Runs;

namespace RxRecs.Shop.Reports;

/// <summary>Shows what <c>similar</c> found.</summary>
internal static class SimilarOutput
{
    public static ResultTable<(Id User, Recommendation<Id> Similar)> Table(ShopRun run) => new("similar")
    {
        { "user_id", "User", row => row.User },
        { "product_id", "Item", row => row.Similar.Item },
        { "score", "Score", row => row.Similar.Score, "0.0000" },
        { "max_error", "± at most", row => row.Similar.Reason.Error, "0.0000" },
        { "brand", "Brand", row => run.Names.Brand(row.Similar.Item) },
        { "category", "Category", row => run.Names.Category(row.Similar.Item) },
    };

    public static ResultTable<(Id Item, Recommendation<Id> Neighbor)> NeighborTable(ShopRun run) => new("neighbor")
    {
        { "product_id", "Item", row => row.Item },
        { "neighbor_id", "Neighbor", row => row.Neighbor.Item },
        { "score", "Score", row => row.Neighbor.Score, "0.0000" },
        { "max_error", "± at most", row => row.Neighbor.Reason.Error, "0.0000" },
        { "brand", "Brand", row => run.Names.Brand(row.Neighbor.Item) },
        { "category", "Category", row => run.Names.Category(row.Neighbor.Item) },
    };

    public static void Print(
        ShopRun run, IReadOnlyList<RecommendationList<Id, Id>> lists, Func<Id, bool> knows)
    {
        List<(Id User, Recommendation<Id> Similar)> rows =
            [.. lists.SelectMany(list => list.Items.Select(item => (list.User, item)))];
        run.Results.Write(Table(run), "Items that similar users hold", rows);
        foreach (var list in lists.Where(list => list.Items.Count == 0))
        {
            run.Results.Notice(knows(list.User)
                ? $"User {list.User}: nobody who shares an item holds one that this user has not had."
                : $"Unknown user {list.User}: no event of theirs was seen.");
        }
    }

    /// <summary>Prints what goes with each item.</summary>
    /// <param name="run">The run.</param>
    /// <param name="measure">By what.</param>
    /// <param name="lists">The items, and what goes with each.</param>
    /// <param name="explain">Says why an item has nothing; null where it is known and has not.</param>
    public static void PrintNeighbors(
        ShopRun run,
        string measure,
        IReadOnlyList<(Id Item, IReadOnlyList<Recommendation<Id>> Neighbors)> lists,
        Func<Id, string?> explain)
    {
        List<(Id Item, Recommendation<Id> Neighbor)> rows =
            [.. lists.SelectMany(list => list.Neighbors.Select(neighbor => (list.Item, neighbor)))];
        run.Results.Write(NeighborTable(run), $"What goes with an item, by {measure}", rows);
        foreach (var (item, _) in lists.Where(list => list.Neighbors.Count == 0))
        {
            run.Results.Notice(explain(item) ?? $"Item {item}: nothing goes with it.");
        }
    }
}
