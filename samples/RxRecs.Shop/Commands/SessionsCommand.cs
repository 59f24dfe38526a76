using System.CommandLine;
using System.Reactive.Linq;
using System.Reactive.Subjects;
using RxRecs.Kafka;
using RxRecs.Shop.Broker;
using RxRecs.Shop.Input;
using RxRecs.Shop.OptionGroups;
using RxRecs.Shop.Options;
using RxRecs.Shop.Output;
using RxRecs.Shop.Reports;
using RxRecs.Shop.Runs;

namespace RxRecs.Shop.Commands;

/// <summary>
/// Begins a new session for some users, seeded with their last items, and sends two messages for each: that it has
/// begun, and what is recommended in it.
/// </summary>
internal sealed class SessionsCommand
{
    private readonly BrokerOptions _broker = new();
    private readonly Option<string> _topic = TopicName.Create(
        "--topic", "user-events", "Where the messages go; the topic is made unless it is there.");
    private readonly Option<Id[]> _users = ShopOption.Ids("--users", "For these users, else for the busiest.");
    private readonly Option<int> _count = ShopOption.Count("--count", 3, "For how many users where none are named.");
    private readonly Option<int> _last = ShopOption.Count(
        "--last", 10, "How many last items begin the session.", most: 1000);

    public static Command Create(CommandBuilder builder)
    {
        var command = new SessionsCommand();
        return builder.CreateCommand(
            "sessions",
            "Begin a new session for some users and send it, and what is recommended in it, to a topic.",
            [.. command._broker.Connection, command._topic, command._users, command._count, command._last],
            command.Run);
    }

    private void Run(ShopRun run)
    {
        IdleOptions.Refuse(run, $"with {_users.Name}", run.IsGiven(_users) ? [_count] : []);
        var connection = _broker.Settings(run);
        run.Counts.Whose = "user";
        run.Input.RefuseIdleColumns();
        ShopInput.CheckFiles(run.Input.Files);
        using var broker = BrokerSession.Open(connection);
        broker.Ensure(run.Get(_topic), null, run.Stop);
        using var sink = new KafkaSink<SessionMessage>(broker.Settings, new KafkaSinkOptions<SessionMessage>
        {
            Notices = KafkaNotice.Silence,
            Topic = run.Get(_topic),
            Write = ResultJson.Write,
            KeySelector = static message => KafkaKey.Of(message.User),
            CancellationToken = run.Stop,
        });
        sink.Connect(broker.IsEmbedded ? CancellationToken.None : run.Stop);
        var buckets = new TrendBucketsOptions
        {
            AllowedLateness = TimeSpan.Zero,
            CompleteUntil = run.Input.CompleteUntil,
        };
        using var requests = new Subject<RecommendationRequest<Id, Id>>();
        var lists = run.KeepNewest(
            run.Events.RecommendOnDemand(
                requests, () => new ShopRecommender(new ShopRecommenderOptions { Buckets = buckets })),
            list => list.User);
        var recent = run.KeepNewest(run.Events.LastItemsPerUser(run.Get(_last)), last => last.Key);
        var busy = run.CountBy(run.Events.Where(next => !next.User.IsNone), next => next.User);
        run.Play();

        foreach (var user in run.ChooseUsers(busy, run.Get(_users), run.Get(_count)))
        {
            if (!recent.TryGetValue(user, out var last))
            {
                run.Results.Notice($"Unknown user {user}: no event of theirs was seen, so no session begins.");
                continue;
            }

            requests.OnNext(new(user, count: 1));
            var session = new SessionOutput(
                Guid.NewGuid().ToString(), user, last.Items, lists[user].Items is [var best, ..] ? best.Item : Id.None);
            sink.OnNext(new SessionMessage(session.Session, user, Id.None));
            if (!session.RecommendedItem.IsNone)
            {
                sink.OnNext(new SessionMessage(session.Session, user, session.RecommendedItem));
            }

            run.Results.Write(SessionOutput.New, session);
        }

        sink.OnCompleted();
        run.Results.Write(
            TopicCount.Table, "Messages sent", new[] { new TopicCount(run.Get(_topic), sink.Delivered) });
    }
}
