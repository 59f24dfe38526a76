using System.CommandLine;
using System.Reactive.Linq;
using RxRecs.Recommenders;
using RxRecs.Shop.Input;
using RxRecs.Shop.OptionGroups;
using RxRecs.Shop.Options;
using RxRecs.Shop.Output;
using RxRecs.Shop.Reports;
using RxRecs.Shop.Runs;

namespace RxRecs.Shop.Commands;

/// <summary>Measures how good the lists are, each made before the event that it is compared with.</summary>
internal sealed class EvaluateCommand
{
    private const string Auto = "auto";
    private const string Event = "event";
    private const string NextItem = "next-item";
    private const string Session = "session";
    private readonly RecommenderOptions _recommender = new();
    private readonly Option<int> _at = ShopOption.Count("--at", 20, "K: how many items a list has.", most: 1000);
    private readonly NextItemTestOptions _nextItems = new();
    private readonly Option<string> _by = ShopOption.Choice(
        "--by",
        "What a list is held against: the user's next event, the next item of the visit (for data without users, too), "
        + "or all of the session. auto: by next item where --recommenders or an option of next items is given, or "
        + "where the first rows have no user; else by event.",
        Auto,
        Event,
        NextItem,
        Session);

    private readonly Option<string[]> _targets = ShopOption.List(
        "--targets",
        "KIND,…",
        "By event: which events a list should have foreseen: view, cart, purchase. [default: cart,purchase]");

    private readonly Option<string> _truth = ShopOption.Choice(
        "--truth", "By session: what a list should have held.", "all-items", "first-item", "purchases");

    private readonly Option<bool> _each = ShopOption.Flag("--each", "By session: print every session.");
    private readonly Option<Id[]> _users = ShopOption.Ids(
        "--users", "Score only these users; all events are learned.");

    public static Command Create(CommandBuilder builder)
    {
        var command = new EvaluateCommand();
        return builder.CreateReader(
            "evaluate",
            "How often recommenders are right, beside what is popular; a list is made before what it is to foresee.",
            [
                command._at, command._by, command._targets, command._truth, command._each, command._users,
                .. command._nextItems.All, .. command._recommender.All,
            ],
            command.Run);
    }

    private void Run(ShopRun run)
    {
        run.Input = run.Input with { Order = RowOrder.AsLogged };
        var protocol = Protocol(run);
        RefuseIdle(run, protocol);
        switch (protocol)
        {
            case Session:
                BySession(run);
                break;
            case Event:
                ByEvent(run);
                break;
            default:
                ByNextItem(run);
                break;
        }
    }

    private string Protocol(ShopRun run) => run.Get(_by) is not Auto and var given ? given
        : !_nextItems.AreGiven(run) && ShopInput.Look(run.Input).Users ? Event
        : NextItem;

    /// <summary>Says which protocol is taken where the names of recommenders alone have made it another.</summary>
    private void SayAuto(ShopRun run)
    {
        if (run.Get(_by) == Auto && _nextItems.NamesAlone(run) && ShopInput.Look(run.Input).Users)
        {
            run.Terminal.Error.WriteLine(
                "With --recommenders: by next item of the visit, not by event (--by event says otherwise).");
        }
    }

    /// <summary>Refuses the options of the other protocols.</summary>
    private void RefuseIdle(ShopRun run, string protocol)
    {
        var taken = run.Get(_by) == Auto ? $"by {protocol}, which --by auto takes here" : $"with --by {protocol}";
        (string[] Protocols, Option[] Options)[] takers =
        [
            ([NextItem], _nextItems.OfNextItems),
            ([Event, NextItem], [_targets]),
            ([Session], [_truth, _each]),
            ([Event, Session], [_users]),
        ];
        foreach (var (protocols, options) in takers.Where(each => !each.Protocols.Contains(protocol)))
        {
            IdleOptions.Refuse(run, $"{taken}; --by {string.Join(" or ", protocols)} takes it", options);
        }
    }

    private void ByNextItem(ShopRun run)
    {
        var (test, plot) = (_nextItems.Test(run), _nextItems.Plot(run));
        var protocol = _nextItems.Protocol(run, run.Get(_at));
        var recommenders = _nextItems.Recommenders(run, _recommender.ModelNames(run));
        var aged = Aged(recommenders, _nextItems.Freshness(run));
        _nextItems.RefuseIdle(run, recommenders);
        var known = Known(run, recommenders, _nextItems.NextItems(run, protocol.Sessions), popularByKind: false);
        var (targets, isTest) = (run.IsGiven(_targets) ? Targets(run) : null, _nextItems.IsTest(run));
        SayAuto(run);
        run.PutInOrder(test);
        var summary = new NextItemSummary<Id>(
            aged.Select(static each => each.Name),
            similarity: (item, other) => run.Names.AreOfOneCategory(item, other) ? 1 : 0);
        run.HashResults();
        var overlap = new TestOverlap(ShopInput.FirstTimeOf(run.Input, test));
        var (unpredicted, predicted) = (new UnpredictedEvents(), 0L);
        run.Each(run.Events.Where(_ => test.Length > 0 && !run.IsTest), next => overlap.Train(next));
        run.Each(run.Events.Where(_ => run.IsTest), next => overlap.Test(next));
        run.Each(run.Events.Where(isTest ?? (static _ => true)), next => unpredicted.AddByNextItem(next));
        run.Each(
            run.Events.EvaluateNextItems(() => [.. aged.Select(each => each.Make(known))], isTest, protocol)
                .Do(_ => predicted++)
                .Where(next => targets is null || targets.Contains(next.Kind)),
            summary.Add);
        Play(run, test);
        overlap.Tell(run);
        if (summary.Count == 0)
        {
            run.EndInVain(predicted > 0
                ? $"No event was to be predicted: none of the {predicted:#,0} that go on with a visit is a "
                    + $"{Named(Targets(run))} (--targets)."
                : SayNone(run, unpredicted, protocol, overlap));
            return;
        }

        Print(run, summary, recommenders, protocol, plot);
    }

    private static void Play(ShopRun run, string[] test)
    {
        if (test.Length > 0)
        {
            run.PlayThenTest(test);
        }
        else
        {
            run.Play();
        }
    }

    private void Print(
        ShopRun run,
        NextItemSummary<Id> summary,
        string[] recommenders,
        NextItemProtocolOptions protocol,
        string? plot)
    {
        if (_nextItems.Freshness(run) is { Length: > 0 } delays)
        {
            FreshnessOutput.Print(run, summary, recommenders, delays, protocol.ListLength, plot);
            return;
        }

        NextItemOutput.Print(run, summary, protocol.ListLength, protocol.RemainingItems);
        if (plot is not null)
        {
            NextItemOutput.Draw(plot, summary, protocol.ListLength);
            run.Results.Say($"Drawn: {plot}");
        }
    }

    /// <summary>Says why nothing could be predicted by next item.</summary>
    private static string SayNone(
        ShopRun run, UnpredictedEvents unpredicted, NextItemProtocolOptions protocol, TestOverlap overlap)
    {
        var others = protocol.Sessions.KeepRepeats
            ? "that begin a visit"
            : "that begin a visit or repeat its item (--collapse-repeats)";
        return overlap.Exists
            ? "Nothing could be predicted: no event of the test goes on with a visit. "
                + unpredicted.Say(run.Counts, others + ", or are too long before their session's visit in the training")
            : "Nothing could be predicted: no visit of the test has a second event. "
                + unpredicted.Say(run.Counts, others);
    }

    /// <summary>Gives what is compared: each recommender, or each as it would be with old knowledge.</summary>
    private static Entrant[] Aged(string[] names, Duration[] delays) => delays.Length == 0
        ? [.. names.Select(name => new Entrant(name, known => known.Create(name)))]
        :
        [
            .. from name in names
               from delay in delays
               select new Entrant($"{name}, {delay} old", known => known.Create(name, delay.Span)),
        ];

    private void ByEvent(ShopRun run)
    {
        var (kinds, users) = (Targets(run), run.Get(_users).ToHashSet());
        var unpredicted = new UnpredictedEvents();
        run.Each(run.Events, next => unpredicted.AddByEvent(next, kinds, users));
        var scores = EventScores.Of(
            run,
            run.Events,
            OfUsers(run),
            next => kinds.Contains(next.Kind) && (users.Count == 0 || users.Contains(next.User)),
            run.Get(_at));
        run.HashResults();
        run.Play();
        if (scores.Count == 0 && run.Counts.Used > 0)
        {
            run.EndInVain(
                $"No event was to be predicted: none that has a user is a {Named(kinds)} (--targets). "
                + unpredicted.Say(run.Counts, "that no list was made for"));
        }

        EvaluateOutput.Print(run, run.Get(_at), scores);
    }

    private void BySession(ShopRun run)
    {
        var (users, recommenders) = (run.Get(_users).ToHashSet(), OfUsers(run));
        var settings = new SessionProtocolOptions { ListLength = run.Get(_at), GroundTruth = Truth(run) };
        IObservable<SessionScore<Id, string, Id>>[] scores =
        [
            .. recommenders.Select(each => run.Events.EvaluateSessions(each.Create, settings)
                .Where(score => users.Count == 0 || users.Contains(score.User))
                .Publish().RefCount()),
        ];
        var summaries = scores.Select(each => run.Keep(each.Summarize())).ToArray();
        var sessions = run.Get(_each) ? run.Keep(scores[0]) : [];
        var (unpredicted, found) = (new UnpredictedEvents(), 0L);
        run.Each(run.Events, next => unpredicted.AddBySession(next));
        run.Each(scores[0], _ => found++);
        run.HashResults();
        run.Play();
        if (found == 0 && run.Counts.Used > 0)
        {
            run.EndInVain(
                "There is no session to evaluate. " + unpredicted.Say(run.Counts, "of other users (--users)"));
        }

        EvaluateOutput.Print(run, run.Get(_at), sessions, [
            .. recommenders.Zip(summaries).SelectMany(static each =>
                each.Second.Select(summary => new EvaluateOutput.SessionRow(each.First.Name, summary))),
        ]);
    }

    /// <summary>Gives the recommenders that are compared by event or session.</summary>
    private (string Name, Func<IRecommender<Interaction, Id, Id>> Create)[] OfUsers(ShopRun run)
    {
        var names = _nextItems.RecommendersOfUsers(run, _recommender.ModelNames(run));
        var known = Known(run, names, new NextItemOptions(), popularByKind: true);
        return [.. names.Select(name => (name, (Func<IRecommender<Interaction, Id, Id>>)(() => known.Create(name))))];
    }

    private KnownRecommenders Known(ShopRun run, string[] names, NextItemOptions nextItems, bool popularByKind)
    {
        _recommender.RefuseIdle(run, names);
        var shop = _recommender.Create(run);
        var popularity = popularByKind ? shop.KindWeights : null;
        return new(shop, _recommender.Filters(run), nextItems, _recommender.Models(run), popularity);
    }

    private static string Named(HashSet<InteractionKind> kinds) =>
        string.Join(" or a ", kinds.Order()).ToLowerInvariant();

    private HashSet<InteractionKind> Targets(ShopRun run) => run.Get(_targets) is { Length: > 0 } names
        ? [.. names.Select(Target)]
        : [InteractionKind.Cart, InteractionKind.Purchase];

    private static InteractionKind Target(string name) => name switch
    {
        "view" => InteractionKind.View,
        "cart" => InteractionKind.Cart,
        "purchase" => InteractionKind.Purchase,
        _ => throw new UsageException($"--targets: '{name}' is not one of view, cart, purchase."),
    };

    private sealed record Entrant(string Name, Func<KnownRecommenders, IRecommender<Interaction, Id, Id>> Make);

    private GroundTruth Truth(ShopRun run) => run.Get(_truth) switch
    {
        "first-item" => GroundTruth.NextItem,
        "purchases" => GroundTruth.Purchases,
        _ => GroundTruth.AllItems,
    };
}
