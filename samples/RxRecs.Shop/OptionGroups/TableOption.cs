using System.CommandLine;
using RxRecs.Csv;
using RxRecs.Recommenders;
using RxRecs.Shop.Options;
using RxRecs.Shop.Output;
using RxRecs.Shop.Runs;

namespace RxRecs.Shop.OptionGroups;

/// <summary>The table of neighbors that <c>recommend</c> and <c>evaluate</c> are given.</summary>
internal sealed class TableOption
{
    private readonly Option<string?> _file = ShopOption.Text(
        "--table",
        "FILE",
        "A table of neighbors as one of the sources: CSV with the columns item, neighbor, weight, "
            + "or what train writes.");

    public Option Option => _file;

    /// <summary>Reads the table; null where none is given.</summary>
    public NeighborTable<Id>? Read(ShopRun run)
    {
        if (run.Get(_file) is not { } file)
        {
            return null;
        }

        var leftOut = new LeftOutRows();
        var table = NeighborTableFile.Read(file, leftOut.Add);
        leftOut.Tell(run, file);
        if (table.LeftOutPairs > 0)
        {
            run.Terminal.Error.WriteLine(
                $"{file}: {Plain.Count(table.LeftOutPairs, "pair")} left out: of an item the "
                + $"{NeighborTable.MostNeighbors} of the greatest weight are kept.");
        }

        run.Terminal.Error.WriteLine(
            $"Table {table.Hash}: {Plain.Count(table.ItemCount, "item")}, {Plain.Count(table.PairCount, "pair")}.");
        return table;
    }
}
