using System.CommandLine;
using System.Reactive.Linq;
using RxRecs.Shop.OptionGroups;
using RxRecs.Shop.Options;
using RxRecs.Shop.Reports;
using RxRecs.Shop.Runs;

namespace RxRecs.Shop.Commands;

/// <summary>Shows the items that lie in each cart and have not been bought.</summary>
internal static class CartsCommand
{
    public static Command Create(CommandBuilder builder)
    {
        var per = ShopOption.Choice("--per", "Whose carts.", "user", "session");
        var users = ShopOption.List(
            "--users", "ID,…", "Only these users (or sessions), else those whose cart changed last.");
        var top = ShopOption.Count("--top", 10, "How many carts are printed where none are named.");
        var oldest = ShopOption.Flag("--oldest-first", "Print what was added first before the rest.");
        var abandon = ShopOption.Length(
            "--abandon-after", TimeSpan.FromHours(24), "After how long without a change a cart is abandoned.");
        const string About = "Open carts: what was added and neither removed nor bought.";
        return builder.CreateReader("carts", About, [per, users, top, oldest, abandon], run =>
        {
            IdleOptions.Refuse(run, $"with {users.Name}", run.IsGiven(users) ? [top] : []);
            var options = new CartOptions
            {
                AllowedLateness = TimeSpan.Zero, // The input is in order by now.
                AbandonAfter = run.Get(abandon).Span,
                Order = run.Get(oldest) ? CartOrder.OldestFirst : CartOrder.NewestFirst,
            };
            if (run.Per(per) == "user")
            {
                var known = run.Events.Where(next => !next.User.IsNone);
                Run(run, known, next => next.User, options, ShopOption.AsIds(run.Get(users)), run.Get(top), "user");
            }
            else
            {
                var known = run.Events.Where(next => next.Session is not null);
                Run(run, known, next => next.Session!, options, run.Get(users), run.Get(top), "session");
            }
        });
    }

    private static void Run<TKey>(
        ShopRun run,
        IObservable<Interaction> events,
        Func<Interaction, TKey> keySelector,
        CartOptions options,
        string[] named,
        int top,
        string per)
        where TKey : notnull
    {
        var changes = events
            .CartMinusPurchase(
                next => new CartEvent<TKey, Id>(keySelector(next), next.Item, ActionOf(next.Kind), next.Quantity),
                (change, lines) => new CartView<TKey>(change, lines.ToArray()),
                next => next.EventTime,
                options)
            .Publish().RefCount();
        var carts = run.KeepNewest(changes, view => view.Change.Key);
        var totals = run.KeepNewest(changes, view => view.Change.Kind);
        run.Play();

        new CartsOutput<TKey>(run, per).Print(
            carts, [.. totals.Values.Select(view => (view.Change.Kind, view.Change.Total))], named, top);
    }

    private static CartAction ActionOf(InteractionKind kind) => kind switch
    {
        InteractionKind.Cart => CartAction.Add,
        InteractionKind.Remove => CartAction.Remove,
        InteractionKind.Purchase => CartAction.Purchase,
        _ => CartAction.None,
    };
}
