using System.CommandLine;
using RxRecs.Csv;
using RxRecs.Recommenders;
using RxRecs.Shop.Output;

namespace RxRecs.Shop.Options;

/// <summary>The vectors of items that <c>similar</c> is given.</summary>
internal sealed class VectorsOption
{
    private readonly Option<string?> _file = ShopOption.Text(
        "--vectors",
        "FILE",
        "By vectors: a file with an id and its numbers in each line, or JSON lines with item and vector.");

    public Option Option => _file;

    /// <summary>Reads the vectors.</summary>
    public ItemVectors<Id> Read(ShopRun run)
    {
        if (run.Get(_file) is not { } file)
        {
            throw new UsageException("Vectors come from a file: give it with --vectors FILE.");
        }

        var leftOut = new LeftOutRows();
        var vectors = ItemVectorsFile.Read(file, leftOut.Add);
        leftOut.Tell(run, file);
        run.Terminal.Error.WriteLine(
            $"Vectors {vectors.Hash}: {Plain.Count(vectors.Count, "item")}, {vectors.Dimensions:#,0} dimensions.");
        return vectors;
    }
}
