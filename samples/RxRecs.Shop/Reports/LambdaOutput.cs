using RxRecs.Kafka;
using RxRecs.Shop.Broker;
using RxRecs.Shop.Output;
using RxRecs.Shop.Runs;

namespace RxRecs.Shop.Reports;

/// <summary>Shows what the layers of <c>lambda</c> have found.</summary>
internal sealed class LambdaOutput(ShopRun run)
{
    private const int Users = 3;

    /// <summary>Shows how many events the speed layer has taken, and how many of them came too late.</summary>
    internal sealed record State(long Events, long Late);

    public static ResultTable<State> Totals { get; } = new("speed_state", Say)
    {
        { "events", state => state.Events },
        { "late", state => state.Late },
    };

    public ResultTable<(TimedList Made, int Place, Recommendation<Id> Item)> Items { get; } = new("list")
    {
        { "user_id", "User", row => row.Made.List.User },
        { "event_time", row => row.Made.EventTime },
        { "place", "", row => row.Place, "0" },
        { "product_id", "Item", row => row.Item.Item },
        { "score", row => row.Item.Score },
        { "source", row => row.Item.Reason.Source.ToString() },
        { "reason", "Because", row => row.Item.Reason.Describe(), row => Say(row) },
        { "brand", "Brand", row => run.Names.Brand(row.Item.Item) },
        { "category", "Category", row => run.Names.Category(row.Item.Item) },
    };

    public void PrintTrends(
        IReadOnlyList<TrendBucket<Id>> buckets,
        IEnumerable<TrendReport<Id>> reports,
        TrendRankingOptions ranking,
        TimeZoneInfo? zone)
    {
        var output = new TrendsOutput<Id>(run, buckets, "items", "shop", ranking, zone);
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
            CartsOutput<Id>.Totals,
            "What happened to carts",
            [
                .. carts.GroupBy(cart => cart.Key.Kind, cart => cart.Value.Value.Cart!.Value.Total)
                    .OrderBy(kind => kind.Key).Select(kind => (kind.Key, kind.Sum())),
            ]);
    }

    public void PrintLists(IReadOnlyCollection<TimedList> lists, Id[] users)
    {
        foreach (var user in users.Except(lists.Select(made => made.List.User)))
        {
            run.Results.Notice($"No list for user {user}: nothing came of them that calls for one (--lists-after).");
        }

        var isShort = run.Results.IsForPeople && users.Length == 0;
        var rows = lists.OrderBy(made => made.List.User).Take(isShort ? Users : int.MaxValue)
            .SelectMany(made => made.List.Items.Select((item, place) => (made, place + 1, item)))
            .ToList();
        run.Results.Write(
            Items,
            users.Length == 0 ? "Newest lists, those of the first users" : "Newest lists",
            rows,
            "Nobody has done anything that a list is made after.");
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

    private static string Say((TimedList Made, int Place, Recommendation<Id> Item) row) =>
        RecommendOutput.Say(row.Item.Reason);

    private static string Say(State state) => state.Events == 0
        ? "The speed layer had no news; its state is what it was."
        : $"The speed layer has taken {Plain.Count(state.Events, "event")}, those before a restart included"
            + (state.Late > 0 ? $"; {state.Late:#,0} of this run came too late and are not in its state." : ".");
}
