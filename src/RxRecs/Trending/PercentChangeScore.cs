using RxRecs.Machines;

namespace RxRecs;

internal sealed class PercentChangeScore : TrendScore
{
    public override string Name => "percent change";

    public override double? Score(in TrendScoreInput input) =>
        input.Before > 0 ? ((input.Now - input.Before) / input.Before) * 100 : null;
}
