using RxRecs.Kafka;
using RxRecs.Shop.Broker;

namespace RxRecs.Shop.Output;

/// <summary>How <c>lambda</c> shows what its layers found.</summary>
internal sealed class LambdaOutput(ShopRun run)
{
    private const int Users = 3;

    /// <summary>What the speed layer holds.</summary>
    internal sealed record State(long Events, long Late);

    public static ResultTable<State> Totals { get; } = new("speed_state", Say)
    {
        { "events", state => state.Events },
        { "late", state => state.Late },
    };

    public ResultTable<(long User, int Place, Recommendation<long> Item)> Items { get; } = new("list")
    {
        { "user_id", "User", row => row.User },
        { "place", "", row => row.Place, "0" },
        { "product_id", "Item", row => row.Item.Item },
        { "score", row => row.Item.Score },
        { "source", row => row.Item.Reason.Source.ToString() },
        { "reason", "Because", row => row.Item.Reason.Describe(), row => Say(row) },
        { "brand", "Brand", row => run.Names.Brand(row.Item.Item) },
        { "category", "Category", row => run.Names.Category(row.Item.Item) },
    };

    public void PrintTrends(
        IReadOnlyList<TrendBucket<long>> buckets, IEnumerable<TrendReport<long>> reports, TrendRankingOptions ranking)
    {
        var output = new TrendsOutput<long>(run, buckets, "items", "shop", ranking);
        output.PrintBuckets();
        foreach (var report in reports)
        {
            output.Print(report);
        }
    }

    public void PrintSpeed(
        int users,
        Dictionary<(int Partition, CartChangeKind Kind), PartitionResult<SpeedResult>> carts)
    {
        run.Results.Say($"\nThe speed layer has news of {Plain.Count(users, "user")}.");
        run.Results.Write(
            CartsOutput<long>.Totals,
            "What happened to carts",
            [
                .. carts.GroupBy(cart => cart.Key.Kind, cart => cart.Value.Value.Cart!.Value.Total)
                    .OrderBy(kind => kind.Key).Select(kind => (kind.Key, kind.Sum())),
            ]);
    }

    public void PrintLists(IEnumerable<RecommendationList<long, long>> lists)
    {
        var rows = lists.OrderBy(list => list.User).Take(run.Results.IsForPeople ? Users : int.MaxValue)
            .SelectMany(list => list.Items.Select((item, place) => (list.User, place + 1, item)))
            .ToList();
        run.Results.Write(
            Items, "Newest lists, those of the first users", rows, "Nobody has carted or bought anything.");
    }

    public void PrintLayers(long eventsInState, long late)
    {
        run.Results.Write(DemoOutput.Layers, "Every layer sees every message", run.Layers);
        run.Results.Write(Totals, new State(eventsInState, late));
    }

    public void PrintTopics(params IEnumerable<(string? Topic, long? Delivered)> topics)
    {
        var named = topics.Where(each => each.Topic is not null)
            .Select(each => new TopicCount(each.Topic!, each.Delivered ?? 0))
            .ToList();
        if (named.Count > 0)
        {
            run.Results.Write(TopicCount.Table, "Written to topics", named);
        }
    }

    private static string Say((long User, int Place, Recommendation<long> Item) row) =>
        RecommendOutput.Say(row.Item.Reason);

    private static string Say(State state) => state.Events == 0
        ? "The speed layer had no news; its state is what it was."
        : $"The speed layer's state is made of {Plain.Count(state.Events, "event")}"
            + (state.Late > 0 ? $" ({state.Late:#,0} of this run came too late)." : ".");
}
