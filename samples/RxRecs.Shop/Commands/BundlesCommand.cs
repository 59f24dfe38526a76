using System.CommandLine;
using System.Reactive.Linq;
using RxRecs.Recommenders;
using RxRecs.Shop.OptionGroups;
using RxRecs.Shop.Options;
using RxRecs.Shop.Output;
using RxRecs.Shop.Reports;

namespace RxRecs.Shop.Commands;

/// <summary>Finds items bought together in one order or session, with support, confidence and lift.</summary>
internal static class BundlesCommand
{
    public static Command Create(CommandBuilder builder)
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
        return builder.CreateReader(
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

            var bought = run.Events.Where(next => next.Quantity >= 0 && options.Kinds.Contains(next.Kind));
            var counted = run.Keep(bought.BundleCounts(options));
            var known = run.CountBy(bought, next => next.Item);
            run.Play();
            var counts = counted.Single();
            var often = $"{Plain.Count(run.Get(least), "basket")} or more ({least.Name})";
            var shown = BundlesOutput.Print(run, counts, run.Get(items), run.Get(top), often, known.ContainsKey);
            if (run.Get(why))
            {
                BundlesOutput.Explain(run, counts, run.Get(items), run.Get(top), shown);
            }
        });
    }
}
