namespace RxRecs.Shop.Output;

/// <summary>Shows how far a training has come: as a bar, or each tenth in a line where there is none.</summary>
internal sealed class TrainProgress(Terminal terminal, ProgressBar bar) : IProgress<double>
{
    /// <summary>The position of the bar at the end.</summary>
    public const int Whole = 1_000;

    private int _tenths;

    public void Report(double value)
    {
        bar.MoveTo((long)(value * Whole));
        if (!terminal.IsErrorInteractive && (int)(value * 10) > _tenths)
        {
            _tenths = (int)(value * 10);
            terminal.Error.WriteLine($"Trained {_tenths}0 %.");
        }
    }
}
