namespace RxRecs;

/// <summary>
/// <c>(now - before) / before * 100</c>: the change in percent, not rounded. Not defined for <c>before = 0</c>: such an item is
/// new.
/// </summary>
public sealed class PercentChangeScore : ITrendScore
{
    /// <inheritdoc/>
    public string Name => "percent change";

    /// <inheritdoc/>
    public double? Score(in TrendScoreInput input) =>
        input.Before > 0 ? ((input.Now - input.Before) / input.Before) * 100 : null;
}
