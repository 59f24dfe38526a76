using RxRecs.Csv;
using RxRecs.Shop.Options;
using RxRecs.Shop.Output;

namespace RxRecs.Shop.Input;

/// <summary>Adds up the progress of several files: bytes of files, rows of the synthetic shop.</summary>
internal sealed class InputProgress : IProgress<ShopFileProgress>
{
    private readonly Dictionary<string, long> _positions = new(StringComparer.Ordinal);
    private readonly ProgressBar _bar;
    private readonly bool _ofRows;

    public InputProgress(InputSettings settings, ProgressBar bar)
    {
        _bar = bar;
        _ofRows = settings.Files.Length == 0;
        bar.Length = _ofRows ? settings.Shop.Rows : settings.Files.Sum(PlainFile.LengthOf);
    }

    public void Report(ShopFileProgress value)
    {
        _positions[value.Source] = _ofRows ? value.Rows : value.BytesRead;
        _bar.MoveTo(_positions.Values.Sum());
    }
}
