namespace RxRecs.Shop.Output;

/// <summary>How <c>demo</c> shows what its layers found.</summary>
internal sealed class DemoOutput(ShopRun run, ShopRecommender recommender)
{
    private const int Users = 3;
    private const int ItemsPerUser = 6;

    /// <summary>A layer and what it received.</summary>
    public static ResultTable<LayerCount> Layers { get; } = new("layer")
    {
        { "layer", "Layer", layer => layer.Name },
        { "events", "Events received", layer => layer.Events, "#,0" },
    };

    public void PrintTrends(IReadOnlyList<TrendBucket<long>> days, TrendReport<long> week, TrendReport<long> hot)
    {
        var output = new TrendsOutput<long>(run, days, "items", "shop", new TrendRankingOptions());
        output.PrintBuckets();
        output.Print(week);
        new TrendsOutput<long>(
            run, days, "items", "shop", new TrendRankingOptions { Direction = TrendDirection.Rising }).Print(hot);
        if (run.Counts.Generator?.Fashions is { } hidden)
        {
            run.Results.Say($"(Made to rise: {hidden.Rising.Join()}. Made to fall: {hidden.Falling.Join()}.)");
        }
    }

    public void PrintSpeed(int users, IEnumerable<CartChange<long, long>> changes)
    {
        run.Results.Say($"\nThe speed layer keeps the last 5 items of {users:#,0} users.");
        run.Results.Write(
            CartsOutput<long>.Totals,
            "What happened to carts",
            [.. changes.OrderBy(change => change.Kind).Select(change => (change.Kind, change.Total))]);
    }

    public void PrintRecommendations(IEnumerable<long> users)
    {
        var output = new RecommendOutput(run, recommender);
        foreach (var user in users.Order().Where(HasMuchToSay).Take(Users).Append(0))
        {
            var list = new List<Recommendation<long>>();
            recommender.Recommend(user, ItemsPerUser, list);
            output.Print([new RecommendationList<long, long>(user, list)], "table");
        }
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

    private bool HasMuchToSay(long user) =>
        recommender.Carts.Open(user).Length is 1 or 2 && recommender.History(user).Length >= 5;
}
