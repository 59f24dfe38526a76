namespace RxRecs.Trending;

/// <summary>
/// <c>(next - cur) / cur * 100</c>: the change in percent, not rounded. Not defined for <c>cur = 0</c>: such an item is
/// new.
/// </summary>
public sealed class PercentChangeScore : ITrendScore
{
    /// <inheritdoc/>
    public string Name => "percent change";

    /// <inheritdoc/>
    public double? Score(in TrendScoreInput input) =>
        input.Cur > 0 ? ((input.Next - input.Cur) / input.Cur) * 100 : null;
}
