using RxRecs.Machines;
using RxRecs.Recommenders;
using RxRecs.Shop.Output;
using RxRecs.Shop.Runs;

namespace RxRecs.Shop.Reports;

/// <summary>Shows what <c>bundles</c> has found.</summary>
internal static class BundlesOutput
{
    public static ResultTable<Bundle<Id>> Table(ShopRun run) => new("bundle")
    {
        { "product_id", "Item", row => row.First },
        { "neighbor_id", "With", row => row.Second },
        { "together", "Together", row => row.Together, "#,0" },
        { "max_error", row => row.Error },
        { "item_baskets", "Baskets", row => row.FirstBaskets, "#,0" },
        { "neighbor_baskets", "Of the other", row => row.SecondBaskets, "#,0" },
        { "baskets", row => row.Baskets },
        { "support", "Support", row => row.Support, "0.00000" },
        { "confidence", "Confidence", row => row.Confidence, "0.000" },
        { "reverse_confidence", "Reverse", row => row.ReverseConfidence, "0.000" },
        { "lift", "Lift", row => row.Lift, "0.00" },
        { "brand", "Brand", row => run.Names.Brand(row.Second) },
        { "category", "Category", row => run.Names.Category(row.Second) },
    };

    /// <summary>Prints the bundles of each item, or the most frequent of all.</summary>
    /// <param name="run">The receiver of results.</param>
    /// <param name="state">What has been learned.</param>
    /// <param name="items">The items that were asked about; none for all.</param>
    /// <param name="top">How many bundles, of each item.</param>
    /// <param name="often">In how many baskets two items are together, in words.</param>
    /// <param name="knows">Tells whether an item was in a basket.</param>
    /// <returns>The bundles that were printed.</returns>
    public static List<Bundle<Id>> Print(
        ShopRun run, BundleState<Id, Id> state, Id[] items, int top, string often, Func<Id, bool> knows)
    {
        var (found, shown) = (new List<Bundle<Id>>(), new List<Bundle<Id>>());
        if (items.Length == 0)
        {
            state.Top(top, found);
            run.Results.Write(
                Table(run),
                $"Bought together, in {state.Baskets:#,0} baskets",
                found,
                $"No two items are together in {often}.");
            shown.AddRange(found);
        }

        foreach (var item in items)
        {
            state.Around(item, top, found);
            shown.AddRange(found);
            if (found.Count > 0)
            {
                run.Results.Write(Table(run), $"Bought together with {item}, in {state.Baskets:#,0} baskets", found);
            }
            else
            {
                run.Results.Notice(knows(item)
                    ? $"Item {item}: nothing is bought together with it in {often}."
                    : $"Unknown item {item}: it was in no basket.");
            }
        }

        if (state.UnassignedEvents > 0)
        {
            run.Results.Notice(
                $"{state.UnassignedEvents:#,0} had neither user nor session, and so no basket; --columns session=NAME "
                + "says which column has the order or session.");
        }

        return shown;
    }

    /// <summary>
    /// Takes apart what goes with all of the items, by the sum of the confidences, or, without items, each bundle.
    /// </summary>
    public static void Explain(
        ShopRun run, BundleState<Id, Id> state, Id[] items, int top, IReadOnlyList<Bundle<Id>> shown)
    {
        var source = CandidateSources.BoughtTogether(state, new CartState<Id, Id>(new() { AllowedLateness = default }));
        if (items.Length == 0)
        {
            foreach (var bundle in shown)
            {
                WhyOutput.Print(
                    run,
                    new($"item {bundle.First}", Around: bundle.First),
                    [(bundle.Second, bundle.Confidence)],
                    item => PartsOf([bundle.First], item));
            }

            return;
        }

        var scores = items.SelectMany(Around).Select(static bundle => bundle.Second).Distinct().Except(items)
            .Select(item => (Item: item, Score: PartsOf(items, item).Sum(static part => part.Value)))
            .OrderByDescending(static each => each.Score).ThenBy(static each => each.Item).Take(top);
        WhyOutput.Print(
            run, new($"items {string.Join(", ", items)}"), scores, item => PartsOf(items, item));

        List<Bundle<Id>> Around(Id item)
        {
            var found = new List<Bundle<Id>>();
            state.Around(item, int.MaxValue, found);
            return found;
        }

        IReadOnlyList<ScoreContribution<Id>> PartsOf(Id[] around, Id item) =>
            source.Explain(new(Id.None, top) { Around = around }, item);
    }
}
