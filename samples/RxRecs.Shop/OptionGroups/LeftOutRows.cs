using RxRecs.Shop.Options;
using RxRecs.Shop.Output;
using RxRecs.Shop.Runs;

namespace RxRecs.Shop.OptionGroups;

/// <summary>The rows of a table from outside that were left out: how many, and why the first.</summary>
internal sealed class LeftOutRows
{
    private long _count;
    private DeadLetter? _first;

    public void Add(DeadLetter letter)
    {
        _count++;
        _first ??= letter;
    }

    /// <summary>Says so, if there are any.</summary>
    public void Tell(ShopRun run, string file)
    {
        if (_first is { } first)
        {
            var rows = Plain.Count(_count, "row");
            var reason = OptionNames.NameOptions(first.Reason);
            run.Terminal.Error.WriteLine(Plain.Short(
                $"{file}: {rows} left out, the first in line {first.Position}: {reason}", 400));
        }
    }
}
