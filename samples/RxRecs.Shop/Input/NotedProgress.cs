using RxRecs.Csv;

namespace RxRecs.Shop.Input;

/// <summary>Notes what the files did not tell while it passes their progress on.</summary>
internal sealed class NotedProgress(InputCounts counts, InputProgress progress) : IProgress<ShopFileProgress>
{
    public void Report(ShopFileProgress value)
    {
        counts.Note(value);
        progress.Report(value);
    }
}
