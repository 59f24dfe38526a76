using System.CommandLine;
using RxRecs.Recommenders;
using RxRecs.Shop.OptionGroups;
using RxRecs.Shop.Options;
using RxRecs.Shop.Reports;

namespace RxRecs.Shop.Commands;

/// <summary>
/// Forgets users after all events have been learned, and holds the lists, and the saved state, against those of a
/// recommender that has never had the users' events.
/// </summary>
internal static class ForgetCommand
{
    public static Command Create(CommandBuilder builder)
    {
        var options = new RecommenderOptions();
        var users = ShopOption.Ids("--users", "Forget these users, else the first one that comes.");
        var remember = ShopOption.Count(
            "--remember", 1_000_000, "How many of the newest events can be taken back.", least: 2, most: 100_000_000);
        var lists = ShopOption.Count("--lists", 1000, "The lists of how many users are compared, the busiest.");
        var top = ShopOption.Count("--top", 8, "How many items per user.", most: 1000);
        return builder.CreateReader(
            "forget", "Whether a user can be forgotten: lists and state against those without the user.",
            [users, remember, lists, top, .. options.OfShop], run =>
        {
            var settings = options.Create(run);
            ShopRecommender Make() => new(settings, filters: options.Filters(run));
            // Fed by hand, as nothing else here (docs/adr/0020): saved states are compared, which no stream shows.
            using var learned = new ErasableRecommender<Interaction, Id, Id>(
                Make, UserSelectors.Interactions, new() { MaxEvents = run.Get(remember) });
            var (without, forgotten) = (Make(), new HashSet<Id>(run.Get(users)));
            var busy = run.CountBy(run.Events, next => next.User);
            run.Each(run.Events, next =>
            {
                if (forgotten.Count == 0 && !next.User.IsNone)
                {
                    forgotten.Add(next.User);
                }

                learned.Learn(next);
                if (!forgotten.Contains(next.User))
                {
                    without.Learn(next);
                }
            });
            run.Play();

            busy.Remove(Id.None);
            var output = new ForgetOutput(run);
            Id[] named = [.. forgotten.Order()];
            var results = learned.ApplyAll([.. named.Select(user => UserChange<Id>.Forget(user, learned.Watermark))]);
            output.Print([.. named.Zip(results, (user, result) =>
                new ForgetOutput.Row(user, busy.ContainsKey(user), result))]);
            without.AdvanceTo(learned.Watermark);
            var asked = run.Choose(busy, [], run.Get(lists));
            output.Print(ForgetOutput.Compare(
                learned.Recommender, without, [.. asked.Union(forgotten)], run.Get(top)));
        });
    }
}
