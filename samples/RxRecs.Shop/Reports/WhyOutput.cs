using RxRecs.Recommenders;
using RxRecs.Shop.Output;
using RxRecs.Shop.Runs;

namespace RxRecs.Shop.Reports;

/// <summary>Takes scores apart: which source, item and visit gave how much of each.</summary>
internal static class WhyOutput
{
    /// <summary>For whom or what a list is: a user, a session, or items.</summary>
    internal sealed record Subject(string Name, Id User = default, string? Session = null, Id? Around = null);

    /// <summary>One part of the score of an item.</summary>
    internal sealed record Part(
        Subject Of, int Place, Id Item, double Score, ScoreContribution<Id> Contribution);

    public static ResultTable<Part> Table { get; } = new("contribution")
    {
        { "user_id", row => row.Of.User },
        { "session_id", row => row.Of.Session },
        { "around", row => row.Of.Around },
        { "place", "", row => row.Place, "0" },
        { "product_id", "Item", row => row.Item },
        { "score", "Score", row => row.Score, "0.0000" },
        { "source", "Of which", row => row.Contribution.Source.ToString() },
        { "contribution", "Is", row => row.Contribution.Value, "0.0000" },
        { "matched_item", "By item", row => Known(row.Contribution.MatchedItem) },
        { "neighbor", row => row.Contribution.Neighbor },
        { "neighbor_time", "Visit of", row => row.Contribution.NeighborTime },
        { "detail", "From", row => row.Contribution.Detail, row => From(row.Contribution) },
    };

    /// <summary>Takes the scores of a list apart.</summary>
    /// <param name="run">Where it goes.</param>
    /// <param name="subject">For whom or what the list is.</param>
    /// <param name="items">The items of the list with their scores, best first.</param>
    /// <param name="explain">A function that gives the parts of an item's score.</param>
    public static void Print(
        ShopRun run,
        Subject subject,
        IEnumerable<(Id Item, double Score)> items,
        Func<Id, IEnumerable<ScoreContribution<Id>>> explain) => run.Results.Write(
            Table,
            $"Why, for {subject.Name}",
            items.SelectMany((each, place) => explain(each.Item)
                .Select(part => new Part(subject, place + 1, each.Item, each.Score, part))).ToList(),
            "Nothing to explain.");

    /// <summary>Takes the scores of a list apart that was asked for with explanations.</summary>
    public static void Print(ShopRun run, Subject subject, RecommendationList<Id, Id> list)
    {
        var parts = list.Explanations.OfType<RecommendationExplanation<Id>>()
            .ToDictionary(static why => why.Item, static why => why.Contributions);
        Print(
            run,
            subject,
            list.Items.Select(static each => (each.Item, each.Score)),
            item => parts.GetValueOrDefault(item, []));
    }

    private static string? From(ScoreContribution<Id> part) =>
        part is { Detail: null, Neighbor: { } neighbor, NeighborTime: null } ? $"user {neighbor}" : part.Detail;

    private static Id? Known(Id item) => item.IsNone ? (Id?)null : item;
}
