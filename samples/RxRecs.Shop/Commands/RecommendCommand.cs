using System.CommandLine;
using System.Reactive.Linq;
using System.Reactive.Subjects;
using RxRecs.Shop.OptionGroups;
using RxRecs.Shop.Options;
using RxRecs.Shop.Output;
using RxRecs.Shop.Reports;

namespace RxRecs.Shop.Commands;

/// <summary>Shows what to recommend to a user, or in a visit, and why: the serving layer.</summary>
internal static class RecommendCommand
{
    private const string AnyPurpose = "any";

    public static Command Create(CommandBuilder builder)
    {
        var options = new RecommenderOptions();
        var users = ShopOption.Ids("--users", "For these users, else for the busiest.");
        var sessions = ShopOption.List(
            "--sessions",
            "ID,…",
            "For these sessions; without --users, and where no event has a user, for the longest.");
        var count = ShopOption.Count("--count", 3, "For how many users, or sessions, where none are named.");
        var top = ShopOption.Count("--top", 8, "How many items per user.", most: 1000);
        var text = ShopOption.Choice(
            "--text", "Tables, one sentence for a list, or a line for each item.", "table", "merged", "lines");
        var purpose = ShopOption.Choice(
            "--purpose", "Only items of one purpose, of the sources for it. complement needs bought-together among the "
            + "--sources, and substitute content: they are not among the usual.",
            [AnyPurpose, .. Enum.GetNames<RecommendationPurpose>().Select(static name => name.ToLowerInvariant())]);
        var why = ShopOption.Flag("--why", "Takes each score apart: which source, item and visit gave how much of it.");
        return builder.CreateReader(
            "recommend", "What to show to a user, or in a session, and why.",
            [users, sessions, count, top, text, purpose, why, .. options.All], run =>
        {
            if (run.IsGiven(users) || run.IsGiven(sessions))
            {
                IdleOptions.Refuse(run, "where users or sessions are named", count);
            }

            var (settings, models) = (options.Create(run), options.ModelsOfShop(run));
            using var requests = new Subject<RecommendationRequest<Id, Id>>();
            var lists = run.Keep(run.Events.RecommendOnDemand(
                requests, () => new ShopWithModels(settings, models, options.Filters(run))));
            var known = new KnownUsers(run, run.Events);
            var busy = run.CountBy(run.Events.Where(next => !next.User.IsNone), next => next.User);
            var visits = run.CountBy(
                run.Events.Where(next => !string.IsNullOrEmpty(next.Session)), next => next.Session!);
            run.Play();

            var namesUsers = run.Get(users).Length > 0;
            var namesSessions = run.Get(sessions) is { Length: > 0 };
            if (namesUsers || (!namesSessions && busy.Count > 0))
            {
                foreach (var user in run.Choose(busy, run.Get(users), run.Get(count)))
                {
                    requests.OnNext(Ask(user, null));
                }
            }

            if (namesSessions || (!namesUsers && busy.Count == 0))
            {
                foreach (var session in run.Choose(
                    visits, run.Get(sessions) ?? [], run.Get(count), StringComparer.Ordinal))
                {
                    requests.OnNext(Ask(Id.None, session));
                }
            }

            if (RecommenderOptions.SayUnserved(settings, Purpose(run.Get(purpose))) is { } unserved)
            {
                run.Results.Notice(unserved);
            }

            if (namesUsers && busy.Count == 0 && visits.Count > 0)
            {
                run.Results.Notice("No event has a user; --sessions names those of a session.");
            }

            if (!namesUsers && !namesSessions && busy.Count + visits.Count == 0 && run.Counts.Used > 0)
            {
                run.Results.Notice(
                    "No event has a user or a session, so there is nobody to recommend to; --columns user=NAME says "
                    + "which column has them.");
            }

            var output = new RecommendOutput(run, known, visits);
            output.Print(lists, run.Get(text));
            foreach (var list in run.Get(why) ? lists : [])
            {
                var name = list.Session is { } session ? $"session {session}" : $"user {list.User}";
                WhyOutput.Print(run, new(name, list.User, list.Session), list);
            }

            output.PrintRules(lists);

            RecommendationRequest<Id, Id> Ask(Id user, string? session) => new(user, run.Get(top))
            {
                Session = session,
                WithExplanations = run.Get(why),
                Purpose = Purpose(run.Get(purpose)),
            };
        });
    }

    private static RecommendationPurpose? Purpose(string name) =>
        name == AnyPurpose ? null : Enum.Parse<RecommendationPurpose>(name, ignoreCase: true);
}
