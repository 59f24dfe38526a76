namespace RxRecs.Trending;

/// <summary>
/// <c>(next - cur) / (cur + next + 1)</c>: the change damped for small counts, between -1 and 1 and defined for every
/// item.
/// </summary>
public sealed class DampedChangeScore : ITrendScore
{
    /// <inheritdoc/>
    public string Name => "damped change";

    /// <inheritdoc/>
    public double? Score(in TrendScoreInput input) => (input.Next - input.Cur) / (input.Cur + input.Next + 1);
}
