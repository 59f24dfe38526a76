using System.CommandLine;
using System.Reactive;
using System.Reactive.Linq;
using RxRecs.Analytics;
using RxRecs.Shop.OptionGroups;
using RxRecs.Shop.Options;
using RxRecs.Shop.Output;
using RxRecs.Shop.Reports;

namespace RxRecs.Shop.Commands;

/// <summary>Ranks items by sales, up to date with every event, and checks how plausible the data is.</summary>
internal static class RankCommand
{
    public static Command Create(CommandBuilder builder)
    {
        var top = ShopOption.Count("--top", 10, "How many items.");
        var by = ShopOption.Choice("--by", "What ranks.", "pieces", "revenue");
        var minimum = ShopOption.Count("--min-pieces", 1, "Leave out items that sold fewer pieces.");
        var category = ShopOption.Text(
            "--category", "PATH", "Only this category and those below it, such as apparel or apparel.shoes.");
        var brand = ShopOption.Text("--brand", "BRAND", "Only this brand.");
        var lowest = ShopOption.Number(
            "--min-price", "Only pieces from this price on. Without: at any price.");
        var highest = ShopOption.Number("--max-price", "Only pieces up to this price.");
        var duplicates = ShopOption.Flag(
            "--drop-duplicates", "Leave out rows that repeat one of the hour before in every field.");
        var plausible = ShopOption.Number(
            "--largest-price", "Set aside events with a higher price. Without: no price is too high.");
        var missing = ShopOption.Flag("--missing-is-invalid", "Set aside events without a price.");
        return builder.CreateReader(
            "rank",
            "Items by what they have sold, with the prices' statistics and the data's quality.",
            [top, by, minimum, category, brand, lowest, highest, duplicates, plausible, missing],
            run =>
            {
                var ranking = new SalesRankingOptions
                {
                    Measure = run.Get(by) == "pieces" ? SalesMeasure.Pieces : SalesMeasure.Revenue,
                    MinimumPieces = run.Get(minimum),
                    CategoryPath = run.Get(category),
                    Brand = run.Get(brand),
                    LowestPrice = (decimal?)run.Get(lowest),
                    HighestPrice = (decimal?)run.Get(highest),
                };
                var quality = new SanitizeOptions
                {
                    ZeroIsInvalid = true,
                    SmallestNumber = 0,
                    MissingIsInvalid = run.Get(missing),
                    LargestNumber = run.Get(plausible) ?? double.PositiveInfinity,
                    MaxAhead = null, // What runs ahead has been set aside before the events were put in order.
                    DuplicateHorizon = run.Get(duplicates) ? TimeSpan.FromHours(1) : null,
                };

                var counters = default(QualityCounters);
                var judged = run.Events.Sanitize(quality).WithRejected().Publish().RefCount();
                run.Each(judged.Counts(), counts => counters = counts);
                var clean = judged.Results();
                var ranks = run.KeepNewest(clean.SalesRanking(run.Get(top), ranking), change => change.Item);
                var prices = default(Statistics);
                run.Each(clean.RunningStatistics(next => (double?)next.Price), newest => prices = newest);
                run.Play();

                RankOutput.Print(run, run.Get(by), ranks.Values, prices, counters);
            });
    }
}
