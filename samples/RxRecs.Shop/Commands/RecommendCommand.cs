using System.CommandLine;
using System.Reactive.Linq;
using System.Reactive.Subjects;
using RxRecs.Shop.Options;
using RxRecs.Shop.Output;

namespace RxRecs.Shop.Commands;

/// <summary>What to show to a user, and why: the serving layer.</summary>
internal static class RecommendCommand
{
    public static Command Create(ShopHost host)
    {
        var options = new RecommenderOptions(quota: 3);
        var users = ShopOption.Ids("--users", "For these users, else for the busiest.");
        var count = ShopOption.Count("--count", 3, "For how many users where none are named.");
        var top = ShopOption.Count("--top", 8, "How many items per user.", most: 1000);
        var text = ShopOption.Choice(
            "--text", "Tables, one sentence for a list, or a line for each item.", "table", "merged", "lines");
        return host.CreateCommand(
            "recommend", "What to show to a user, and why.", [users, count, top, text, .. options.All], run =>
        {
            var settings = options.Create(run);
            using var requests = new Subject<RecommendationRequest<Id, Id>>();
            var lists = run.Keep(run.Events.RecommendOnDemand(
                requests, () => new ShopRecommender(settings, filters: options.Filters(run))));
            var known = new KnownUsers(run, run.Events);
            var busy = run.CountBy(run.Events.Where(next => !next.User.IsNone), next => next.User);
            run.Play();

            foreach (var user in run.ChooseUsers(busy, run.Get(users), run.Get(count)))
            {
                requests.OnNext(new(user, run.Get(top)));
            }

            new RecommendOutput(run, known).Print(lists, run.Get(text));
        });
    }
}
