using System.CommandLine;
using System.Reactive.Linq;
using RxRecs.Shop.Options;
using RxRecs.Shop.Output;

namespace RxRecs.Shop.Commands;

/// <summary>How good the lists are, each made before what it is held against.</summary>
internal sealed class EvaluateCommand
{
    private readonly RecommenderOptions _recommender = new();
    private readonly Option<int> _at = ShopOption.Count("--at", 20, "K: how many items a list has.", most: 1000);
    private readonly Option<string> _by = ShopOption.Choice(
        "--by", "What a list is held against: the next event, or all of the session.", "event", "session");
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
        return host.CreateCommand(
            "evaluate",
            "How often the recommender is right, beside what is popular; a list is made before what it is to foresee.",
            [
                command._at, command._by, command._targets, command._truth, command._each, command._users,
                .. command._recommender.All,
            ],
            command.Run);
    }

    private void Run(ShopRun run)
    {
        if (run.Get(_by) == "event")
        {
            ByEvent(run);
        }
        else
        {
            BySession(run);
        }
    }

    private void ByEvent(ShopRun run)
    {
        var (kinds, users, options) = (Targets(run), run.Get(_users).ToHashSet(), _recommender.Create(run));
        var filters = _recommender.Filters(run);
        var (shop, popular, test) = (new PrequentialSummary(), new PrequentialSummary(), default(McNemar));
        run.Each(
            run.Events.CompareRecommenders(
                () => new ShopRecommender(options, filters: filters),
                () => new PopularityRecommender(),
                next => kinds.Contains(next.Kind) && (users.Count == 0 || users.Contains(next.User)),
                new PrequentialOptions { ListLength = run.Get(_at) }),
            next =>
            {
                shop.Add(next.First);
                popular.Add(next.Second);
                test = next.Overall;
            });
        run.Play();

        EvaluateOutput.Print(run, run.Get(_at), shop, popular, test);
    }

    private void BySession(ShopRun run)
    {
        var (users, options) = (run.Get(_users).ToHashSet(), _recommender.Create(run));
        var filters = _recommender.Filters(run);
        var settings = new SessionProtocolOptions { ListLength = run.Get(_at), GroundTruth = Truth(run) };
        var scores = run.Events
            .EvaluateSessions(() => new ShopRecommender(options, filters: filters), settings)
            .Where(score => users.Count == 0 || users.Contains(score.User))
            .Publish().RefCount();
        var summary = run.Keep(scores.Summarize());
        var sessions = run.Get(_each) ? run.Keep(scores) : [];
        run.Play();

        EvaluateOutput.Print(run, run.Get(_at), sessions, summary);
    }

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

    private GroundTruth Truth(ShopRun run) => run.Get(_truth) switch
    {
        "first-item" => GroundTruth.NextItem,
        "purchases" => GroundTruth.Purchases,
        _ => GroundTruth.AllItems,
    };
}
