using System.CommandLine;
using System.Reactive.Linq;
using RxRecs.Machines;
using RxRecs.Recommenders;
using RxRecs.Shop.Options;
using RxRecs.Shop.Output;

namespace RxRecs.Shop.Commands;

/// <summary>Finds items bought together in one order or session, with support, confidence and lift.</summary>
internal static class BundlesCommand
{
    public static Command Create(ShopHost host)
    {
        var items = ShopOption.Ids(
            "--items", "What is bought with these items, else the most frequent bundles of all.");
        var top = ShopOption.Count("--top", 10, "How many bundles, of each item where items are named.", most: 10_000);
        var least = ShopOption.Count("--min-together", 2, "In how many baskets two items must be together.");
        var kinds = KindsOption.CreateList(
            "--kinds", "What puts an item into a basket, such as cart in a log without purchases. [default: purchase]");
        var why = ShopOption.Flag(
            "--why",
            "Takes scores apart: of each bundle the confidence, of several items the sum of theirs for what goes with "
            + "them all.");
        return host.CreateReader(
            "bundles",
            "What is bought together, with support, confidence and lift.",
            [items, top, least, kinds, why],
            run =>
        {
            var options = new BundleOptions
            {
                MinTogether = run.Get(least),
                Kinds = run.Get(kinds) ?? new HashSet<InteractionKind> { InteractionKind.Purchase },
            };

            // The operator Bundles tells of each purchase. Here the state itself is asked, at the end.
            var state = new BundleState<Id, Id>(options);
            var known = new HashSet<Id>();
            var bought = run.Events.Where(next => next.Quantity >= 0 && options.Kinds.Contains(next.Kind));
            using var learning = bought.Subscribe(next =>
            {
                state.Learn(next.User, !next.User.IsNone, next.Session, next.Item, next.EventTime);
                known.Add(next.Item);
            });
            run.Play();
            var often = $"{Plain.Count(run.Get(least), "basket")} or more ({least.Name})";
            var shown = BundlesOutput.Print(run, state, run.Get(items), run.Get(top), often, known.Contains);
            if (run.Get(why))
            {
                BundlesOutput.Explain(run, state, run.Get(items), run.Get(top), shown);
            }
        });
    }
}
