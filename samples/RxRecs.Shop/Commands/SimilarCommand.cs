using System.CommandLine;
using System.Reactive.Linq;
using System.Reactive.Subjects;
using RxRecs.Recommenders;
using RxRecs.Shop.OptionGroups;
using RxRecs.Shop.Options;
using RxRecs.Shop.Output;
using RxRecs.Shop.Reports;
using RxRecs.Shop.Runs;

namespace RxRecs.Shop.Commands;

/// <summary>
/// Finds items of users with the same last items that this user does not hold, or the items that go with an item.
/// </summary>
internal sealed class SimilarCommand
{
    private const string Users = "users";
    private const string Vectors = "vectors";
    private readonly Option<string> _by = ShopOption.Choice(
        "--by",
        "What makes similar: users who hold the same items, how often two items are in one visit or bought together, "
        + "their content (category, brand and price), or vectors that were made elsewhere.",
        [Users, .. ItemMeasures.Names, Vectors]);

    private readonly Option<int> _last = ShopOption.Count(
        "--last", 5, "By users: how many of a user's last distinct items count.", most: 1000);

    private readonly Option<string> _measure = ShopOption.Choice(
        "--measure", "By users: how two users are compared.", "jaccard", "cosine", "overlap");

    private readonly Option<Id[]> _users = ShopOption.Ids("--users", "By users: only for these, else for the busiest.");
    private readonly Option<Id[]> _items = ShopOption.Ids(
        "--items", "By anything else: what goes with these items, else with the busiest.");

    private readonly Option<IReadOnlySet<InteractionKind>?> _fromKinds = KindsOption.CreateList(
        "--from-kinds", "By what is counted: kinds of the items that are asked about, such as view.");

    private readonly Option<IReadOnlySet<InteractionKind>?> _toKinds = KindsOption.CreateList(
        "--to-kinds", "By what is counted: kinds of the items that are found, such as purchase.");

    private readonly Option<bool> _why = ShopOption.Flag(
        "--why", "Takes each score apart: which shared item and which user, or which counts, gave how much of it.");

    private readonly VectorsOption _vectors = new("By vectors");
    private readonly Option<int> _top = ShopOption.Count("--top", 5, "How many similar items for each.");
    private readonly Option<int> _count =
        ShopOption.Count("--count", 5, "How many users or items where none are named.");

    public static Command Create(CommandBuilder builder)
    {
        var command = new SimilarCommand();
        return builder.CreateReader(
            "similar",
            "Items that users with similar last items hold, or that go with an item.",
            [
                command._by, command._last, command._measure, command._users, command._items, command._fromKinds,
                command._toKinds, command._vectors.Option, command._top, command._count, command._why,
            ],
            command.Run);
    }

    private static SetSimilarity Measure(string name) => name switch
    {
        "cosine" => SetSimilarity.Cosine,
        "overlap" => SetSimilarity.Overlap,
        _ => SetSimilarity.Jaccard,
    };

    private void Run(ShopRun run)
    {
        var by = run.Get(_by);
        RefuseIdle(run, by);
        switch (by)
        {
            case Users:
                ByUsers(run);
                break;
            case Vectors:
                ByVectors(run);
                break;
            default:
                ByItems(run);
                break;
        }
    }

    private void RefuseIdle(ShopRun run, string by)
    {
        var where = $"with --by {by}";
        if (by == Users)
        {
            IdleOptions.Refuse(run, $"{where}; --by cosine, --by content or another measure takes it", _items);
        }
        else
        {
            IdleOptions.Refuse(run, where, _last, _measure, _users);
        }

        IdleOptions.Refuse(run, where, by == Vectors ? [] : [_vectors.Option]);
        IdleOptions.Refuse(run, where, ItemMeasures.OfAnyKinds.Contains(by) ? [] : [_fromKinds, _toKinds]);
        if (run.IsGiven(_users) || run.IsGiven(_items))
        {
            IdleOptions.Refuse(run, "where users or items are named", _count);
        }
    }

    private void ByUsers(ShopRun run)
    {
        var options = new SimilarItemsOptions { LastCount = run.Get(_last), Similarity = Measure(run.Get(_measure)) };

        run.Counts.Whose = "user";

        // The operator SimilarItems gives a fresh list with every event. Here lists are wanted at the end alone.
        var events = run.Events.Where(next => !next.User.IsNone);
        using var requests = new Subject<RecommendationRequest<Id, Id>>();
        var lists = run.Keep(events.RecommendOnDemand(requests, () => new SimilarItemsRecommender(options)));
        var busy = run.CountBy(events, next => next.User);
        run.Play();
        foreach (var user in run.ChooseUsers(busy, run.Get(_users), run.Get(_count)))
        {
            requests.OnNext(new(user, run.Get(_top)) { WithExplanations = run.Get(_why) });
        }

        if (busy.Count == 0 && run.Get(_users).Length == 0 && run.Counts.Used > 0)
        {
            run.Results.Notice("No event has a user; --columns user=NAME says which column has them.");
        }

        SimilarOutput.Print(run, lists, busy.ContainsKey);
        foreach (var list in run.Get(_why) ? lists : [])
        {
            WhyOutput.Print(run, new($"user {list.User}", list.User), list);
        }
    }

    private void ByItems(ShopRun run)
    {
        using var requests = new Subject<RecommendationRequest<Id, Id>>();
        var lists = run.Keep(run.Events.RecommendOnDemand(requests, () => ItemMeasures.Create(
            run.Get(_by), new SessionOptions(), run.Get(_fromKinds), run.Get(_toKinds))));
        var busy = run.CountBy(run.Events, next => next.Item);
        run.Play();
        var items = run.Choose(busy, run.Get(_items), run.Get(_count));
        foreach (var item in items)
        {
            requests.OnNext(new(Id.None, run.Get(_top))
            {
                Around = [item],
                Excluded = new HashSet<Id> { item },
                WithExplanations = run.Get(_why),
            });
        }

        SimilarOutput.PrintNeighbors(
            run,
            run.Get(_by),
            [.. items.Zip(lists, (item, list) => (item, list.Items))],
            item => busy.ContainsKey(item) ? null : $"Unknown item {item}: no event of it was seen.");
        foreach (var (item, list) in run.Get(_why) ? items.Zip(lists) : [])
        {
            WhyOutput.Print(run, new($"item {item}", Around: item), list);
        }
    }

    /// <summary>The events tell which items are busy, and what they are; the vectors alone what is near.</summary>
    private void ByVectors(ShopRun run)
    {
        var vectors = _vectors.Read(run)
            ?? throw new UsageException("Vectors come from a file: give it with --vectors FILE.");
        var busy = run.CountBy(run.Events, next => next.Item);
        run.Play();
        var lists = new List<(Id Item, IReadOnlyList<Recommendation<Id>> Neighbors)>();
        var nearest = new List<ItemCosine<Id>>();
        foreach (var item in run.Choose(busy, run.Get(_items), run.Get(_count)))
        {
            vectors.FindNearest(item, run.Get(_top), nearest);
            lists.Add((item, [.. nearest.Select(each => new Recommendation<Id>(each.Item, each.Cosine, default))]));
        }

        SimilarOutput.PrintNeighbors(
            run, Vectors, lists, item => vectors.Contains(item) ? null : $"Item {item} has no vector.");
        foreach (var (item, neighbors) in run.Get(_why) ? lists : [])
        {
            var cosines = neighbors.ToDictionary(static each => each.Item, static each => each.Score);
            WhyOutput.Print(
                run,
                new($"item {item}", Around: item),
                cosines.Select(static each => (each.Key, each.Value)),
                other =>
                [
                    new(RecommendationSource.ItemVectors, cosines[other]) { MatchedItem = item, Detail = vectors.Hash },
                ]);
        }
    }
}
