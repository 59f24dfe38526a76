using RxRecs.Shop.Output;
using RxRecs.Shop.Runs;

namespace RxRecs.Shop.Reports;

/// <summary>Shows what the layers of <c>demo</c> have found.</summary>
internal sealed class DemoOutput(ShopRun run, KnownUsers users)
{
    private const int Users = 3;

    /// <summary>A user of whom the shop has no event.</summary>
    public const long Unknown = 0;

    /// <summary>A layer and what it received.</summary>
    public static ResultTable<LayerCount> Layers { get; } = new("layer")
    {
        { "layer", "Layer", layer => layer.Name },
        { "events", "Events received", layer => layer.Events, "#,0" },
    };

    public void PrintTrends(IReadOnlyList<TrendBucket<Id>> days, TrendReport<Id> week, TrendReport<Id> hot)
    {
        var output = new TrendsOutput<Id>(run, days, "items", "shop", new TrendRankingOptions());
        output.PrintBuckets();
        output.Print(week);
        new TrendsOutput<Id>(
            run, days, "items", "shop", new TrendRankingOptions()).Print(hot);
        if (run.Counts.Generator?.Fashions is { } hidden)
        {
            run.Results.Say($"(Made to rise: {hidden.Rising.Join()}. Made to fall: {hidden.Falling.Join()}.)");
        }
    }

    public void PrintSpeed(int users, IEnumerable<CartChange<Id, Id>> changes)
    {
        run.Results.Say($"\nThe speed layer keeps the last 5 items of {users:#,0} users.");
        run.Results.Write(
            CartsOutput<Id>.Totals,
            "What happened to carts",
            [.. changes.OrderBy(change => change.Kind).Select(change => (change.Kind, change.Total))]);
    }

    public void PrintRecommendations(IReadOnlyDictionary<Id, RecommendationList<Id, Id>> lists)
    {
        var output = new RecommendOutput(run, users);
        var chosen = lists.Keys.Order().Where(HasMuchToSay).Take(Users).Append(Unknown);
        output.Print(chosen.Select(user => lists[user]), "table");
    }

    public void PrintLayers()
    {
        run.Results.Write(Layers, "Every layer sees every event", run.Layers);
        if (run.Counts.Generator is { } generator && !run.Counts.Interrupted)
        {
            var made = generator.Tally;
            var hidden = $"{made.Late:#,0} late rows, {made.Broken:#,0} broken, {made.Duplicates:#,0} twice";
            run.Results.Say($"(Made so: {hidden}.)");
        }
    }

    public void PrintTopics(IReadOnlyList<TopicCount> topics) =>
        run.Results.Write(TopicCount.Table, "Through Kafka", topics);

    /// <summary>Tells where to go from here.</summary>
    public void PrintNext() => run.Results.Say("""

        Next: rxrecs-shop demo --broker localhost:9092   the same over a Kafka of your own, with the same hash
              rxrecs-shop trends --score trending      the same for one part, with all its options (--help)
              rxrecs-shop recommend --users 500000007  what one user gets, and why
              rxrecs-shop evaluate FILE…               on files of your own: REES46, RetailRocket, session-rec, OTTO
              rxrecs-shop generate --rows 1000000      the rows of the synthetic shop, as CSV
              rxrecs-shop carts --json | jq            every result as JSON lines
        """);

    private bool HasMuchToSay(Id user) => users.CartCount(user) is 1 or 2 && users.ItemCount(user) >= 5;
}
