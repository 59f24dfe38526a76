using System.CommandLine;
using System.Reactive.Linq;
using System.Reactive.Subjects;
using RxRecs.Recommenders;
using RxRecs.Shop.Options;
using RxRecs.Shop.Output;

namespace RxRecs.Shop.Commands;

/// <summary>What users with the same last items hold, that this user does not.</summary>
internal static class SimilarCommand
{
    public static Command Create(ShopHost host)
    {
        var last = ShopOption.Count("--last", 5, "How many of a user's last distinct items count.", most: 1000);
        var top = ShopOption.Count("--top", 5, "How many similar items per user.");
        var measure = ShopOption.Choice("--measure", "How two users are compared.", "jaccard", "cosine", "overlap");
        var users = ShopOption.Ids("--users", "Only for these users, else for the busiest.");
        var count = ShopOption.Count("--count", 5, "How many users where none are named.");
        return host.CreateCommand(
            "similar", "Items that users with similar last items hold.", [last, top, measure, users, count], run =>
        {
            var options = new SimilarItemsOptions { LastCount = run.Get(last), Similarity = Measure(run.Get(measure)) };

            // The operator SimilarItems gives a fresh list with every event. Here lists are wanted at the end alone.
            var events = run.Events.Where(next => !next.User.IsNone);
            using var requests = new Subject<RecommendationRequest<Id, Id>>();
            var lists = run.Keep(events.RecommendOnDemand(
                requests,
                () => new SimilarItemsRecommender<Interaction, Id, Id>(
                    next => next.User, next => next.Item, options)));
            var busy = run.CountBy(events, next => next.User);
            run.Play();

            foreach (var user in run.ChooseUsers(busy, run.Get(users), run.Get(count)))
            {
                requests.OnNext(new(user, run.Get(top)));
            }

            if (busy.Count == 0 && run.Get(users).Length == 0 && run.Counts.Used > 0)
            {
                run.Results.Notice("No event has a user; --columns user=NAME says which column has them.");
            }

            SimilarOutput.Print(run, lists, busy.ContainsKey);
        });
    }

    private static SetSimilarity Measure(string name) => name switch
    {
        "cosine" => SetSimilarity.Cosine,
        "overlap" => SetSimilarity.Overlap,
        _ => SetSimilarity.Jaccard,
    };
}
