using System.CommandLine;
using System.Reactive.Linq;
using RxRecs.Shop.OptionGroups;
using RxRecs.Shop.Options;
using RxRecs.Shop.Output;
using RxRecs.Shop.Reports;
using RxRecs.Shop.Runs;

namespace RxRecs.Shop.Commands;

/// <summary>Shows the last items of each user or visit.</summary>
internal sealed class RecentCommand
{
    private readonly Option<int> _last = ShopOption.Count(
        "--last", 10, "How many are kept of each user or session.", most: 10_000);
    private readonly Option<string> _what = ShopOption.Choice("--what", "What is kept.", "items", "brands");
    private readonly Option<string> _per = ShopOption.Choice("--per", "Whose they are.", "user", "session");
    private readonly Option<bool> _raw = ShopOption.Flag(
        "--raw", "Keep repeats, as they happened, instead of distinct ones.");
    private readonly Option<bool> _oldest = ShopOption.Flag(
        "--oldest-first", "Print the oldest first instead of the newest.");
    private readonly Option<string[]> _users = ShopOption.List(
        "--users", "ID,…", "Only these users (or sessions), else the busiest.");
    private readonly Option<int> _top = ShopOption.Count(
        "--top", 10, "How many users are printed where none are named.");
    private readonly Option<Duration?> _timeToLive = ShopOption.Length(
        "--ttl", "How long something is remembered, in event time.");
    private readonly Option<int> _maxKeys = ShopOption.Count(
        "--max-keys",
        1_000_000,
        "How many users are remembered; beyond, the longest unseen one goes.",
        most: int.MaxValue);

    public static Command Create(CommandBuilder builder)
    {
        var command = new RecentCommand();
        return builder.CreateReader(
            "recent",
            "The last N items or brands of each user or session.",
            [command._last, command._what, command._per, command._raw, command._oldest, command._users, command._top,
                command._timeToLive, command._maxKeys],
            command.Run);
    }

    private void Run(ShopRun run)
    {
        IdleOptions.Refuse(run, $"with {_users.Name}", run.IsGiven(_users) ? [_top] : []);
        var users = run.Events.Where(next => !next.User.IsNone);
        var sessions = run.Events.Where(next => next.Session is not null);
        var per = run.Per(_per);
        switch (per, run.Get(_what))
        {
            case ("user", "items"):
                Run(run, per, users, next => next.User, next => next.Item);
                break;
            case ("user", _):
                Run(run, per, users.Where(next => next.Brand is not null), next => next.User, next => next.Brand!);
                break;
            case (_, "items"):
                Run(run, per, sessions, next => next.Session!, next => next.Item);
                break;
            default:
                var branded = sessions.Where(next => next.Brand is not null);
                Run(run, per, branded, next => next.Session!, next => next.Brand!);
                break;
        }
    }

    private void Run<TKey, TItem>(
        ShopRun run,
        string per,
        IObservable<Interaction> events,
        Func<Interaction, TKey> keySelector,
        Func<Interaction, TItem> itemSelector)
        where TKey : notnull
    {
        var options = new LastPerKeyOptions
        {
            Distinct = !run.Get(_raw),
            MaxKeys = run.Get(_maxKeys),
            TimeToLive = run.Get(_timeToLive)?.Span,
        };

        var recent = run.KeepNewest(
            events.LastPerKey(run.Get(_last), keySelector, itemSelector, next => next.EventTime, options),
            last => last.Key);
        var counts = run.CountBy(events, keySelector);
        run.Play();

        var print = new RecentOutput(per, run.Get(_what), run.Get(_oldest));
        var named = per == "user" ? ShopOption.AsIds(run.Get(_users)) : run.Get(_users);
        print.Print(run.Results, recent, counts, named, run.Get(_top));
    }
}
