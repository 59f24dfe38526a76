using RxRecs.Machines;

namespace RxRecs.Shop.Output;

/// <summary>How <c>similar</c> shows what it found.</summary>
internal static class SimilarOutput
{
    public static ResultTable<(Id User, SimilarItem<Id> Similar)> Table(ShopRun run) => new("similar")
    {
        { "user_id", "User", row => row.User },
        { "product_id", "Item", row => row.Similar.Item },
        { "score", "Score", row => row.Similar.Score, "0.0000" },
        { "brand", "Brand", row => run.Names.Brand(row.Similar.Item) },
        { "category", "Category", row => run.Names.Category(row.Similar.Item) },
    };

    public static void Print(ShopRun run, SimilarItemsState<Id, Id> state, IReadOnlyList<Id> users, int top)
    {
        var rows = new List<(Id, SimilarItem<Id>)>();
        var notices = new List<string>();
        var similar = new List<SimilarItem<Id>>();
        foreach (var user in users)
        {
            state.Query(user, top, similar);
            rows.AddRange(similar.Select(item => (user, item)));
            if (similar.Count == 0)
            {
                notices.Add(state.Knows(user)
                    ? $"User {user}: nobody shares an item."
                    : $"Unknown user {user}: no event of theirs was seen.");
            }
        }

        run.Results.Write(Table(run), "Items that similar users hold", rows);
        notices.ForEach(run.Results.Notice);
    }
}
