using System.CommandLine;
using System.Reactive.Linq;
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
/// Batch, speed and serving layer over a topic: what rises and falls in the requested range, what each user did last
/// and has in the cart, and a fresh list for whoever does something.
/// </summary>
internal sealed class LambdaCommand
{
    private readonly BrokerOptions _broker = new();
    private readonly Option<string> _topic = TopicName.Create("--topic", "user_activities", "The topic of events.");
    private readonly Option<string> _group = TopicName.Create(
        "--group", "rxrecs-lambda", "The consumer group of the speed layer, with -speed after it.");
    private readonly Option<bool> _fromBeginning = ShopOption.Flag(
        "--from-beginning",
        "Begin with the topic's first record; the speed layer only where its group is new. [default]");
    private readonly Option<DateTimeOffset?> _fromTime = ShopOption.Date(
        "--from-time", "Begin with the first record written from this time on (UTC).");
    private readonly Option<bool> _fromNow = ShopOption.Flag("--from-now", "Begin with what comes from now on.");
    private readonly HistoryOptions _history = new("The speed layer reads them when it has no state yet.");
    private readonly Option<Duration?> _idleStop = ShopOption.Length(
        "--idle-stop", "End when nothing has come for so long, such as 20s. Without: Ctrl-C ends it.");
    private readonly Option<string?> _state = ShopOption.Text(
        "--state", "FOLDER", "Save the speed layer's state there, and go on from it after a stop or a crash.");
    private readonly Option<string?> _trends = TopicName.Create(
        "--trends", "Write what rises, falls and is new to this topic, as each bucket closes.");
    private readonly Option<string?> _lists = TopicName.Create(
        "--recommendations", "Write each fresh list to this topic.");
    private readonly Option<string?> _dead = TopicName.Create(
        "--dead-letters",
        "Records that cannot be read, or whose time cannot be, go to this topic, with the reason.");
    private readonly TrendOptions _trend = new(TrendOptions.ScoresFrom("damped"));
    private readonly LimitOptions _limits = new();
    private readonly Option<Id[]> _users = ShopOption.Ids(
        "--users", "Lists for these users alone. Without: for all who do something.");
    private readonly Option<IReadOnlySet<InteractionKind>?> _after = KindsOption.CreateList(
        "--lists-after", "After which events a user gets a new list. [default: view,cart,remove,purchase]");
    private readonly Option<Duration?> _refresh = ShopOption.Length(
        "--refresh",
        "Make a list anew when it is so old in event time, for users of the last week. Without: when a bucket's length "
        + "has passed.");
    private readonly Option<int> _last = ShopOption.Count(
        "--last", 5, "How many last items are kept of each user.", most: 10_000);
    private readonly Option<int> _top = ShopOption.Count("--top", 5, "Items per trend list.");
    private readonly Option<bool> _log = ShopOption.Flag(
        "--log",
        "A numbered line on standard error for each message that a layer receives, and what the client library says.");

    public static Command Create(CommandBuilder builder)
    {
        var command = new LambdaCommand();
        command._group.HelpName = "GROUP";
        return builder.CreateCommand(
            "lambda",
            "Batch, speed and serving layer over a Kafka topic; without --broker over the input, in a broker inside "
            + "this process.",
            [
                .. command._broker.All, command._topic, command._group, command._fromBeginning, command._fromTime,
                command._fromNow, .. command._history.All, command._idleStop, command._state,
                command._trends, command._lists, command._dead, command._users, command._after, command._refresh,
                command._last, command._top, .. command._trend.All, .. command._limits.All, command._log,
            ],
            command.Run);
    }

    private void Run(ShopRun run)
    {
        run.Counts.Whose = "user";
        var connection = _broker.Settings(run);
        Check(run, connection is not null);
        using var broker = BrokerSession.Open(connection);
        var settings = Settings(run, broker);
        Prepare(run, broker);
        using var sinks = new ResultSinks(broker, run.Get(_trends), run.Get(_lists), run.Get(_dead), run.Stop);
        sinks.Connect();
        using var layers = new LambdaLayers(run, broker, settings, sinks);

        // Batch layer: what is counted per bucket, and what rises and falls over the requested range.
        var (score, ranking) = (_trend.Score(run), _trend.Ranking(run, run.Get(_top)));
        var hasEnd = connection is null || run.Input.To < DateTimeOffset.MaxValue;
        var (size, counting) = (_trend.Bucket(run), _trend.Buckets(run));
        counting = hasEnd ? counting : counting with { CompleteUntil = null };
        var buckets = run
            .Buckets(
                layers.Batch,
                events => events.TrendBuckets(size, counting),
                bucket => !settings.BeginsAtTheFirst && bucket.Start < layers.BatchBegan)
            .Publish().RefCount();
        var closed = run.Keep(buckets);
        var reports = run.Keep(buckets.TrendRange(
            run.Input.From, run.Input.To, score, TrendBasis.LastTransition, ranking));
        run.Each(
            buckets.TopTrends(score, ranking).SelectMany(FoundTrend.Of), found => sinks.Trends?.OnNext(found));
        run.Each(layers.Batch.CatalogItems(), run.Names.Note);

        // Speed layer: each partition has its pipeline (SpeedPipeline), whose newest results are kept here.
        var totals = run.KeepNewest(layers.Speed.Where(next => next.Value.Events is not null), next => next.Partition);
        var recent = run.KeepNewest(
            layers.Speed.Where(next => next.Value.Recent is not null), next => next.Value.Recent!.Value.Key);
        var carts = run.KeepNewest(
            layers.Speed.Where(next => next.Value.Cart is not null),
            next => (next.Partition, next.Value.Cart!.Value.Kind));

        // Serving layer: the newest list of each user, which also goes to a topic.
        var lists = run.KeepNewest(
            layers.Speed.Where(next => next.Value.List is not null), next => next.Value.List!.Value.List.User);
        run.Each(layers.Speed.Where(next => next.Value.List is not null), next =>
            sinks.Recommendations?.OnNext(new(next.Value.List!.Value, next.ToSequence())));

        layers.Play();

        // What was found is printed also where the broker has gone and takes nothing more.
        var output = new LambdaOutput(run);
        try
        {
            sinks.Complete();
        }
        finally
        {
            output.PrintTrends(closed, reports, ranking, _trend.Zone(run));
            output.PrintSpeed(recent.Count, carts);
            output.PrintLists([.. lists.Values.Select(next => next.Value.List!.Value)], run.Get(_users));
            output.PrintLayers(totals.Values.Sum(next => next.Value.Events!.Value), layers.LateForSpeed);
            run.Results.Flush();
        }

        output.PrintTopics(
            (run.Get(_trends), sinks.Trends?.Delivered),
            (run.Get(_lists), sinks.Recommendations?.Delivered),
            (run.Get(_dead), sinks.DeadLetters?.Delivered));
    }

    private void Check(ShopRun run, bool hasBroker)
    {
        if (hasBroker)
        {
            run.Input.CheckTopicAlone(_history.AreGiven(run));
        }

        if (!hasBroker && run.Get(_state) is not null)
        {
            throw new UsageException("--state: needs --broker; the broker of this process forgets all at its end.");
        }

        if (!hasBroker && new Option[] { _fromTime, _fromNow, _idleStop }.FirstOrDefault(run.IsGiven) is { } live)
        {
            throw new UsageException(
                $"{live.Name}: needs --broker; without one the input is read from its beginning to its end.");
        }

        IdleOptions.Refuse(
            run, "without --broker: rows are checked before they are written", hasBroker ? [] : _limits.All);
        _broker.RefuseIdle(run);
        if (!hasBroker)
        {
            run.Input.RefuseIdleColumns();
        }

        CheckHistory(run, hasBroker);
        TopicName.CheckDiffer(
            _topic,
            run.Get(_topic),
            (_trends, run.Get(_trends)),
            (_lists, run.Get(_lists)),
            (_dead, run.Get(_dead)));
        ShopInput.CheckFiles(run.Input.Files);
    }

    private void CheckHistory(ShopRun run, bool hasBroker)
    {
        if (!_history.AreGiven(run))
        {
            return;
        }

        if (!hasBroker || run.Get(_state) is null)
        {
            throw new UsageException(
                "--history: needs --broker and --state, where the speed layer saves that it has read the files.");
        }

        if (run.Get(_fromNow) || run.IsGiven(_fromTime))
        {
            throw new UsageException("--history: the topic is read from where the files end, which no --from says.");
        }
    }

    private LambdaSettings Settings(ShopRun run, BrokerSession broker)
    {
        if (new[] { run.Get(_fromBeginning), run.IsGiven(_fromTime), run.Get(_fromNow) }.Count(given => given) > 1)
        {
            throw new UsageException("Give one of --from-beginning, --from-time and --from-now.");
        }

        return new LambdaSettings
        {
            Topic = Topic(run, broker),
            Group = run.Get(_group),
            Protocol = _broker.Protocol(run),
            Store = run.Get(_state) is { } folder ? new FileSnapshotStore(folder) : null,
            Last = run.Get(_last),
            BeginsAtTheFirst = !run.IsGiven(_fromTime) && !run.Get(_fromNow),
            Lists = Lists(run),
        };
    }

    private TopicInput Topic(ShopRun run, BrokerSession broker)
    {
        var limits = _limits.Create(run);
        return new TopicInput
        {
            Broker = broker.Settings,
            Topic = run.Get(_topic),
            Start = run.Get(_fromTime) is { } time ? KafkaStart.At(time)
                : run.Get(_fromNow) ? KafkaStart.End : KafkaStart.Beginning,
            End = run.Get(_idleStop) is { Span: var quiet } ? KafkaEnd.AfterQuiet(quiet) : KafkaEnd.Never,
            History = _history.Create(run),
            Limits = limits,
            Parser = TopicInput.ParserOf(run.Input, limits),
            Log = run.Get(_log) ? TextWriter.Synchronized(run.Terminal.Error) : null,
        };
    }

    private ListRules Lists(ShopRun run)
    {
        var usual = new ShopRecommenderOptions
        {
            Buckets = new TrendBucketsOptions { AllowedLateness = TimeSpan.Zero, TimeZone = _trend.Zone(run) },
        };
        return new ListRules
        {
            Users = run.Get(_users) is { Length: > 0 } users ? users.ToHashSet() : null,
            After = run.Get(_after) ?? Enum.GetValues<InteractionKind>().ToHashSet(),
            Refresh = run.Get(_refresh)?.Span ?? _trend.Bucket(run),
            Recommender = usual with
            {
                BucketSize = _trend.Bucket(run),
                KindWeights = _trend.Weights(run),
                TrendScore = _trend.IsScoreGiven(run) ? _trend.Score(run) : usual.TrendScore,
            },
        };
    }

    private void Prepare(ShopRun run, BrokerSession broker)
    {
        string[] results = [.. new[] { run.Get(_trends), run.Get(_lists), run.Get(_dead) }.OfType<string>().Distinct()];
        if (broker.IsEmbedded)
        {
            broker.Ensure(run.Get(_topic), null, run.Stop);
        }
        else if (results.Length > 0)
        {
            // A name that is mistyped should not leave topics behind.
            broker.CheckReadable(run.Get(_topic), run.Stop);
        }

        foreach (var topic in results)
        {
            broker.Ensure(topic, null, run.Stop);
        }
    }
}
