using System.Globalization;
using RxRecs.Recommenders;
using RxRecs.Shop.Output;
using RxRecs.Shop.Runs;

namespace RxRecs.Shop.Reports;

/// <summary>Shows what <c>recommend</c> has found.</summary>
/// <param name="run">Where it goes.</param>
/// <param name="users">What is known of users.</param>
/// <param name="sessions">How many events each session has; null where none is asked for.</param>
internal sealed class RecommendOutput(
    ShopRun run, KnownUsers users, IReadOnlyDictionary<string, long>? sessions = null)
{
    /// <summary>One item of the list of one user or session.</summary>
    internal sealed record Row(Id User, string? Session, int Place, Recommendation<Id> Item);

    public ResultTable<Row> Items { get; } = new("recommendation")
    {
        { "user_id", row => row.User },
        { "session_id", row => row.Session },
        { "place", "", row => row.Place, "0" },
        { "product_id", "Item", row => row.Item.Item },
        { "score", row => row.Item.Score },
        { "source", row => row.Item.Reason.Source.ToString() },
        { "purpose", row => row.Item.Reason.Source.Purpose.ToString().ToLowerInvariant() },
        { "value", row => row.Item.Reason.Value },
        { "detail", row => row.Item.Reason.Detail },
        { "fallback", row => row.Item.Reason.IsFallback },
        { "place_before", row => row.Item.Reason.PlaceBefore > 0 ? row.Item.Reason.PlaceBefore : (int?)null },
        { "reason", "Because", row => row.Item.Reason.Describe(), row => Say(row.Item.Reason) },
        { "brand", "Brand", row => run.Names.Brand(row.Item.Item) },
        { "category", "Category", row => run.Names.Category(row.Item.Item) },
    };

    /// <summary>Says what the list rules have left out of the lists and moved in them.</summary>
    public void PrintRules(IEnumerable<RecommendationList<Id, Id>> lists)
    {
        foreach (var rule in lists.SelectMany(static list => list.RuleCounts).GroupBy(static count => count.Rule))
        {
            var (dropped, moved) = (rule.Sum(static each => each.Dropped), rule.Sum(static each => each.Moved));
            run.Results.Notice($"By the rule '{rule.Key}': {dropped:#,0} left out, {moved:#,0} moved.");
        }
    }

    public void Print(IEnumerable<RecommendationList<Id, Id>> lists, string style)
    {
        foreach (var list in lists)
        {
            switch (style)
            {
                case "merged":
                    run.Results.Notice(RecommendationSentences.Merged([.. list.Items], run.Names));
                    break;
                case "lines":
                    RecommendationSentences.LinesForUser(list.User, [.. list.Items], list.Session)
                        .ToList().ForEach(run.Results.Notice);
                    break;
                default:
                    Print(list);
                    break;
            }
        }
    }

    private void Print(RecommendationList<Id, Id> list)
    {
        var who = list.Session is { } session ? $"session {session}" : $"user {list.User}";
        var isKnown = list.Session is null
            ? users.Knows(list.User)
            : sessions?.ContainsKey(list.Session) == true;
        if (!isKnown)
        {
            run.Results.Notice($"Unknown {who}: no event of theirs was seen.");
            if (list.Items.Count == 0)
            {
                return;
            }
        }

        var rows = list.Items.Select((item, place) => new Row(list.User, list.Session, place + 1, item)).ToList();
        var known = !isKnown ? ", what everybody gets" : list.Session is null ? users.Describe(list.User) : "";
        run.Results.Write(Items, $"For {who}{known}", rows, "Nothing to recommend.");
    }

    /// <summary>A reason with figures a person can take in.</summary>
    internal static string Say(RecommendationReason reason)
    {
        var words = reason.Source.Name switch
        {
            nameof(RecommendationSource.OpenCart) => "in your cart",
            nameof(RecommendationSource.TrendingBrand) =>
                $"trending {Short(reason.Value)}, of your brand {reason.Detail}",
            nameof(RecommendationSource.Trending) => $"trending {Short(reason.Value)}",
            nameof(RecommendationSource.SimilarItems) => $"users like you have it ({Short(reason.Value)})",
            nameof(RecommendationSource.NextItem) => "next in visits like yours",
            nameof(RecommendationSource.ItemToItem) => "goes with what you looked at",
            nameof(RecommendationSource.BoughtTogether) => "often bought with these",
            nameof(RecommendationSource.Content) => $"like what you looked at ({Short(reason.Value)} of it)",
            nameof(RecommendationSource.History) => "you looked at it before",
            nameof(RecommendationSource.BuyAgain) => "time to buy it again",
            nameof(RecommendationSource.PopularOfDay) => $"popular today ({Short(reason.Value)} sold or carted)",
            nameof(RecommendationSource.Popular) => $"popular ({Short(reason.Value)} sold or carted)",
            _ => null,
        };
        if (words is null)
        {
            return reason.Describe();
        }

        words = reason.IsFallback ? words + ", for everybody" : words;
        return reason.PlaceBefore > 0 ? $"{words}, from place {reason.PlaceBefore}" : words;
    }

    private static string Short(double value) => value.ToString("#,0.##", CultureInfo.InvariantCulture);
}
