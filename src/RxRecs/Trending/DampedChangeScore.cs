namespace RxRecs;

/// <summary>
/// <c>(now - before) / (before + now + 1)</c>: the change damped for small counts, between -1 and 1 and defined for every
/// item.
/// </summary>
public sealed class DampedChangeScore : ITrendScore
{
    /// <inheritdoc/>
    public string Name => "damped change";

    /// <inheritdoc/>
    public double? Score(in TrendScoreInput input) => (input.Now - input.Before) / (input.Before + input.Now + 1);
}
