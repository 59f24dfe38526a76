using System.CommandLine;
using System.Reactive.Linq;
using RxRecs.Recommenders;
using RxRecs.Shop.Input;
using RxRecs.Shop.Options;
using RxRecs.Shop.Output;

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
        + "or all of the session. auto: by event where there are users.",
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

    public static Command Create(ShopHost host)
    {
        var command = new EvaluateCommand();
        return host.CreateReader(
            "evaluate",
            "How often the recommender is right, beside what is popular; a list is made before what it is to foresee.",
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

    /// <summary>Refuses the options of the other protocols.</summary>
    private void RefuseIdle(ShopRun run, string protocol)
    {
        var taken = run.Get(_by) == Auto ? $"by {protocol}, which --by auto takes here" : $"with --by {protocol}";
        (string[] Protocols, Option[] Options)[] takers =
        [
            ([NextItem], _nextItems.All),
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
        _recommender.RefuseIdle(run, recommenders);
        var known = new KnownRecommenders(
            _recommender.Create(run),
            _recommender.Filters(run),
            _nextItems.NextItems(run, protocol.Sessions),
            _recommender.Models(run));
        var (targets, isTest) = (run.IsGiven(_targets) ? Targets(run) : null, _nextItems.IsTest(run));
        run.PutInOrder(test);
        var summary = new NextItemSummary<Id>(aged.Select(static each => each.Name));
        run.HashResults();
        var overlap = new TestOverlap(ShopInput.FirstTimeOf(run.Input, test));
        var (unforetold, foretold) = (new UnforetoldEvents(), 0L);
        run.Each(run.Events.Where(_ => test.Length > 0 && !run.IsTest), next => overlap.Count(next));
        run.Each(run.Events.Where(isTest ?? (static _ => true)), next => unforetold.AddByNextItem(next));
        run.Each(
            run.Events.EvaluateNextItems(() => [.. aged.Select(each => each.Make(known))], isTest, protocol)
                .Do(_ => foretold++)
                .Where(next => targets is null || targets.Contains(next.Kind)),
            summary.Add);
        Play(run, test);
        overlap.Tell(run);
        if (summary.Count == 0)
        {
            run.EndInVain(foretold > 0
                ? $"No event was to be foretold: none of the {foretold:#,0} that go on with a visit is a "
                    + $"{Named(Targets(run))} (--targets)."
                : SayNone(run, unforetold, protocol, overlap));
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

    /// <summary>Says why nothing could be foretold by next item.</summary>
    private static string SayNone(
        ShopRun run, UnforetoldEvents unforetold, NextItemProtocolOptions protocol, TestOverlap overlap)
    {
        var others = protocol.Sessions.KeepRepeats
            ? "that begin a visit"
            : "that begin a visit or repeat its item (--collapse-repeats)";
        return overlap.After > 0
            ? "Nothing could be foretold: no event of the test goes on with a visit. "
                + unforetold.Say(run.Counts, others + ", or are too long before their session's visit in the training")
            : "Nothing could be foretold: no visit of the test has a second event. "
                + unforetold.Say(run.Counts, others);
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
        var (kinds, users, options) = (Targets(run), run.Get(_users).ToHashSet(), _recommender.Create(run));
        var (filters, models) = (_recommender.Filters(run), _recommender.ModelsOfShop(run));
        var (shop, popular, test) = (new PrequentialSummary(), new PrequentialSummary(), default(McNemar));
        var unforetold = new UnforetoldEvents();
        run.Each(run.Events, next => unforetold.AddByEvent(next, kinds, users));
        run.Each(
            run.Events.CompareRecommenders(
                () => new ShopWithModels(options, models, filters),
                () => new PopularityRecommender(popularity: options.KindWeights),
                next => kinds.Contains(next.Kind) && (users.Count == 0 || users.Contains(next.User)),
                new PrequentialOptions { ListLength = run.Get(_at) }),
            next =>
            {
                shop.Add(next.First);
                popular.Add(next.Second);
                test = next.Overall;
            });
        run.Play();

        if (shop.Overall.Count == 0 && run.Counts.Used > 0)
        {
            run.EndInVain(
                $"No event was to be foretold: none that has a user is a {Named(kinds)} (--targets). "
                + unforetold.Say(run.Counts, "that no list was made for"));
        }

        EvaluateOutput.Print(run, run.Get(_at), shop, popular, test);
    }

    private void BySession(ShopRun run)
    {
        var (users, options) = (run.Get(_users).ToHashSet(), _recommender.Create(run));
        var (filters, models) = (_recommender.Filters(run), _recommender.ModelsOfShop(run));
        var settings = new SessionProtocolOptions { ListLength = run.Get(_at), GroundTruth = Truth(run) };
        var scores = run.Events
            .EvaluateSessions(() => new ShopWithModels(options, models, filters), settings)
            .Where(score => users.Count == 0 || users.Contains(score.User))
            .Publish().RefCount();
        var summary = run.Keep(scores.Summarize());
        var sessions = run.Get(_each) ? run.Keep(scores) : [];
        var (unforetold, found) = (new UnforetoldEvents(), 0L);
        run.Each(run.Events, next => unforetold.AddBySession(next));
        run.Each(scores, _ => found++);
        run.Play();

        if (found == 0 && run.Counts.Used > 0)
        {
            run.EndInVain(
                "There is no session to evaluate. " + unforetold.Say(run.Counts, "of other users (--users)"));
        }

        EvaluateOutput.Print(run, run.Get(_at), sessions, summary);
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
