using System.CommandLine;
using RxRecs.Quality;
using RxRecs.Shop.Options;
using RxRecs.Shop.Output;

namespace RxRecs.Shop.Commands;

/// <summary>Which items sell best, and how clean the data is.</summary>
internal static class RankCommand
{
    public static Command Create(ShopHost host)
    {
        var top = ShopOption.Count("--top", 10, "How many items.");
        var by = ShopOption.Choice("--by", "What ranks: pieces sold or revenue.", "pieces", "revenue");
        return host.CreateCommand("rank", "Items by sales, with running price statistics and data quality.", [top, by], run =>
        {
            var options = new SalesRankingOptions();
            var ranking = new SalesRankingMachine<Interactions.Interaction, long>(run.Get(top), x => x.Item, x => x.Quantity, x => 0, options);
            run.Play();
        });
    }
}
