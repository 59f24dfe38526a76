using System.CommandLine;
using RxRecs.Csv;
using RxRecs.Recommenders;
using RxRecs.Shop.Options;
using RxRecs.Shop.Output;
using RxRecs.Shop.Runs;

namespace RxRecs.Shop.OptionGroups;

/// <summary>The vectors of items that <c>similar</c>, <c>recommend</c> and <c>evaluate</c> are given.</summary>
/// <param name="use">What they are for.</param>
internal sealed class VectorsOption(string use)
{
    private readonly Option<string?> _file = ShopOption.Text(
        "--vectors",
        "FILE",
        $"{use}: a file with an id and its numbers in each line, or JSON lines with item and vector.");

    public Option Option => _file;

    /// <summary>Reads the vectors; null where none are given.</summary>
    public ItemVectors<Id>? Read(ShopRun run)
    {
        if (run.Get(_file) is not { } file)
        {
            return null;
        }

        var leftOut = new LeftOutRows();
        var vectors = ItemVectorsFile.Read(file, leftOut.Add);
        leftOut.Tell(run, file);
        run.Terminal.Error.WriteLine(
            $"Vectors {vectors.Hash}: {Plain.Count(vectors.Count, "item")}, {vectors.Dimensions:#,0} dimensions.");
        return vectors;
    }
}
